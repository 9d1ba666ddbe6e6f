import { timingSafeEqual } from 'node:crypto';
import { LocalRefusal } from '../http.ts';
import type { LocalRequest, LocalResponse } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { ManagedIdentity } from '../state.ts';

// A day: the platform caches these tokens, so that a change of groups shows late.
const lifetime = 24 * 3600;

// App Service has two versions of its endpoint, each with a header of its own for the secret.
const secretHeaders: Record<string, string> = { '2019-08-01': 'x-identity-header', '2017-09-01': 'secret' };

/** The App Service forms: `resource` in the query, the secret in a header. */
export function getIdentityToken(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const query = request.url.searchParams;
  const version = query.get('api-version') ?? '';
  const header = secretHeaders[version];
  demandSecret(azure, request.headers.get(header ?? 'x-identity-header'));
  if (header === undefined) throw refusal(400, 'The api-version must be 2019-08-01 or 2017-09-01.');
  const { identity, ...token } = tokenFor(azure, query);
  return { status: 200, body: version === '2017-09-01' ? token : { ...token, client_id: identity.clientId } };
}

/**
 * The form of Cloud Shell and of the old extension of virtual machines: a form body, and `Metadata: true` instead of
 * a secret. It is what the Azure CLI sends when it is told of `MSI_ENDPOINT` alone.
 */
export function postIdentityToken(request: LocalRequest, azure: LocalAzure): LocalResponse {
  if (request.headers.get('metadata') !== 'true')
    throw refusal(400, "The header 'Metadata: true' is required.");
  const { identity: _identity, ...token } = tokenFor(azure, new URLSearchParams(request.text));
  return { status: 200, body: token };
}

function tokenFor(azure: LocalAzure, asked: URLSearchParams) {
  const resource = asked.get('resource');
  if (resource === null || resource === '') throw refusal(400, "The parameter 'resource' is required.");
  if (resource.endsWith('/.default'))
    throw refusal(400, `'${resource}' is a scope; the parameter 'resource' takes the resource itself.`);
  const identity = identityFor(azure, asked);
  const { tenantId, subscriptions } = azure.state;
  const [subscription] = subscriptions.keys();
  const issued = azure.tokens.issue(
    {
      objectId: identity.principalId,
      appId: identity.clientId,
      tenantId,
      audience: resource.replace(/\/$/, ''),
      name: identity.name,
      managedIdentityId: `/subscriptions/${subscription}/resourcegroups/local/providers/Microsoft.Web/sites/${identity.name}`,
    },
    lifetime,
  );
  return {
    identity,
    access_token: issued.text,
    expires_on: String(Math.floor(issued.expiresAt / 1000)),
    resource,
    token_type: 'Bearer',
  };
}

/** The identity that is asked for; without a choice, the only one that the host has. */
function identityFor({ state }: LocalAzure, asked: URLSearchParams): ManagedIdentity {
  const identities = [...state.managedIdentities.values()];
  const clientId = asked.get('client_id') ?? asked.get('clientid');
  const objectId = asked.get('object_id') ?? asked.get('principal_id');
  if (asked.has('mi_res_id')) throw refusal(501, 'The local Azure does not find identities by mi_res_id.');
  const found = identities.filter(
    (each) =>
      (clientId === null || each.clientId.toLowerCase() === clientId.toLowerCase()) &&
      (objectId === null || each.principalId.toLowerCase() === objectId.toLowerCase()),
  );
  const [only, another] = found;
  if (only === undefined)
    throw refusal(
      400,
      'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    );
  if (another !== undefined)
    throw refusal(400, 'There are several managed identities; choose one by client_id.');
  return only;
}

function demandSecret({ state }: LocalAzure, given: string | null): void {
  const [wanted, actual] = [Buffer.from(state.identityHeader), Buffer.from(given ?? '')];
  if (wanted.length !== actual.length || !timingSafeEqual(wanted, actual))
    throw refusal(401, 'The identity header is missing or wrong.');
}

function refusal(statusCode: number, message: string): LocalRefusal {
  return new LocalRefusal({ status: statusCode, body: { statusCode, message } });
}
