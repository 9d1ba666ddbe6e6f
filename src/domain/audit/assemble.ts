import { managementGroupsSeen } from './managementGroupsSeen.ts';
import type { AuditSlices } from './slices.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** What was read of the places and of the directory, put together as one snapshot to judge. */
export function assembleSnapshot(read: {
  takenAt: string;
  slices: AuditSlices;
  operations: string[];
}): AuditSnapshot {
  const { takenAt, slices, operations } = read;
  const { services, places, directory } = slices;
  return {
    takenAt,
    services,
    assignments: distinct(
      places.flatMap(({ assignments, held }) => [...assignments, ...Object.values(held).flat()]),
    ),
    eligible: distinct(places.flatMap(({ eligible }) => eligible)),
    roles: Object.fromEntries(places.flatMap(({ roles }) => Object.entries(roles))),
    principals: directory.principals,
    memberOf: memberOf(slices),
    applications: directory.applications,
    denyAssignments: distinct(places.flatMap(({ denyAssignments }) => denyAssignments)),
    managementGroups: managementGroupsSeen(places),
    operations,
  };
}

/** What is above several places is read at each of them. */
function distinct<T extends { id: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [row.id.toLowerCase(), row])).values()];
}

/** By what Azure says that somebody holds through groups, and by the members that the directory lists. */
function memberOf({ places, directory }: AuditSlices): Record<string, string[]> {
  const groupsOf = new Map<string, Set<string>>();
  const add = (member: string, group: string) => {
    const groups = groupsOf.get(member) ?? new Set();
    groupsOf.set(member, groups.add(group));
  };
  for (const { held } of places)
    for (const [holder, rows] of Object.entries(held))
      for (const { principalId } of rows) {
        const group = principalId.toLowerCase();
        if (group !== holder) add(holder, group);
      }
  for (const [group, members] of Object.entries(directory.groupMembers))
    for (const member of members) add(member.toLowerCase(), group);
  return Object.fromEntries([...groupsOf].map(([member, groups]) => [member, [...groups]]));
}
