import { sameText } from '../sameText.ts';
import { senderRoles } from './bearing.ts';
import { roleFacts } from './roleFacts.ts';
import type { AuditSlices, HeldSlice } from './slices.ts';

type Place = AuditSlices['places'][number];

/** Whose holdings are to be read at a place. */
export type HeldToRead = { scope: string; principalIds: string[] };

/**
 * Whoever sends is judged and scored by all that it holds, through groups as well: the service principals of those with
 * an SMTP username, and those that are assigned an SMTP sender role. At the places that were read just now all of them
 * are asked for, elsewhere those that nobody asked for yet. Who only could send is not: a large tenant has thousands of
 * those, and each would be a call at each place.
 */
export function heldToRead(slices: AuditSlices, fresh: readonly string[]): HeldToRead[] {
  const ids = [...new Set([...withUsername(slices), ...meantToSend(slices)])].sort();
  return slices.places.flatMap(({ scope, held }) => {
    const isFresh = fresh.some((each) => sameText(each, scope));
    const principalIds = ids.filter((id) => isFresh || held[id] === undefined);
    return principalIds.length === 0 ? [] : [{ scope, principalIds }];
  });
}

/** The place with what was read of certain principals there. */
export function withHeld(place: Place, { held, roles }: HeldSlice): Place {
  return { ...place, held: { ...place.held, ...held }, roles: { ...place.roles, ...roles } };
}

function withUsername({ services, directory }: AuditSlices): string[] {
  const appIds = new Set(
    services.flatMap(({ usernames }) => usernames.map(({ appId }) => appId.toLowerCase())),
  );
  return Object.entries(directory.principals).flatMap(([id, principal]) =>
    principal.kind === 'servicePrincipal' && appIds.has(principal.appId.toLowerCase()) ? [id] : [],
  );
}

function meantToSend({ services, places, directory }: AuditSlices): string[] {
  const own = senderRoles(services.map(({ service }) => service.id));
  return places.flatMap(({ assignments, roles }) => {
    const sending = new Set(
      Object.entries(roles).flatMap(([guid, role]) => {
        const { leastPrivilege, sends } = roleFacts(role, undefined);
        return own.has(guid) || (leastPrivilege && sends) ? [guid] : [];
      }),
    );
    return assignments.flatMap(({ principalId, roleDefinition }) => {
      const id = principalId.toLowerCase();
      const isApplication = directory.principals[id]?.kind === 'servicePrincipal';
      return isApplication && sending.has(roleDefinition.toLowerCase()) ? [id] : [];
    });
  });
}
