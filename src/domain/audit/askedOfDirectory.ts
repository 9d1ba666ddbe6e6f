import type { InspectedService } from '../inspectedService.ts';
import { everyone } from '../permissions/evaluate.ts';
import type { Asked } from './carryOver.ts';
import { roleFacts } from './roleFacts.ts';
import type { AuditSlices } from './slices.ts';
import type { AuditedAssignment } from './snapshot.ts';

type Fresh = { fresh: AuditSlices['places']; services: readonly InspectedService[] };

/**
 * Whom to look up: whoever is in what was read just now, and whoever is not known yet; and the members of groups that
 * may send, that can have a role activated, or that something is denied to.
 */
export function askedOfDirectory(slices: AuditSlices, { fresh, services }: Fresh): Asked {
  const { principals: known, applications, groupMembers } = slices.directory;
  const freshRows = fresh.flatMap(rowsOf);
  const anew = new Set(freshRows.map(({ principalId }) => principalId.toLowerCase()));
  const principals = new Map<string, Asked['principals'][number]['type']>();
  for (const { principalId, principalType } of slices.places.flatMap(rowsOf)) {
    const id = principalId.toLowerCase();
    if (anew.has(id) || known[id] === undefined)
      principals.set(id, isGroup(principalType) ? 'Group' : 'ServicePrincipal');
  }
  const asksForMembers = (id: string) => anew.has(id) || groupMembers[id] === undefined;
  const groups = new Set(slices.places.flatMap(groupsOf).filter(asksForMembers));
  return {
    principals: [...principals].map(([id, type]) => ({ id, type })),
    appIds: [...appIdsToAsk({ slices, services, applications })],
    groupIds: [...groups],
  };
}

/** In lower case. What senders hold through other groups Azure says when it is asked what they hold. */
function groupsOf(place: AuditSlices['places'][number]): string[] {
  const { assignments, held, eligible, denyAssignments, roles } = place;
  const sends = ({ roleDefinition }: AuditedAssignment) => {
    const role = roles[roleDefinition.toLowerCase()];
    return role !== undefined && roleFacts(role, undefined).sends;
  };
  const rows = [...[...assignments, ...Object.values(held).flat()].filter(sends), ...eligible].filter((row) =>
    isGroup(row.principalType),
  );
  // A deny assignment does not say whether it names groups.
  const denied = denyAssignments.flatMap((deny) => [...deny.principalIds, ...deny.excludePrincipalIds]);
  return [...rows.map(({ principalId }) => principalId), ...denied.filter((id) => id !== everyone)].map(
    (id) => id.toLowerCase(),
  );
}

function appIdsToAsk(of: {
  slices: AuditSlices;
  services: readonly InspectedService[];
  applications: AuditSlices['directory']['applications'];
}): Set<string> {
  const read = appIdsOf(of.services);
  return new Set([
    ...read,
    ...appIdsOf(of.slices.services).filter((id) => of.applications[id] === undefined),
  ]);
}

function appIdsOf(services: readonly InspectedService[]): string[] {
  return services.flatMap(({ usernames }) => usernames.map(({ appId }) => appId.toLowerCase()));
}

function rowsOf({ assignments, eligible, held }: AuditSlices['places'][number]): AuditedAssignment[] {
  return [...assignments, ...eligible, ...Object.values(held).flat()];
}

/** Azure's word for the type of a principal, in whatever case. Only these two kinds are kept of what was read. */
function isGroup(principalType: string): boolean {
  return principalType.toLowerCase() === 'group';
}
