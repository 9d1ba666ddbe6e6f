import type { Fact } from './fact.ts';

const clientCredentials =
  'https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow';
const codes = 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes';
const identityDoc = 'https://learn.microsoft.com/azure/app-service/overview-managed-identity';
const msal = '@azure/msal-node 5.6';
const cli =
  'Azure/azure-cli: src/azure-cli-core/azure/cli/core/auth and msrestazure: azure_active_directory.py';

export const entraFacts = {
  'entra.token.200': {
    says: 'Client credentials get a Bearer token for the resource before /.default.',
    sure: 'documented',
    source: clientCredentials,
  },
  'entra.wrongSecret.401': {
    says: 'A wrong secret is 401 invalid_client AADSTS7000215; the description has the trace, correlation and time on lines of their own.',
    sure: 'documented',
    source: codes,
  },
  'entra.newSecret.401': {
    says: 'A new secret is taken for a wrong one until it has been replicated.',
    sure: 'field',
    source: codes,
  },
  'entra.expiredSecret.401': {
    says: 'An expired secret is 401 invalid_client AADSTS7000222.',
    sure: 'documented',
    source: codes,
  },
  'entra.earlySecret.401': {
    says: 'A secret whose start date lies ahead is taken for a wrong one.',
    sure: 'assumed',
    source: 'https://learn.microsoft.com/graph/api/resources/passwordcredential',
  },
  'entra.unknownApp.400': {
    says: 'An application without a service principal here is 400 unauthorized_client AADSTS700016.',
    sure: 'documented',
    source: codes,
  },
  'entra.disabled.401': {
    says: 'A disabled service principal gets no token: AADSTS7000112. The status is a guess.',
    sure: 'documented',
    source: codes,
  },
  'entra.tenant.400': {
    says: 'Another tenant is 400 AADSTS90002.',
    sure: 'documented',
    source: codes,
  },
  'entra.scope.400': {
    says: 'A scope without /.default is 400 invalid_scope AADSTS1002012.',
    sure: 'documented',
    source: codes,
  },
  'entra.resource.400': {
    says: 'An unknown resource is 400 invalid_resource AADSTS500011.',
    sure: 'documented',
    source: codes,
  },
  'entra.field.400': {
    says: 'A missing parameter is 400 invalid_request AADSTS900144, a missing secret 401 AADSTS7000216.',
    sure: 'documented',
    source: codes,
  },
  'entra.grantType.400': {
    says: 'Another grant than client_credentials is 400 unsupported_grant_type AADSTS70003.',
    sure: 'documented',
    source: codes,
  },
  'entra.discovery': {
    says: 'MSAL asks for the instance metadata and the OpenID configuration before it asks for a token.',
    sure: 'sdk',
    source: msal,
  },
  'identity.get.200': {
    says: 'The managed identity endpoint answers expires_on as a string of unix seconds, and no expires_in.',
    sure: 'documented',
    source: identityDoc,
  },
  'identity.header': {
    says: 'Without the right X-IDENTITY-HEADER there is no token. The status is a guess.',
    sure: 'documented',
    source: identityDoc,
  },
  'identity.select': {
    says: 'A client id or object id chooses the identity; an unknown one is 400. The sentence is a guess.',
    sure: 'documented',
    source: identityDoc,
  },
  'identity.resource': {
    says: 'The parameter is resource, without /.default.',
    sure: 'sdk',
    source: msal,
  },
  'identity.post': {
    says: 'The form of Cloud Shell: a POST with the header Metadata: true and the resource in a form. The Azure CLI uses it when told of MSI_ENDPOINT.',
    sure: 'sdk',
    source: cli,
  },
  'identity.2017': {
    says: 'The older App Service form, api-version 2017-09-01: a GET with the secret in the header secret. The Azure CLI uses it when APPSETTING_WEBSITE_SITE_NAME is set.',
    sure: 'sdk',
    source: cli,
  },
  'identity.claims': {
    says: 'The token is a well-formed JSON Web Token with tid, oid, appid, exp and xms_mirid, which the Azure CLI reads.',
    sure: 'sdk',
    source: cli,
  },
} satisfies Record<string, Fact>;
