import type { LocalService } from '../http.ts';
import { demandApiVersion } from './apiVersions.ts';
import { communicationRoutes } from './communication/routes.ts';
import { raising } from './events/raising.ts';
import { denyAssignmentRoutes } from './denyAssignments.ts';
import { eligibilityRoutes } from './eligibility.ts';
import { withArmHeaders } from './headers.ts';
import { operationStatusRoutes } from './longRunning/status.ts';
import { permissionRoutes } from './permissions.ts';
import { providerOperationRoutes } from './providers/routes.ts';
import { notImplemented } from './refusal.ts';
import { resourceGroupRoutes } from './resourceGroups.ts';
import { roleAssignmentRoutes } from './roleAssignments/routes.ts';
import { roleDefinitionRoutes } from './roleDefinitions/routes.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { tenantRoutes } from './tenants.ts';
import { takeToken } from './throttle.ts';
import { demandUnplayed } from './unplayed.ts';

/** Azure Resource Manager: https://management.azure.com. */
export const armService: LocalService = {
  name: 'arm',
  facts: [
    'arm.token.401',
    'arm.apiVersion.400',
    'arm.apiVersion.unknown',
    'arm.forbidden.403',
    'arm.forbidden.first',
    'arm.forbidden.condition',
    'arm.deny.403',
    'arm.headers',
    'arm.rateHeaders',
    'arm.throttle.429',
    'arm.throttle.global',
    'arm.inherit',
    'arm.groups',
    'arm.notActions',
  ],
  owns: (url) => /^\/{1,2}(subscriptions|providers|tenants)(\/|$)/i.test(url.pathname),
  audiences: ['https://management.azure.com', 'https://management.core.windows.net'],
  unauthenticated: (_request, why, azure) => ({
    status: 401,
    headers: {
      'www-authenticate': `Bearer authorization_uri="https://login.windows.net/${azure.state.tenantId}", error="invalid_token", error_description="${why}"`,
    },
    body: { error: { code: 'InvalidAuthenticationToken', message: why } },
  }),
  notImplemented(request, azure) {
    demandUnplayed(azure, request);
    return notImplemented(`${request.method} ${request.url.pathname}`).response;
  },
  before(request, azure) {
    takeToken(request, azure);
    demandApiVersion(request);
  },
  after: withArmHeaders,
  routes: [
    ...tenantRoutes,
    ...subscriptionRoutes,
    ...resourceGroupRoutes,
    ...roleDefinitionRoutes,
    ...roleAssignmentRoutes,
    ...denyAssignmentRoutes,
    ...eligibilityRoutes,
    ...permissionRoutes,
    ...providerOperationRoutes,
    ...communicationRoutes,
    ...operationStatusRoutes,
  ].map(raising),
};
