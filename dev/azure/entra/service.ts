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
      handle: issueToken,
    },
    {
      operation: 'OpenIdConfiguration_Get',
      method: 'GET',
      path: /^\/(?<tenant>[^/]+)\/v2\.0\/\.well-known\/openid-configuration$/i,
      handle: getOpenIdConfiguration,
    },
    {
      operation: 'InstanceDiscovery_Get',
      method: 'GET',
      path: /^\/common\/discovery\/instance$/i,
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
    { operation: 'ManagedIdentity_GetToken', method: 'GET', path: identityPath, handle: getIdentityToken },
    { operation: 'ManagedIdentity_PostToken', method: 'POST', path: identityPath, handle: postIdentityToken },
  ],
};

function notImplemented(request: LocalRequest): LocalResponse {
  const message = `The local Azure does not answer ${request.method} ${request.url.pathname}.`;
  return { status: 501, body: { error: 'not_implemented', error_description: message } };
}
