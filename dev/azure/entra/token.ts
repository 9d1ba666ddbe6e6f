import type { LocalRequest, LocalResponse } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { demandSecret } from './secret.ts';
import { entraRefusal } from './refusal.ts';

// What a client credential token lives, in seconds. Azure varies it between 60 and 90 minutes.
const lifetime = 3_599;

// Other resources exist in Azure; a token for one of them would be good for nothing here.
const resources = [
  'https://management.azure.com',
  'https://management.core.windows.net',
  'https://graph.microsoft.com',
  'https://communication.azure.com',
  'https://eventgrid.azure.net',
  'https://vault.azure.net',
  'https://eventgrid.azure.net',
];

/** Client credentials against a token. */
export function issueToken(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const form = new URLSearchParams(request.text);
  demandTenant(request, azure);
  const grantType = field(azure, form, 'grant_type');
  if (grantType !== 'client_credentials')
    throw entraRefusal(azure, 400, {
      error: 'unsupported_grant_type',
      code: 70003,
      sentence: `The app requested an unsupported grant type '${grantType}'.`,
    });
  const appId = field(azure, form, 'client_id').toLowerCase();
  const audience = audienceOf(azure, field(azure, form, 'scope'));
  const { servicePrincipals, tenantId } = azure.state;
  const known = [...servicePrincipals.values()].find((each) => each.appId.toLowerCase() === appId);
  if (known === undefined || azure.clock.now() < known.createdAt + azure.delays.graphReplication)
    throw entraRefusal(azure, 400, {
      error: 'unauthorized_client',
      code: 700016,
      sentence: `Application with identifier '${appId}' was not found in the directory '${azure.state.tenantName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    });
  demandSecret(azure, appId, form.get('client_secret'));
  if (!known.accountEnabled)
    throw entraRefusal(azure, 401, {
      error: 'unauthorized_client',
      code: 7000112,
      sentence: `Application '${appId}'(${known.displayName}) is disabled.`,
    });
  const caller = { objectId: known.objectId, appId, tenantId, audience, name: known.displayName };
  return {
    status: 200,
    headers: { 'cache-control': 'no-store, no-cache', pragma: 'no-cache', expires: '-1' },
    body: {
      token_type: 'Bearer',
      expires_in: lifetime,
      ext_expires_in: lifetime,
      access_token: azure.tokens.issue(caller, lifetime).text,
    },
  };
}

function demandTenant(request: LocalRequest, azure: LocalAzure): void {
  const tenant = request.params.tenant ?? '';
  if (tenant.toLowerCase() !== azure.state.tenantId.toLowerCase())
    throw entraRefusal(azure, 400, {
      error: 'invalid_request',
      code: 90002,
      sentence: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    });
}

function field(azure: LocalAzure, form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value !== null && value !== '') return value;
  throw entraRefusal(azure, 400, {
    error: 'invalid_request',
    code: 900144,
    sentence: `The request body must contain the following parameter: '${name}'.`,
  });
}

function audienceOf(azure: LocalAzure, scope: string): string {
  const [, resource] = /^(.+)\/\.default$/.exec(scope) ?? [];
  if (resource === undefined)
    throw entraRefusal(azure, 400, {
      error: 'invalid_scope',
      code: 1002012,
      sentence: `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    });
  const audience = resource.replace(/\/$/, '');
  if (resources.includes(audience)) return audience;
  throw entraRefusal(azure, 400, {
    error: 'invalid_resource',
    code: 500011,
    sentence: `The resource principal named ${resource} was not found in the tenant named ${azure.state.tenantName}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  });
}
