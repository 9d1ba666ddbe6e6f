import type { Fact } from './fact.ts';

const throttling =
  'https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling';
const recording =
  'Azure/azure-cli: src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_custom_role_definition_scenario.yaml';
const errors =
  'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors';
const troubleshooting = 'https://learn.microsoft.com/azure/role-based-access-control/troubleshooting';
const scopes = 'https://learn.microsoft.com/azure/role-based-access-control/scope-overview';
const locks = 'https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources';

export const armFacts = {
  'arm.token.401': {
    says: 'A missing, expired or foreign token is 401 InvalidAuthenticationToken with WWW-Authenticate.',
    sure: 'assumed',
    source: errors,
  },
  'arm.apiVersion.400': {
    says: 'A request without api-version is 400 MissingApiVersionParameter.',
    sure: 'recorded',
    source: errors,
  },
  'arm.apiVersion.unknown': {
    says: 'A version that the resource type does not have is 400 NoRegisteredProviderFound, with those it has; SMTP usernames begin with 2024-09-01-preview.',
    sure: 'field',
    source: errors,
  },
  'arm.forbidden.403': {
    says: 'What no role grants is 403 AuthorizationFailed, and says who lacks which action where.',
    sure: 'field',
    source: troubleshooting,
  },
  'arm.forbidden.first': {
    says: 'Permission is asked for before it is known whether there is such an operation: a change that no role grants is 403, whatever it would change.',
    sure: 'field',
    source: 'Azure/azure-rest-api-specs#10142',
  },
  'arm.forbidden.condition': {
    says: 'What a condition does not let through is 403 AuthorizationFailed, and says so.',
    sure: 'documented',
    source: troubleshooting,
  },
  'arm.deny.403': {
    says: 'A deny assignment wins over every role: 403 DenyAssignmentAuthorizationFailed.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/deny-assignments',
  },
  'arm.headers': {
    says: 'Answers carry cache-control, pragma, expires, strict-transport-security, x-content-type-options and the request ids.',
    sure: 'recorded',
    source: recording,
  },
  'arm.rateHeaders': {
    says: 'Writes and deletions say what is left for the caller and for the subscription, reads only the latter, actions only how many requests.',
    sure: 'recorded',
    source: recording,
  },
  'arm.throttle.429': {
    says: 'Buckets of 250 reads, 200 writes and 200 deletions per subscription and caller, refilled by 25, 10 and 10 a second; then 429 SubscriptionRequestsThrottled with Retry-After.',
    sure: 'documented',
    source: throttling,
  },
  'arm.throttle.global': {
    says: 'All callers of a subscription together have 15 times as much.',
    sure: 'documented',
    source: throttling,
  },
  'arm.scope.404': {
    says: 'A scope at which nothing exists is SubscriptionNotFound, ResourceGroupNotFound or ResourceNotFound.',
    sure: 'documented',
    source: errors,
  },
  'arm.container.404': {
    says: 'Roles and permissions are read only in subscriptions and resource groups that exist: SubscriptionNotFound, ResourceGroupNotFound.',
    sure: 'assumed',
    source: errors,
  },
  'arm.inherit': {
    says: 'What is granted at the root or at a management group reaches every subscription below it.',
    sure: 'documented',
    source: scopes,
  },
  'arm.notActions': {
    says: 'What one block of permissions leaves out, another block of the same role may grant.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/role-definitions',
  },
  'arm.groups': {
    says: 'A role of a group reaches the members of its groups.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/overview',
  },
  'arm.locks.409': {
    says: 'CanNotDelete stops deletions at and below its scope, of role assignments too, and ReadOnly every change: 409 ScopeLocked. The sentence is a guess.',
    sure: 'documented',
    source: locks,
  },
  'arm.paging': {
    says: 'Long lists come in pages with a nextLink. The size of a page is a guess, and so is the 400 for a token that nobody handed out.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/rest/api/azure/',
  },
  'arm.subscriptions': {
    says: 'The list of subscriptions has those in which the caller has any role, and is never refused.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/rest/api/resources/subscriptions/list',
  },
  'arm.resourceGroups': {
    says: 'The list of resource groups has those that the caller may read.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/rest/api/resources/resource-groups/list',
  },
  'arm.permissions': {
    says: "Microsoft.Authorization/permissions answers the caller's own effective permissions, and wants permissions/read.",
    sure: 'documented',
    source: 'https://learn.microsoft.com/rest/api/authorization/permissions',
  },
  'arm.permissions.condition': {
    says: 'What it answers of a role that is assigned on a condition has that condition.',
    sure: 'assumed',
    source:
      'its answers have a field for a condition; nothing says whether that of the assignment stands there',
  },
  'arm.providerOperations': {
    says: 'The operations that a custom role may name can be read for each provider, by anyone.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/rest/api/authorization/provider-operations-metadata/get',
  },
  'arm.providerOperations.list': {
    says: 'They can be read for all providers at once, in the shape of each: with $expand=resourceTypes by resource type.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/rest/api/authorization/provider-operations-metadata/list',
  },
  'arm.providerOperations.part': {
    says: 'Azure lists thousands of operations. Here are those of Microsoft.Communication and a part of eight other providers, each as a control or a data action; the display names are guesses.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations',
  },
  'arm.tenants': {
    says: 'The list of tenants has the home tenant of the caller.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/rest/api/resources/tenants/list',
  },
} satisfies Record<string, Fact>;
