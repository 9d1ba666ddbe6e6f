/**
 * What conditions on role assignments may look at: of the requested assignment, or of the one that is there. What the
 * request leaves out is missing: a condition on it then fails.
 */
export function assignmentAttributes({
  roleDefinition,
  principalId,
  principalType,
}: {
  roleDefinition?: string;
  principalId?: string;
  principalType?: string;
}): Record<string, string> {
  const type = 'Microsoft.Authorization/roleAssignments';
  return {
    ...(roleDefinition === undefined ? {} : { [`${type}:RoleDefinitionId`]: roleDefinition }),
    ...(principalId === undefined ? {} : { [`${type}:PrincipalId`]: principalId }),
    ...(principalType === undefined ? {} : { [`${type}:PrincipalType`]: principalType }),
  };
}
