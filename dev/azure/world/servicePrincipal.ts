import type { ServicePrincipal } from '../state.ts';
import { file } from './loading.ts';
import type { Loading } from './loading.ts';

/** Files a service principal and the Graph permissions that it was granted. */
export function addServicePrincipal(
  loading: Loading,
  one: Pick<ServicePrincipal, 'objectId' | 'appId' | 'displayName' | 'servicePrincipalType'> & {
    accountEnabled?: boolean;
    tags?: string[];
    appOwnerOrganizationId?: string;
    graphPermissions: string[];
  },
): void {
  const { graphPermissions, ...given } = one;
  file(loading, loading.state.servicePrincipals, {
    key: one.objectId,
    value: {
      accountEnabled: true,
      tags: [],
      appOwnerOrganizationId: loading.state.tenantId,
      createdAt: loading.since,
      ...given,
    },
  });
  if (graphPermissions.length > 0)
    loading.state.graphPermissions.set(one.objectId, new Set(graphPermissions));
}
