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
      role.permissions.map(({ actions, notActions, dataActions, notDataActions }) => ({
        actions,
        notActions,
        dataActions,
        notDataActions,
        ...(condition ? { condition, conditionVersion: '2.0' } : {}),
      })),
    );
  return { status: 200, body: { value } };
}

export const permissionRoutes: readonly Route[] = [
  {
    operation: 'Permissions_ListForScope',
    method: 'GET',
    path: armPath('{authorization}/permissions'),
    facts: ['arm.permissions', 'arm.container.404', 'roleAssignment.propagation'],
    handle: listPermissions,
  },
];
