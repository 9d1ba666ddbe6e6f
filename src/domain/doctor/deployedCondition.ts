/**
 * The condition that deployment puts on Mailgrant's right to assign roles: this one role, to service principals only,
 * and the same for taking it away (Azure RBAC documentation, "Constrain roles and principal types").
 * `infra/roles/condition.txt` says the same, and a test holds that it does.
 */
export function deployedCondition(senderRole: string): string {
  const bound = (action: 'write' | 'delete', of: '@Request' | '@Resource') =>
    `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})) OR (` +
    `${of}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${senderRole}}` +
    ` AND ${of}[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}))`;
  return `${bound('write', '@Request')} AND ${bound('delete', '@Resource')}`;
}

/** Whether a condition is the deployed one. Another that says the same in other words is not known to. */
export function isDeployedCondition(condition: string, senderRole: string): boolean {
  return plain(condition) === plain(deployedCondition(senderRole));
}

/** Without white space between words, and in one case: neither means anything to Azure. */
function plain(condition: string): string {
  return condition.replace(/('[^']*')|\s+/g, (_, quoted?: string) => quoted ?? '').toLowerCase();
}
