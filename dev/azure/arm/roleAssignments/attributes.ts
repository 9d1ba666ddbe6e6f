/** What conditions on role assignments may look at: of the requested assignment, or of the one that is there. */
export function assignmentAttributes(assignment: {
  roleDefinition: string;
  principalId: string;
  principalType?: string;
}): Record<string, string> {
  const type = 'Microsoft.Authorization/roleAssignments';
  const { roleDefinition, principalId, principalType } = assignment;
  return {
    [`${type}:RoleDefinitionId`]: roleDefinition,
    [`${type}:PrincipalId`]: principalId,
    // Left out by the request, it is missing: a condition on it then fails.
    ...(principalType === undefined ? {} : { [`${type}:PrincipalType`]: principalType }),
  };
}
