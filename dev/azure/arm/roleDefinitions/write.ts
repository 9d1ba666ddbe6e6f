import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { RoleDefinition, State } from '../../state.ts';
import { authorize } from '../authorize.ts';
import { callerOf, demand } from '../demand.ts';
import { enforcedPermissions } from '../enforced.ts';
import { isGuid } from '../guid.ts';
import { demandUnlocked } from '../locks.ts';
import { scopeOf } from '../paths.ts';
import { refusal } from '../refusal.ts';
import { demandScope } from '../scopes.ts';
import { findRoleDefinition } from './read.ts';
import { requestedRole } from './requested.ts';
import { roleDefinitionShape, writtenRoleDefinitionShape } from './shape.ts';

// Per tenant.
export const mostCustomRoles = 5_000;

const write = 'Microsoft.Authorization/roleDefinitions/write';
const remove = 'Microsoft.Authorization/roleDefinitions/delete';

export function putRoleDefinition(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { state, clock } = azure;
  const scope = scopeOf(request.params);
  const name = (request.params.name ?? '').toLowerCase();
  const over = `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
  demand(azure, request, { action: write, scope, over });
  if (!isGuid(name))
    throw refusal(
      400,
      'InvalidRoleDefinitionId',
      `The role definition ID '${name}' is not valid. The role definition ID must be a GUID.`,
    );
  const requested = requestedRole(request);
  for (const each of requested.assignableScopes) {
    demandLinked(azure, request, { action: write, scope, linked: each });
    demandScope(state, each);
    demandUnlocked(state, 'write', each);
  }
  const existing = state.roleDefinitions.get(name);
  if (existing?.type === 'BuiltInRole')
    throw refusal(409, 'RoleDefinitionExists', 'A built-in role definition with this ID exists already.');
  demandFreeName(state, name, requested.roleName);
  if (existing === undefined) demandRoom(state);
  const now = clock.now();
  const caller = callerOf(request).objectId;
  const role: RoleDefinition = {
    ...requested,
    name,
    type: 'CustomRole',
    createdAt: existing?.createdAt ?? now,
    createdBy: existing?.createdBy ?? caller,
    updatedAt: now,
    updatedBy: caller,
    ...(existing === undefined
      ? {}
      : { replaced: { at: now, permissions: enforcedPermissions(azure, existing) } }),
  };
  state.roleDefinitions.set(name, role);
  return { status: 201, body: writtenRoleDefinitionShape(role, scope) };
}

export function deleteRoleDefinition(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { state } = azure;
  const scope = scopeOf(request.params);
  const name = (request.params.name ?? '').toLowerCase();
  demand(azure, request, { action: remove, scope });
  const role = findRoleDefinition(state, name, scope);
  if (role === undefined) return { status: 204, unchanged: true };
  if (role.type === 'BuiltInRole')
    throw refusal(400, 'InvalidRoleDefinitionType', 'A built-in role definition cannot be deleted.');
  for (const each of role.assignableScopes) {
    demandLinked(azure, request, { action: remove, scope, linked: each });
    demandUnlocked(state, 'delete', each);
  }
  for (const assignment of state.roleAssignments.values())
    if (assignment.roleDefinition.toLowerCase() === name && assignment.deletedAt === undefined)
      throw refusal(
        409,
        'RoleDefinitionHasAssignments',
        'There are existing role assignments referencing role (code: RoleDefinitionHasAssignments)',
      );
  state.roleDefinitions.delete(name);
  return { status: 200, body: roleDefinitionShape(role, scope) };
}

/** A role that could be assigned where its author has no say would be a way around permissions. */
function demandLinked(
  azure: LocalAzure,
  request: LocalRequest,
  { action, scope, linked }: { action: string; scope: string; linked: string },
): void {
  const caller = callerOf(request);
  if (authorize(azure, { principalId: caller.objectId, action, scope: linked }).verdict === 'allowed') return;
  throw refusal(
    403,
    'LinkedAuthorizationFailed',
    `The client '${caller.appId ?? caller.name}' with object id '${caller.objectId}' has permission to perform action '${action}' on scope '${scope}'; however, it does not have permission to perform action '${action}' on the linked scope(s) '${linked}' or the linked scope(s) are invalid.`,
  );
}

/** Across the tenant: also where the caller cannot see the role that has the name. */
function demandFreeName(state: State, name: string, roleName: string): void {
  for (const role of state.roleDefinitions.values())
    if (role.name !== name && role.roleName.toLowerCase() === roleName.toLowerCase())
      throw refusal(
        409,
        'RoleDefinitionWithSameNameExists',
        'A custom role with the same name already exists in this directory.',
      );
}

function demandRoom(state: State): void {
  const custom = [...state.roleDefinitions.values()].filter(({ type }) => type === 'CustomRole');
  if (custom.length >= mostCustomRoles)
    throw refusal(
      400,
      'RoleDefinitionLimitExceeded',
      'Role definition limit exceeded. No more role definitions can be created.',
    );
}
