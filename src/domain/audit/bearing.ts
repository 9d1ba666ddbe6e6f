import { resourceGroupScope, subscriptionScope } from '../resourceId.ts';
import type { RoleDefinition } from '../roleDefinition.ts';
import { senderRole } from '../senderRole.ts';
import { roleFacts } from './roleFacts.ts';
import { keysReaching, keysUpwards, scopeKey } from './scopeKeys.ts';
import type { AccessSlice, AuditPlace } from './slices.ts';
import type { AuditedAssignment } from './snapshot.ts';

/** What was read around a place, before anything is left out. Roles by GUID in lower case. */
export type Around = {
  assignments: readonly AuditedAssignment[];
  eligible: readonly AuditedAssignment[];
  roles: ReadonlyMap<string, RoleDefinition>;
};

/**
 * Leaves out what can't change a finding, which in a large subscription is nearly everything. What stays is assigned
 * to applications or groups, and either within a mail service, or by a role that has something of mail or of handing
 * out roles in it. Whatever else a sender holds is read for that sender. `audited` are the mail services of all places:
 * the SMTP sender role of another place may have come to be assignable here.
 */
export function bearingOnMail(
  place: AuditPlace,
  around: Around,
  audited: readonly string[] = place.serviceIds,
): Pick<AccessSlice, 'assignments' | 'eligible' | 'roles'> {
  const where = placing(place);
  const ownRoles = senderRoles(audited);
  const powers = new Map<string, boolean>();
  const hasPower = (role: RoleDefinition) => {
    const found = powers.get(role.name) ?? concernsMail(role);
    powers.set(role.name, found);
    return found;
  };
  const bears = ({ scope, roleDefinition, principalType }: AuditedAssignment) => {
    const position = where(scope);
    const role = around.roles.get(roleDefinition.toLowerCase());
    if (position === undefined || role === undefined) return false;
    // Of a sender role that has drifted, everybody who holds it is counted.
    if (ownRoles.has(role.name.toLowerCase())) return true;
    return isAudited(principalType) && (position === 'within' || hasPower(role));
  };
  // Whoever could send from here is scored by all that it holds here itself.
  const couldSend = sendingPrincipals(around, where);
  const assignments = around.assignments.filter(
    (row) =>
      bears(row) ||
      (couldSend.has(row.principalId.toLowerCase()) &&
        where(row.scope) !== undefined &&
        around.roles.has(row.roleDefinition.toLowerCase())),
  );
  const eligible = around.eligible.filter(bears);
  const named = [...assignments, ...eligible].map(({ roleDefinition }) => roleDefinition.toLowerCase());
  const roles = [...new Set([...named, ...ownRoles])].flatMap((guid) => around.roles.get(guid) ?? []);
  return {
    assignments,
    eligible,
    roles: Object.fromEntries(roles.map((role) => [role.name.toLowerCase(), role])),
  };
}

function sendingPrincipals(
  { assignments, roles }: Around,
  where: (scope: string) => 'within' | 'above' | undefined,
): Set<string> {
  const known = new Map<string, boolean>();
  const sends = (guid: string) => {
    const role = roles.get(guid);
    const answer = known.get(guid) ?? (role !== undefined && roleFacts(role, undefined).sends);
    known.set(guid, answer);
    return answer;
  };
  const rows = assignments.filter(
    ({ scope, roleDefinition, principalType }) =>
      principalType.toLowerCase() === 'serviceprincipal' &&
      sends(roleDefinition.toLowerCase()) &&
      where(scope) !== undefined,
  );
  return new Set(rows.map(({ principalId }) => principalId.toLowerCase()));
}

/** The GUIDs of roles that a list for the place does not have, although they are assigned where it matters. */
export function unlistedRoles(place: AuditPlace, { assignments, eligible, roles }: Around): string[] {
  const where = placing(place);
  const missing = [...assignments, ...eligible].filter(
    ({ scope, principalType, roleDefinition }) =>
      !roles.has(roleDefinition.toLowerCase()) && isAudited(principalType) && where(scope) !== undefined,
  );
  return [...new Set(missing.map(({ roleDefinition }) => roleDefinition.toLowerCase()))].sort();
}

// People are not audited, nor what other tenants share.
function isAudited(principalType: string): boolean {
  return ['serviceprincipal', 'group'].includes(principalType.toLowerCase());
}

function concernsMail(role: RoleDefinition): boolean {
  const { helpsToSend, readsKeys, handsOutRoles, wildcards } = roleFacts(role, undefined);
  return helpsToSend || readsKeys.length + handsOutRoles.length + wildcards.length > 0;
}

/** The SMTP sender roles that may be assigned at these mail services, by GUID. */
export function senderRoles(serviceIds: readonly string[]): Set<string> {
  const scopes = serviceIds.flatMap((id) => [resourceGroupScope(id), subscriptionScope(id)]);
  return new Set(scopes.map((scope) => senderRole(scope).name.toLowerCase()));
}

/** Where a scope lies, seen from the mail services of a place; undefined beside them. */
function placing({ serviceIds }: AuditPlace): (scope: string) => 'within' | 'above' | undefined {
  const services = new Set(serviceIds.map(scopeKey));
  const above = new Set(serviceIds.flatMap((id) => [...keysReaching(id, {})]));
  return (scope) => {
    if (keysUpwards(scope).some((key) => services.has(key))) return 'within';
    const key = scopeKey(scope);
    // What a list around the place has from outside of subscriptions is above it: that is why it is in the list.
    return above.has(key) || !key.startsWith('/subscriptions/') ? 'above' : undefined;
  };
}
