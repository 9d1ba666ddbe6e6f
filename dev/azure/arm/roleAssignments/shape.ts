import type { RoleAssignment } from '../../state.ts';
import { azureTime } from '../azureTime.ts';
import { idPrefix } from '../scopes.ts';

/**
 * A role assignment as reads show it. `readAt` is the scope that was asked: the role definition's id is
 * prefixed with its subscription, wherever the assignment itself was made.
 */
export function roleAssignmentShape(assignment: RoleAssignment, readAt: string) {
  return {
    properties: {
      roleDefinitionId: `${idPrefix(readAt)}/providers/Microsoft.Authorization/roleDefinitions/${assignment.roleDefinition}`,
      principalId: assignment.principalId,
      principalType: assignment.principalType,
      scope: assignment.scope,
      condition: assignment.condition ?? null,
      conditionVersion: assignment.conditionVersion ?? null,
      createdOn: azureTime(assignment.createdAt),
      updatedOn: azureTime(assignment.updatedAt),
      createdBy: assignment.createdBy ?? null,
      updatedBy: assignment.updatedBy ?? null,
      delegatedManagedIdentityResourceId: null,
      description: assignment.description ?? null,
    },
    id: roleAssignmentId(assignment),
    type: 'Microsoft.Authorization/roleAssignments',
    name: assignment.name,
  };
}

/** The reply to a PUT: it does not say who created the assignment. */
export function writtenRoleAssignmentShape(assignment: RoleAssignment) {
  const shape = roleAssignmentShape(assignment, assignment.scope);
  return { ...shape, properties: { ...shape.properties, createdBy: null } };
}

export function roleAssignmentId({ scope, name }: { scope: string; name: string }): string {
  return `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}
