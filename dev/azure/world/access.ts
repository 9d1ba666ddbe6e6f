import { findPrincipal } from '../principals.ts';
import type { EligibleAssignment, RoleDefinition, State } from '../state.ts';
import { file } from './loading.ts';
import type { Loading } from './loading.ts';
import { checkScope } from './scopes.ts';
import type { ParsedWorld } from './schema.ts';

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
  for (const each of world.assignments) {
    const { conditionVersion = '2.0' } = each;
    const found = named(loading, each, 'assignment');
    if (found === undefined) continue;
    const version = each.condition === undefined ? {} : { conditionVersion };
    const value = { ...found, ...version, updatedAt: loading.since };
    file(loading, loading.state.roleAssignments, { key: value.name, value });
  }
  for (const each of world.eligibleAssignments) {
    const value = named(loading, each, 'eligibleAssignment');
    if (value !== undefined) file(loading, loading.state.eligibleAssignments, { key: value.name, value });
  }
}

type Given = ParsedWorld['eligibleAssignments'][number] & { name?: string | undefined };

/** Who is given which role where, with names turned into ids; undefined if something of it is not there. */
function named(loading: Loading, each: Given, kind: string): EligibleAssignment | undefined {
  const what = `The assignment of '${each.role}' to '${each.principal}'`;
  const principal = findPrincipal(loading.state, each.principal);
  const role = findRole(loading.state, each.role);
  checkScope(loading, each.scope, what);
  if (role === undefined) loading.problems.push(`${what} names a role that does not exist.`);
  if (typeof principal === 'string') loading.problems.push(`${what}: ${principal}`);
  if (typeof principal === 'string' || role === undefined) return undefined;
  return {
    name: each.name ?? loading.deriveId(kind, `${each.scope}:${role.name}:${principal.objectId}`),
    scope: each.scope,
    roleDefinition: role.name,
    principalId: principal.objectId,
    principalType: principal.type,
    ...(each.condition === undefined ? {} : { condition: each.condition }),
    createdAt: loading.since,
  };
}

function findRole(state: State, roleName: string): RoleDefinition | undefined {
  return [...state.roleDefinitions.values()].find(
    (role) => role.roleName.toLowerCase() === roleName.toLowerCase(),
  );
}
