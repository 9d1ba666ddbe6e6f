import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse, LocalService } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { vaultRefusal } from './refusal.ts';
import { secretRoutes } from './secrets.ts';
import { findVault } from './vault.ts';

const audience = 'https://vault.azure.net';

/** The secrets of Azure Key Vault: https://{vault}.vault.azure.net. */
export const keyVaultService: LocalService = {
  name: 'keyVault',
  facts: [
    'keyVault.challenge.401',
    'keyVault.audience.401',
    'keyVault.token.401',
    'keyVault.apiVersion.400',
    'keyVault.headers',
  ],
  owns: (url) => /^\/secrets(\/|$)/i.test(url.pathname),
  audiences: [audience],
  unauthenticated: (_request, why, { state }) => ({
    status: 401,
    headers: {
      'www-authenticate': `Bearer authorization="https://login.windows.net/${state.tenantId}", resource="${audience}"`,
    },
    body: { error: { code: 'Unauthorized', message: tokenMessage(why) } },
  }),
  notImplemented: ({ method, url }) => ({
    status: 501,
    body: {
      error: {
        code: 'NotImplemented',
        message: `The local Key Vault does not answer ${method} ${url.pathname}.`,
      },
    },
  }),
  before({ url }) {
    const version = url.searchParams.get('api-version') ?? '';
    if (!/^(\d+\.\d+|\d{4}-\d{2}-\d{2})(-preview(\.\d+)?)?$/.test(version))
      throw vaultRefusal(400, {
        code: 'BadParameter',
        message: `The api-version '${version}' is missing or not valid.`,
      });
  },
  after: withVaultHeaders,
  routes: secretRoutes,
};

function tokenMessage(why: string): string {
  if (why.includes('missing')) return 'AKV10000: Request is missing a Bearer or PoP token.';
  const [, found] = /^The audience '(.*)' is not valid\.$/.exec(why) ?? [];
  return found === undefined ? why : `AKV10022: Invalid audience. Expected ${audience}, found: ${found}.`;
}

function withVaultHeaders(request: LocalRequest, response: LocalResponse, azure: LocalAzure): LocalResponse {
  const vault = findVault(request, azure);
  const clientId = request.headers.get('x-ms-client-request-id');
  return {
    ...response,
    headers: {
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      expires: '-1',
      ...(vault === undefined ? {} : { 'x-ms-keyvault-region': vault.location }),
      ...(clientId === null ? {} : { 'x-ms-client-request-id': clientId }),
      'x-ms-request-id': randomUUID(),
      'x-ms-keyvault-service-version': '1.9.576.1',
      'x-ms-keyvault-network-info': 'conn_type=Ipv4;addr=127.0.0.1;act_addr_fam=InterNetwork;',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000;includeSubDomains',
      ...response.headers,
    },
  };
}
