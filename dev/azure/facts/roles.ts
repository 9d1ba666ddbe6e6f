import type { Fact } from './fact.ts';

const customRole =
  'Azure/azure-cli: src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_custom_role_definition_scenario.yaml';
const assignmentUpdate =
  'Azure/azure-cli: src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_role_assignment_create_update.yaml';
const passwordWithAssignment =
  'Azure/azure-cli: src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_create_for_rbac_password_with_assignment.yaml';
const viewTests =
  'Azure/azure-sdk-for-net: ViewTests of the classic Microsoft.Azure.Management.Authorization tests';
const sdk = '@azure/arm-authorization 9.0.0';
const troubleshooting = 'https://learn.microsoft.com/azure/role-based-access-control/troubleshooting';
const limits = 'https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits';
const definitions = 'https://learn.microsoft.com/azure/role-based-access-control/role-definitions';
const listing = 'https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest';
const delegation =
  'https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples';
const conditionAttributes =
  'https://learn.microsoft.com/azure/role-based-access-control/conditions-authorization-actions-attributes';

export const roleFacts = {
  'roleDefinition.put.201': {
    says: 'A role definition is answered 201, also when it existed before.',
    sure: 'recorded',
    source: customRole,
  },
  'roleDefinition.put.reply': {
    says: 'The reply to a PUT has createdBy null and the time of the PUT as createdOn; later reads have both right.',
    sure: 'recorded',
    source: customRole,
  },
  'roleDefinition.put.echo': {
    says: 'Lists that the request leaves out come back empty.',
    sure: 'recorded',
    source: customRole,
  },
  'roleDefinition.list.forgets': {
    says: 'For a while after an update, the list filtered by name does not have the role.',
    sure: 'recorded',
    source: customRole,
  },
  'roleDefinition.list.roleName': {
    says: 'The roleName filter ignores case.',
    sure: 'recorded',
    source: assignmentUpdate,
  },
  'roleDefinition.list.scope': {
    says: 'A list has the built-in roles and those custom ones that can be assigned at the scope; with atScopeAndBelow() also those for below, with type eq only one kind.',
    sure: 'assumed',
    source: listing,
  },
  'roleDefinition.id.prefix': {
    says: 'The id is prefixed with the subscription it is read at; at the root it has RoleDefinitions with a capital R.',
    sure: 'recorded',
    source: assignmentUpdate,
  },
  'roleDefinition.get.404': {
    says: 'A missing role definition is 404 RoleDefinitionDoesNotExist, with the id undashed.',
    sure: 'field',
    source: troubleshooting,
  },
  'roleDefinition.delete.200': {
    says: 'A deletion is answered 200 with the role, or 204 if there was none.',
    sure: 'sdk',
    source: sdk,
  },
  'roleDefinition.sameName.409': {
    says: 'Role names are taken across the tenant, also by roles that the caller cannot see: 409 RoleDefinitionWithSameNameExists.',
    sure: 'recorded',
    source: viewTests,
  },
  'roleDefinition.builtIn.409': {
    says: 'A PUT over a built-in role is 409 RoleDefinitionExists.',
    sure: 'recorded',
    source: viewTests,
  },
  'roleDefinition.type.400': {
    says: 'A role of type BuiltInRole is 400 InvalidRoleDefinitionType.',
    sure: 'recorded',
    source: viewTests,
  },
  'roleDefinition.name.400': {
    says: 'A role without a name is 400 RoleDefinitionNameNullOrEmpty.',
    sure: 'recorded',
    source: viewTests,
  },
  'roleDefinition.scopes.400': {
    says: 'A role without assignable scopes is 400 MissingAssignableScopes.',
    sure: 'recorded',
    source: viewTests,
  },
  'roleDefinition.scopeId.400': {
    says: 'An assignable scope that is no id is 400 LinkedInvalidPropertyId.',
    sure: 'recorded',
    source: viewTests,
  },
  'roleDefinition.scopes.custom': {
    says: 'A custom role has neither the root nor more than one management group among its assignable scopes. Status and code are guesses.',
    sure: 'documented',
    source: definitions,
  },
  'roleDefinition.length.400': {
    says: 'A role name has at most 128 characters, its description 1024; later pages name more. Status and code are guesses.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/custom-roles',
  },
  'roleDefinition.unknownAction.400': {
    says: 'An action or notAction that no provider has is 400 InvalidActionOrNotAction.',
    sure: 'field',
    source: troubleshooting,
  },
  'roleDefinition.unknownDataAction.400': {
    says: 'A data action that no provider has is 400 InvalidDataActionOrNotDataAction.',
    sure: 'field',
    source: troubleshooting,
  },
  'roleDefinition.linked.403': {
    says: 'Without roleDefinitions/write at every assignable scope: 403 LinkedAuthorizationFailed.',
    sure: 'documented',
    source: definitions,
  },
  'roleDefinition.hasAssignments.409': {
    says: 'A role that is assigned cannot be deleted: RoleDefinitionHasAssignments. The status is a guess.',
    sure: 'documented',
    source: troubleshooting,
  },
  'roleDefinition.limit.400': {
    says: 'A tenant has at most 5000 custom roles: RoleDefinitionLimitExceeded. The status is a guess.',
    sure: 'documented',
    source: limits,
  },
  'roleDefinition.propagation': {
    says: 'A changed custom role grants what it granted before until the change has propagated.',
    sure: 'documented',
    source: troubleshooting,
  },
  'roleDefinition.administrator': {
    says: 'Role Based Access Control Administrator may assign roles but not write role definitions.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/built-in-roles',
  },
  'roleAssignment.put.201': {
    says: 'A new assignment is answered 201, an unchanged or updated one 200.',
    sure: 'sdk',
    source: sdk,
  },
  'roleAssignment.put.reply': {
    says: 'The reply to a PUT has createdBy null; later reads say who it was.',
    sure: 'recorded',
    source: passwordWithAssignment,
  },
  'roleAssignment.update.400': {
    says: 'Another principal, role or scope under a name that is taken: 400 RoleAssignmentUpdateNotPermitted, across subscriptions.',
    sure: 'documented',
    source: troubleshooting,
  },
  'roleAssignment.exists.409': {
    says: 'The same principal, role and scope under another name: 409 RoleAssignmentExists, with the undashed id of the other one.',
    sure: 'field',
    source: troubleshooting,
  },
  'roleAssignment.principalNotFound.400': {
    says: 'A principal that does not exist, or has not been replicated, is 400 PrincipalNotFound with its id undashed, unless the request says the principal type.',
    sure: 'documented',
    source: troubleshooting,
  },
  'roleAssignment.principalType': {
    says: 'With a principal type, an id that nobody has is accepted and grants nothing.',
    sure: 'field',
    source: 'https://aka.ms/docs-principaltype',
  },
  'roleAssignment.unmatchedType.400': {
    says: "The wrong principal type is 400 UnmatchedPrincipalType, which spells it 'PrinciaplType'.",
    sure: 'field',
    source: troubleshooting,
  },
  'roleAssignment.unknownRole.400': {
    says: 'A role that does not exist, or was created a moment ago, is 400 RoleDefinitionDoesNotExist.',
    sure: 'assumed',
    source: troubleshooting,
  },
  'roleAssignment.notAssignable.400': {
    says: 'A role is assigned only at or below its assignable scopes: 400 RoleAssignmentScopeNotAssignableToRoleDefinition.',
    sure: 'assumed',
    source: definitions,
  },
  'roleAssignment.limit.400': {
    says: 'A subscription has at most 4000 assignments: RoleAssignmentLimitExceeded. The status is a guess.',
    sure: 'documented',
    source: limits,
  },
  'roleAssignment.limit.group': {
    says: 'A management group has at most 500 assignments of its own.',
    sure: 'documented',
    source: limits,
  },
  'roleAssignment.roleId.400': {
    says: 'A role is named by the id of its definition, not by its GUID alone. Status and code are guesses.',
    sure: 'assumed',
    source: 'https://learn.microsoft.com/rest/api/authorization/role-assignments/create',
  },
  'roleAssignment.lastAdmin.400': {
    says: 'The last Owner or User Access Administrator of a subscription cannot be removed from it. The code is a guess.',
    sure: 'documented',
    source: troubleshooting,
  },
  'roleAssignment.delete.200': {
    says: 'A deletion is answered 200 with the assignment, or 204 if there was none at that scope.',
    sure: 'sdk',
    source: sdk,
  },
  'roleAssignment.get.404': {
    says: 'An assignment is found at its own scope only; elsewhere it is 404 RoleAssignmentNotFound.',
    sure: 'assumed',
    source: listing,
  },
  'roleAssignment.list.all': {
    says: 'Without a filter, a list has the assignments at, above and below the scope.',
    sure: 'documented',
    source: listing,
  },
  'roleAssignment.list.atScope': {
    says: 'atScope() lists what is at or above the scope, up to the root, whose ids have no prefix.',
    sure: 'recorded',
    source: assignmentUpdate,
  },
  'roleAssignment.list.principalId': {
    says: 'principalId eq lists the direct assignments of one principal at, above and below the scope.',
    sure: 'sdk',
    source: sdk,
  },
  'roleAssignment.list.assignedTo': {
    says: 'assignedTo() also lists what a user or service principal has through groups of groups; it takes no group.',
    sure: 'documented',
    source: listing,
  },
  'roleAssignment.list.roleId': {
    says: 'The role definition id in a list is prefixed with the subscription that was asked, wherever the assignment is.',
    sure: 'recorded',
    source: assignmentUpdate,
  },
  'roleAssignment.list.lag': {
    says: 'A list does not have an assignment made a moment ago; a GET by name does.',
    sure: 'assumed',
    source: customRole,
  },
  'roleAssignment.list.orphan': {
    says: 'The assignments of a principal that was deleted are still listed, with its type.',
    sure: 'documented',
    source: troubleshooting,
  },
  'roleAssignment.propagation': {
    says: 'An assignment has an effect only after a while, up to 10 minutes, and so has its removal.',
    sure: 'documented',
    source: troubleshooting,
  },
  'roleAssignment.condition.write': {
    says: 'A condition on an assignment limits which roles its holder may assign to whom; a request without principal type does not meet a condition on it.',
    sure: 'documented',
    source: delegation,
  },
  'roleAssignment.condition.update': {
    says: 'An update of an assignment is a write as well: the condition looks at the request, not at what is there.',
    sure: 'documented',
    source: conditionAttributes,
  },
  'roleAssignment.condition.first': {
    says: 'The condition is asked before the request is checked, and does not hold for what it cannot find in it.',
    sure: 'assumed',
    source: conditionAttributes,
  },
  'roleAssignment.condition.delete': {
    says: 'Deletions are held against the assignment that is there.',
    sure: 'documented',
    source: delegation,
  },
  'roleAssignment.condition.absent': {
    says: 'Where there is no assignment, a condition on it is not fulfilled: 403 to whoever holds one, and not 204.',
    sure: 'assumed',
    source: conditionAttributes,
  },
  'roleAssignment.condition.only': {
    says: 'Conditions govern role assignments only: whoever may also write role definitions is not held.',
    sure: 'documented',
    source: delegation,
  },
  'roleAssignment.condition.read': {
    says: 'A condition is read when it is written. One that cannot be read here is 501: it may be wrong, or only unknown here.',
    sure: 'assumed',
    source: delegation,
  },
  'roleAssignment.condition.unknown': {
    says: 'A condition outside the documented forms for role assignments lets nothing through.',
    sure: 'assumed',
    source: delegation,
  },
} satisfies Record<string, Fact>;
