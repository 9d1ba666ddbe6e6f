import type { Fact } from './fact.ts';

const recording =
  'Azure/azure-cli: src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_create_for_rbac_password_with_assignment.yaml';
const applicationDoc = 'https://learn.microsoft.com/graph/api/resources/application';
const deltaDoc = 'https://learn.microsoft.com/graph/api/application-delta';
const deltaOverview = 'https://learn.microsoft.com/graph/delta-query-overview';
const permissionsDoc = 'https://learn.microsoft.com/graph/permissions-reference';

export const graphFacts = {
  'graph.headers': {
    says: 'Every answer carries request-id, x-ms-ags-diagnostic and x-ms-resource-unit; a success also odata-version 4.0 and the minimal-metadata content type, an error plain application/json.',
    sure: 'recorded',
    source: recording,
  },
  'graph.error': {
    says: 'An error names the time without a zone, the request id and the client request id in innerError; without a client-request-id header both ids are the same.',
    sure: 'recorded',
    source: recording,
  },
  'graph.token.401': {
    says: 'A missing, expired or foreign token is answered 401 InvalidAuthenticationToken.',
    sure: 'assumed',
    source: 'https://learn.microsoft.com/graph/errors',
  },
  'graph.throttle.429': {
    says: 'An application has 3500 resource units for 10 seconds in a small tenant; then 429 TooManyRequests with Retry-After, and retries count, too. How the window moves is a guess, and so is the body.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/throttling-limits',
  },
  'graph.throttle.percentage': {
    says: 'From 80 % of that on, answers carry x-ms-throttle-limit-percentage.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/throttling-limits',
  },
  'graph.denied': {
    says: 'A missing Graph permission is answered 403 Authorization_RequestDenied with two resource units.',
    sure: 'recorded',
    source: recording,
  },
  'graph.denied.first': {
    says: 'An application whose permissions only read is refused every change, also those that are not played here.',
    sure: 'documented',
    source: permissionsDoc,
  },
  'graph.404': {
    says: "An unknown object is answered 404 Request_ResourceNotFound: Resource '<id>' does not exist or one of its queried reference-property objects are not present.",
    sure: 'field',
    source: 'microsoftgraph/microsoft-graph-docs-contrib: issue 7618',
  },
  'graph.alternateKey': {
    says: "applications(appId='…') and servicePrincipals(appId='…') work wherever an object id does.",
    sure: 'documented',
    source: applicationDoc,
  },
  'graph.emptyList': {
    says: 'A list without a match is 200 with an empty value and no nextLink.',
    sure: 'recorded',
    source: recording,
  },
  'graph.page': {
    says: 'A list longer than $top (100 by default, 999 at most) carries an opaque @odata.nextLink.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/paging',
  },
  'graph.filter': {
    says: 'Filters compare without regard to case; tags are searched with tags/any(t:t eq …).',
    sure: 'assumed',
    source: applicationDoc,
  },
  'graph.replication': {
    says: 'A new object is invisible to reads, to writes on it and to other services for a while; only the answer that made it shows it.',
    sure: 'field',
    source: 'Azure/azure-cli: src/azure-cli/azure/cli/command_modules/role/custom.py',
  },
  'graph.ownedBy': {
    says: 'Application.ReadWrite.OwnedBy registers applications, owns what it registered, manages only what it owns, and reads all.',
    sure: 'documented',
    source: permissionsDoc,
  },
  'graph.userOwner': {
    says: 'A user may by default register applications and manage those they own, and no others.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/entra/fundamentals/users-default-permissions',
  },
  'graph.tagsMirrored': {
    says: 'Tags of an application also appear on its service principal; tags that only the service principal has stay there.',
    sure: 'documented',
    source: applicationDoc,
  },
  'graph.secretHidden': {
    says: 'secretText is null in every read; only the first three characters stay readable, as hint.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/resources/passwordcredential',
  },
  'application.post.201': {
    says: 'POST /applications answers 201 with a location under /v2/<tenant>/directoryObjects and a body that has every property.',
    sure: 'recorded',
    source: recording,
  },
  'application.audience': {
    says: 'An application made with a displayName alone is for AzureADandPersonalMicrosoftAccount.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/application-post-applications',
  },
  'application.patch.204': {
    says: 'PATCH answers 204 without a body, and replaces the whole array of tags.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/application-update',
  },
  'application.delete.soft': {
    says: 'DELETE answers 204 and moves the application to the deleted items; its service principal in the home tenant goes with it.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/application-delete',
  },
  'application.delta': {
    says: 'GET /applications/delta reports every application once, and from then on what was made, changed or removed since.',
    sure: 'documented',
    source: deltaDoc,
  },
  'application.delta.links': {
    says: 'A round is a chain of @odata.nextLink, pages without any object among them, and ends with an @odata.deltaLink; both carry the options of the first request in their token. How many objects a page has is a guess.',
    sure: 'documented',
    source: deltaOverview,
  },
  'application.delta.latest': {
    says: 'With $deltatoken=latest the answer is a deltaLink and no object.',
    sure: 'documented',
    source: deltaOverview,
  },
  'application.delta.select': {
    says: 'With $select only changes of the selected properties are reported; the id always comes along.',
    sure: 'documented',
    source: deltaDoc,
  },
  'application.delta.removed': {
    says: 'A removed object is its id with @removed: the reason is changed while it can be restored, and deleted once it is gone for good.',
    sure: 'documented',
    source: deltaOverview,
  },
  'application.delta.replays': {
    says: 'The same object may come several times, in one round and again in later ones; here that is asked for with POST /_local/delta.',
    sure: 'documented',
    source: deltaOverview,
  },
  'application.delta.filter': {
    says: 'The only $filter is id eq …, joined by or, for 50 objects at most; there is none on tags. The code of the refusal is a guess.',
    sure: 'documented',
    source: deltaDoc,
  },
  'application.delta.options': {
    says: '$top, $orderby, $expand and $search are refused. Status and code are guesses.',
    sure: 'assumed',
    source: deltaDoc,
  },
  'application.delta.tokenLife': {
    says: 'A token for directory objects is good for 7 days; then the answer is syncStateNotFound. That its status is 410 is a guess: the documentation says 40X.',
    sure: 'documented',
    source: deltaOverview,
  },
  'application.delta.410': {
    says: '410 carries a Location with an empty $deltatoken, which starts a full resync. The sentence is a guess.',
    sure: 'documented',
    source: deltaOverview,
  },
  'application.delta.badToken': {
    says: 'A token that Graph did not make is 400. Code and sentence are guesses.',
    sure: 'assumed',
    source: deltaOverview,
  },
  'deletedItem.life': {
    says: 'A deleted application can be restored for 30 days, and is then gone for good.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/resources/directory',
  },
  'deletedItem.get.200': {
    says: 'GET /directory/deletedItems/{id} answers 200 with the deleted application and the time of its deletion, and 404 for one that is not deleted.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/directory-deleteditems-get',
  },
  'deletedItem.delete.204': {
    says: 'DELETE /directory/deletedItems/{id} answers 204 and leaves nothing to restore.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/directory-deleteditems-delete',
  },
  'deletedItem.restore.200': {
    says: 'POST /directory/deletedItems/{id}/restore answers 200 with the application. That its service principal stays deleted is a guess.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/directory-deleteditems-restore',
  },
  'application.addPassword': {
    says: 'addPassword answers 200 with the secretText, never shown again, and its first three characters as hint.',
    sure: 'recorded',
    source: recording,
  },
  'application.addPassword.life': {
    says: 'Without an endDateTime a secret is good for two years.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/application-addpassword',
  },
  'application.removePassword': {
    says: 'removePassword answers 204, and 400 "No password credential found with keyId …" for a key it does not know.',
    sure: 'field',
    source: 'hashicorp/vault-plugin-secrets-azure: client.go',
  },
  'application.keyCredentials': {
    says: 'The certificates of an application come along without their keys. To name keyCredentials in $select brings the keys and is limited to 150 requests a minute, so that is not played.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/application-get',
  },
  'application.federatedCredentials': {
    says: 'GET /applications/{id}/federatedIdentityCredentials lists what other issuers may vouch for. Application.Read.All reads it, the permission to read the whole directory does not.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/application-list-federatedidentitycredentials',
  },
  'secret.replication': {
    says: 'A new secret is refused at sign-in for some seconds after addPassword returned it.',
    sure: 'field',
    source: 'hashicorp/vault-plugin-secrets-azure: client.go',
  },
  'servicePrincipal.post.201': {
    says: 'POST /servicePrincipals answers 201 with servicePrincipalType Application and the appId as its only name.',
    sure: 'recorded',
    source: recording,
  },
  'servicePrincipal.noBacking': {
    says: 'A service principal asked for before its application has replicated is refused 400 NoBackingApplicationObject.',
    sure: 'field',
    source: 'Azure/azure-cli: src/azure-cli/azure/cli/command_modules/role/custom.py',
  },
  'servicePrincipal.409': {
    says: 'A second service principal of one application is refused 409 Request_MultipleObjectsWithSameKeyValue.',
    sure: 'field',
    source: 'Azure/reliable-web-app-pattern-java: issue 185',
  },
  'organization.list': {
    says: 'GET /organization lists the one tenant; an application needs Organization.Read.All or Directory.Read.All for it.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/organization-list',
  },
} satisfies Record<string, Fact>;
