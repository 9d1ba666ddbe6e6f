import type { LocalRequest, LocalResponse, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { armPath } from './paths.ts';

function listTenants(_request: LocalRequest, { state }: LocalAzure): LocalResponse {
  const { tenantId, tenantName } = state;
  const tenant = {
    id: `/tenants/${tenantId}`,
    tenantId,
    displayName: tenantName,
    tenantCategory: 'Home',
    domains: [],
  };
  return { status: 200, body: { value: [tenant] } };
}

export const tenantRoutes: readonly Route[] = [
  {
    operation: 'Tenants_List',
    method: 'GET',
    path: armPath('tenants'),
    facts: ['arm.tenants'],
    handle: listTenants,
  },
];
