import type { InspectedService } from '../inspectedService.ts';
import type { Asked } from './carryOver.ts';
import { roleFacts } from './roleFacts.ts';
import type { AuditSlices } from './slices.ts';
import type { AuditedAssignment } from './snapshot.ts';

type Fresh = { fresh: AuditSlices['places']; services: readonly InspectedService[] };

/**
 * Whom to look up: whoever is in what was read just now, and whoever is not known yet. Of groups the members are asked
 * for where the group's role lets its members send.
 */
export function askedOfDirectory(slices: AuditSlices, { fresh, services }: Fresh): Asked {
  const { principals: known, applications, groupMembers } = slices.directory;
  const freshRows = fresh.flatMap(rowsOf);
  const anew = new Set(freshRows.map(({ principalId }) => principalId.toLowerCase()));
  const principals = new Map<string, string>();
  for (const { principalId, principalType } of slices.places.flatMap(rowsOf)) {
    const id = principalId.toLowerCase();
    if (anew.has(id) || known[id] === undefined) principals.set(id, principalType);
  }
  const groups = new Set(
    slices.places.flatMap((place) =>
      rowsOf(place).flatMap(({ principalId, principalType, roleDefinition }) => {
        const id = principalId.toLowerCase();
        const role = place.roles[roleDefinition.toLowerCase()];
        const isGroup = principalType.toLowerCase() === 'group';
        if (!isGroup || role === undefined || !roleFacts(role, undefined).sends) return [];
        return anew.has(id) || groupMembers[id] === undefined ? [id] : [];
      }),
    ),
  );
  return {
    principals: [...principals].map(([id, type]) => ({ id, type })),
    appIds: [...appIdsToAsk({ slices, services, applications })],
    groupIds: [...groups],
  };
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
