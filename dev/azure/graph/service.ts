import type { LocalService } from '../http.ts';
import { applicationRoutes } from './applications.ts';
import { batchRoutes } from './batch.ts';
import { deletedItemRoutes } from './deletedItems.ts';
import { deltaRoutes } from './delta/routes.ts';
import { dress } from './headers.ts';
import { federatedCredentialRoutes } from './federatedCredentials.ts';
import { groupRoutes } from './groups.ts';
import { organizationRoutes } from './organization.ts';
import { passwordRoutes } from './passwords.ts';
import { demandChanging } from './permissions.ts';
import { lacking } from './refusals.ts';
import { servicePrincipalRoutes } from './servicePrincipals.ts';
import { demandUnits } from './throttle.ts';

/** Microsoft Graph: applications, their credentials, service principals, groups, the organization. */
export const graphService: LocalService = {
  name: 'Microsoft Graph',
  facts: [
    'graph.token.401',
    'graph.headers',
    'graph.error',
    'graph.denied.first',
    'graph.throttle.429',
    'graph.throttle.percentage',
  ],
  owns: (url) => /^\/(v1\.0|beta)\//i.test(url.pathname),
  audiences: ['https://graph.microsoft.com'],
  unauthenticated: (_request, why) => ({
    status: 401,
    headers: {
      'www-authenticate':
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
    },
    body: { error: { code: 'InvalidAuthenticationToken', message: tokenMessage(why) } },
  }),
  notImplemented(request, azure) {
    demandChanging(azure, request);
    return lacking(`the operation ${request.method} ${request.url.pathname}`).response;
  },
  before: demandUnits,
  after: dress,
  routes: [
    ...batchRoutes,
    ...deltaRoutes,
    ...applicationRoutes,
    ...deletedItemRoutes,
    ...passwordRoutes,
    ...federatedCredentialRoutes,
    ...servicePrincipalRoutes,
    ...groupRoutes,
    ...organizationRoutes,
  ],
};

function tokenMessage(why: string): string {
  if (why.includes('missing')) return 'Access token is empty.';
  if (why.includes('expired')) return 'Lifetime validation failed, the token is expired.';
  if (why.includes('audience')) return 'Access token validation failure. Invalid audience.';
  return `Access token validation failure. ${why}`;
}
