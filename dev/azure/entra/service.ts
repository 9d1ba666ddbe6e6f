import type { LocalRequest, LocalResponse, LocalService } from '../http.ts';
import { getInstanceDiscovery, getOpenIdConfiguration } from './discovery.ts';
import { getIdentityToken, postIdentityToken } from './managedIdentity.ts';
import { issueToken } from './token.ts';

/** The token endpoint of Microsoft Entra: https://login.microsoftonline.com. */
export const entraService: LocalService = {
  name: 'entra',
  owns: (url) =>
    /^\/[^/]+\/(oauth2|discovery)\/|^\/[^/]+\/(v2\.0\/)?\.well-known\/openid-configuration$/.test(
      url.pathname,
    ),
  notImplemented,
  routes: [
    {
      operation: 'Token_ClientCredentials',
      method: 'POST',
      path: /^\/(?<tenant>[^/]+)\/oauth2\/v2\.0\/token$/i,
      facts: [
        'entra.token.200',
        'entra.wrongSecret.401',
        'entra.newSecret.401',
        'entra.expiredSecret.401',
        'entra.earlySecret.401',
        'entra.unknownApp.400',
        'entra.disabled.401',
        'entra.tenant.400',
        'entra.scope.400',
        'entra.resource.400',
        'entra.field.400',
        'entra.grantType.400',
      ],
      handle: issueToken,
    },
    {
      operation: 'OpenIdConfiguration_Get',
      method: 'GET',
      path: /^\/(?<tenant>[^/]+)\/v2\.0\/\.well-known\/openid-configuration$/i,
      facts: ['entra.discovery'],
      handle: getOpenIdConfiguration,
    },
    {
      operation: 'InstanceDiscovery_Get',
      method: 'GET',
      path: /^\/common\/discovery\/instance$/i,
      facts: ['entra.discovery'],
      handle: getInstanceDiscovery,
    },
  ],
};

const identityPath = /^\/msi\/token\/?$/i;

/** The managed identity endpoint that App Service gives to its apps on the same machine. */
export const managedIdentityService: LocalService = {
  name: 'managedIdentity',
  owns: (url) => identityPath.test(url.pathname),
  notImplemented,
  routes: [
    {
      operation: 'ManagedIdentity_GetToken',
      method: 'GET',
      path: identityPath,
      facts: [
        'identity.get.200',
        'identity.header',
        'identity.2017',
        'identity.select',
        'identity.resource',
        'identity.claims',
      ],
      handle: getIdentityToken,
    },
    {
      operation: 'ManagedIdentity_PostToken',
      method: 'POST',
      path: identityPath,
      facts: ['identity.post', 'identity.select'],
      handle: postIdentityToken,
    },
  ],
};

function notImplemented(request: LocalRequest): LocalResponse {
  const message = `The local Azure does not answer ${request.method} ${request.url.pathname}.`;
  return { status: 501, body: { error: 'not_implemented', error_description: message } };
}
