import { reaches } from '../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { callerOf, demand } from './demand.ts';
import { enforcedAssignments } from './enforced.ts';
import { armPath, scopeOf } from './paths.ts';
import { demandContainer } from './scopes.ts';

/** The caller's own effective permissions: the only way to see that an assignment has propagated. */
function listPermissions(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const scope = scopeOf(request.params);
  demand(azure, request, { action: 'Microsoft.Authorization/permissions/read', scope });
  demandContainer(azure.state, scope);
  const value = enforcedAssignments(azure, callerOf(request).objectId)
    .filter((assignment) => reaches(assignment.scope, scope, azure.state.managementGroups))
    .flatMap(({ condition, role }) =>
      role.permissions.map(({ actions, notActions, dataActions, notDataActions, condition: own }) => ({
        actions,
        notActions,
        dataActions,
        notDataActions,
        ...conditionOf(own, condition),
      })),
    );
  return { status: 200, body: { value } };
}

/** Of the block, of the assignment, or of both. */
function conditionOf(...conditions: (string | null | undefined)[]) {
  const given = conditions.filter((each) => each !== undefined && each !== null && each !== '');
  if (given.length === 0) return {};
  const condition = given.length === 1 ? given[0] : `(${given.join(') AND (')})`;
  return { condition, conditionVersion: '2.0' };
}

export const permissionRoutes: readonly Route[] = [
  {
    operation: 'Permissions_ListForScope',
    method: 'GET',
    path: armPath('{authorization}/permissions'),
    facts: [
      'arm.permissions',
      'arm.permissions.condition',
      'arm.container.404',
      'roleAssignment.propagation',
    ],
    handle: listPermissions,
  },
];
