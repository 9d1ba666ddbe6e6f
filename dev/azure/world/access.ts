import { findPrincipal } from '../principals.ts';
import type { Principal } from '../principals.ts';
import type { EligibleAssignment, RoleDefinition, State } from '../state.ts';
import { day, file } from './loading.ts';
import type { Loading } from './loading.ts';
import { checkScope } from './scopes.ts';
import type { ParsedWorld } from './schema.ts';

type WorldAssignment = ParsedWorld['assignments'][number];

/** Role definitions, built in and of the estate, and who is assigned them where. */
export function loadAccess(loading: Loading, world: ParsedWorld, builtIn: readonly RoleDefinition[]): void {
  const { roleDefinitions } = loading.state;
  for (const role of builtIn) file(loading, roleDefinitions, { key: role.name, value: role });
  for (const role of world.roles) {
    if (findRole(loading.state, role.roleName) !== undefined)
      loading.problems.push(`There are two roles '${role.roleName}'; role names are unique in a tenant.`);
    for (const scope of role.assignableScopes) checkScope(loading, scope, `Role '${role.roleName}'`);
    const name = role.name ?? loading.deriveId('role', role.roleName);
    file(loading, roleDefinitions, {
      key: name,
      value: { ...role, name, type: 'CustomRole', createdAt: loading.since, updatedAt: loading.since },
    });
  }
  for (const each of world.assignments) loadAssignment(loading, each);
  for (const each of world.eligibleAssignments) loadEligible(loading, each);
}

type Given = Pick<WorldAssignment, 'role' | 'scope' | 'condition' | 'name'> & { who: string };

/** The assignment of a role that is there to somebody who is there; undefined if something of it is not. */
function placed(
  loading: Loading,
  { role: roleName, scope, condition, name, who }: Given,
  principal: Pick<Principal, 'objectId' | 'type'> | undefined,
): EligibleAssignment | undefined {
  const role = findRole(loading.state, roleName);
  checkScope(loading, scope, who);
  if (role === undefined) loading.problems.push(`${who} names a role that does not exist.`);
  if (principal === undefined || role === undefined) return undefined;
  return {
    name: name ?? loading.deriveId('assignment', `${scope}:${role.name}:${principal.objectId}`),
    scope,
    roleDefinition: role.name,
    principalId: principal.objectId,
    principalType: principal.type,
    ...(condition === undefined ? {} : { condition }),
    createdAt: loading.since,
  };
}

function loadAssignment(loading: Loading, each: WorldAssignment): void {
  const who = `The assignment of '${each.role}' to '${each.principal ?? each.principalId}'`;
  const found = placed(loading, { ...each, who }, principalOf(loading, each, who));
  const createdBy = each.createdBy === undefined ? undefined : known(loading, each.createdBy, who);
  if (found === undefined) return;
  const { description, condition, conditionVersion = '2.0' } = each;
  const createdAt = createdAtOf(loading, each);
  file(loading, loading.state.roleAssignments, {
    key: found.name,
    value: {
      ...found,
      ...(description === undefined ? {} : { description }),
      ...(condition === undefined ? {} : { conditionVersion }),
      createdAt,
      updatedAt: createdAt,
      ...(createdBy === undefined ? {} : { createdBy: createdBy.objectId, updatedBy: createdBy.objectId }),
    },
  });
}

function loadEligible(loading: Loading, each: ParsedWorld['eligibleAssignments'][number]): void {
  const who = `The eligibility of '${each.principal}' for '${each.role}'`;
  const name = loading.deriveId('eligibleAssignment', `${each.scope}:${each.role}:${each.principal}`);
  const value = placed(loading, { ...each, name, who }, known(loading, each.principal, who));
  if (value !== undefined) file(loading, loading.state.eligibleAssignments, { key: name, value });
}

/** Whom the assignment names: somebody of the directory, or who was in it once. */
function principalOf(
  loading: Loading,
  { principal, principalId, principalType }: WorldAssignment,
  what: string,
): Pick<Principal, 'objectId' | 'type'> | undefined {
  if (principal !== undefined) return known(loading, principal, what);
  if (principalId === undefined || principalType === undefined) return undefined;
  if (typeof findPrincipal(loading.state, principalId) !== 'string')
    loading.problems.push(`${what} calls somebody deleted who is there.`);
  return { objectId: principalId, type: principalType };
}

function known(loading: Loading, name: string, what: string): Principal | undefined {
  const found = findPrincipal(loading.state, name);
  if (typeof found !== 'string') return found;
  loading.problems.push(`${what}: ${found}`);
  return undefined;
}

function createdAtOf({ since, now }: Loading, { createdAt, ageInDays }: WorldAssignment): number {
  if (createdAt !== undefined) return Date.parse(createdAt);
  return ageInDays === undefined ? since : now - ageInDays * day;
}

function findRole(state: State, roleName: string): RoleDefinition | undefined {
  return [...state.roleDefinitions.values()].find(
    (role) => role.roleName.toLowerCase() === roleName.toLowerCase(),
  );
}
