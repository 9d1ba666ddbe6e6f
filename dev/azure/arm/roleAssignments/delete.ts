import { roleRemovalOf } from '../../delays.ts';
import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { sameScope } from '../../../../src/domain/permissions/scope.ts';
import type { RoleAssignment, State } from '../../state.ts';
import { accessAdministratorRole, ownerRole } from '../builtInRoles.ts';
import { demand } from '../demand.ts';
import { demandUnlocked } from '../locks.ts';
import { scopeOf } from '../paths.ts';
import { refusal } from '../refusal.ts';
import { assignmentAttributes } from './attributes.ts';
import { findRoleAssignment } from './read.ts';
import { roleAssignmentId, roleAssignmentShape } from './shape.ts';

export function deleteRoleAssignment(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const scope = scopeOf(request.params);
  const name = request.params.name ?? '';
  const assignment = findRoleAssignment(azure.state, name, scope);
  demand(azure, request, {
    action: 'Microsoft.Authorization/roleAssignments/delete',
    scope,
    over: roleAssignmentId({ scope, name }),
    attributes: assignment === undefined ? {} : { resource: assignmentAttributes(assignment) },
  });
  if (assignment === undefined) return { status: 204, unchanged: true };
  demandUnlocked(azure.state, 'delete', scope);
  demandAnotherAdmin(azure.state, assignment);
  bury(azure, assignment);
  return { status: 200, body: roleAssignmentShape(assignment, scope) };
}

/** Frees the name at once and keeps the assignment in force until its removal has propagated. */
function bury({ state, clock, delays }: LocalAzure, assignment: RoleAssignment): void {
  const now = clock.now();
  const removal = roleRemovalOf(delays);
  for (const [key, { deletedAt }] of state.roleAssignments)
    if (deletedAt !== undefined && deletedAt + removal <= now) state.roleAssignments.delete(key);
  state.roleAssignments.delete(assignment.name.toLowerCase());
  if (removal > 0)
    state.roleAssignments.set(`${assignment.name}, deleted ${now}`, { ...assignment, deletedAt: now });
}

/** A subscription keeps somebody who can hand out roles in it. */
function demandAnotherAdmin(state: State, assignment: RoleAssignment): void {
  const administers = (each: RoleAssignment) =>
    each.deletedAt === undefined &&
    [ownerRole, accessAdministratorRole].includes(each.roleDefinition.toLowerCase()) &&
    sameScope(each.scope, assignment.scope);
  if (!/^\/subscriptions\/[^/]+$/i.test(assignment.scope) || !administers(assignment)) return;
  if ([...state.roleAssignments.values()].filter(administers).length === 1)
    throw refusal(400, 'BadRequest', 'Cannot delete the last RBAC admin assignment');
}
