import { askedOfDirectory } from '../../../src/domain/audit/askedOfDirectory.ts';
import { assembleSnapshot } from '../../../src/domain/audit/assemble.ts';
import { bearingOnMail } from '../../../src/domain/audit/bearing.ts';
import { updatedDirectory } from '../../../src/domain/audit/carryOver.ts';
import { heldToRead, withHeld } from '../../../src/domain/audit/held.ts';
import { auditPlaces } from '../../../src/domain/audit/places.ts';
import type { AccessSlice, AuditSlices, DirectorySlice } from '../../../src/domain/audit/slices.ts';
import type { AuditSnapshot } from '../../../src/domain/audit/snapshot.ts';
import { reaches } from '../../../src/domain/permissions/scope.ts';

/** What an audit would have of this estate, had it read it place by place and left out what can't matter. */
export function narrowed(full: AuditSnapshot): { snapshot: AuditSnapshot; slices: AuditSlices } {
  const ids = full.services.map(({ service }) => service.id);
  const read = auditPlaces(ids).map((place) => {
    const slice: AccessSlice = {
      scope: place.scope,
      ...bearingOnMail(
        place,
        {
          assignments: around(full, place.scope, full.assignments),
          eligible: around(full, place.scope, full.eligible),
          roles: new Map(Object.entries(full.roles)),
        },
        ids,
      ),
      denyAssignments: around(full, place.scope, full.denyAssignments),
      read: { assignments: 0, eligible: 0, roles: 0 },
      unread: [],
    };
    return { ...slice, held: {} };
  });
  const unknown = { principals: {}, applications: {}, groupMembers: {}, unread: [] };
  const slices = lookedUp(full, { services: full.services, places: read, directory: unknown });
  const asked = new Map(heldToRead(slices, ids).map((each) => [each.scope, each.principalIds]));
  const places = read.map((place) => {
    const held = (asked.get(place.scope) ?? []).map((id) => {
      const identities = new Set([id, ...(full.memberOf[id] ?? [])]);
      const rows = around(full, place.scope, full.assignments);
      return [id, rows.filter(({ principalId }) => identities.has(principalId))] as const;
    });
    // Roles are known by what the rows name; the others' definitions don't matter.
    const named = held.flatMap(([, rows]) => rows.map(({ roleDefinition }) => roleDefinition));
    const roles = named.flatMap((guid) => {
      const role = full.roles[guid];
      return role === undefined ? [] : [[guid, role] as const];
    });
    return withHeld(place, { held: Object.fromEntries(held), roles: Object.fromEntries(roles) });
  });
  const { takenAt, operations } = full;
  const whole = lookedUp(full, { ...slices, places });
  return { slices: whole, snapshot: assembleSnapshot({ takenAt, slices: whole, operations }) };
}

/** As Azure lists them: at, above and below. */
function around<T extends { scope: string }>(full: AuditSnapshot, scope: string, rows: readonly T[]): T[] {
  const above = full.managementGroups;
  return rows.filter((row) => reaches(row.scope, scope, above) || reaches(scope, row.scope, above));
}

/** With what the directory says of those whom the audit asks about. */
function lookedUp(full: AuditSnapshot, slices: AuditSlices): AuditSlices {
  const asked = askedOfDirectory(slices, { fresh: [], services: [] });
  const ids = new Set(asked.principals.map(({ id }) => id));
  const appIds = new Set(asked.appIds);
  const principals = Object.entries(full.principals).filter(
    ([id, principal]) =>
      ids.has(id) || (principal.kind === 'servicePrincipal' && appIds.has(principal.appId.toLowerCase())),
  );
  const applications = Object.entries(full.applications).filter(([appId]) => appIds.has(appId));
  const membersOf = (group: string) =>
    Object.entries(full.memberOf).flatMap(([member, of]) => (of.includes(group) ? [member] : []));
  const now: DirectorySlice = {
    principals: Object.fromEntries(principals),
    applications: Object.fromEntries(applications),
    groupMembers: Object.fromEntries(asked.groupIds.map((group) => [group, membersOf(group)])),
    unread: [],
  };
  return { ...slices, directory: updatedDirectory(slices.directory, asked, now) };
}
