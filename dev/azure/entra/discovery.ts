import type { LocalRequest, LocalResponse } from '../http.ts';

/** What MSAL asks about an authority before it asks for a token. */
export function getOpenIdConfiguration(request: LocalRequest): LocalResponse {
  const { origin } = request.url;
  const { tenant } = request.params;
  return {
    status: 200,
    body: {
      token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
      jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
      response_types_supported: ['token'],
      scopes_supported: ['openid'],
      issuer: `${origin}/${tenant}/v2.0`,
      authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${origin}/${tenant}/oauth2/v2.0/logout`,
      tenant_region_scope: 'EU',
      cloud_instance_name: 'microsoftonline.com',
    },
  };
}

export function getInstanceDiscovery(request: LocalRequest): LocalResponse {
  const { origin, host } = request.url;
  const asked = request.url.searchParams.get('authorization_endpoint');
  const tenant = asked === null ? 'common' : (new URL(asked).pathname.split('/')[1] ?? 'common');
  return {
    status: 200,
    body: {
      tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    },
  };
}
