import type { Route } from '../http.ts';
import { collectionPath } from './paths.ts';
import { callerOf, mayReadOrganization } from './permissions.ts';
import { listPage } from './query.ts';

export const organizationRoutes: readonly Route[] = [
  {
    operation: 'organization.organization.ListOrganization',
    method: 'GET',
    path: collectionPath('organization'),
    facts: ['organization.list', 'graph.denied'],
    handle(request, azure) {
      mayReadOrganization(azure, callerOf(request));
      const { tenantId, tenantName } = azure.state;
      const name = `${tenantName.toLowerCase().replace(/[^a-z0-9]/g, '')}.onmicrosoft.com`;
      const domain = { capabilities: 'Email', isDefault: true, isInitial: true, name, type: 'Managed' };
      const tenant = { id: tenantId, displayName: tenantName, tenantType: 'AAD', verifiedDomains: [domain] };
      return listPage(request, [tenant], { name: 'organization', type: 'organization', filterable: [] });
    },
  },
];
