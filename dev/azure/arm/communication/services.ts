import { v5 as uuidFromName } from 'uuid';
import { z } from 'zod';
import { reaches } from '../../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { CommunicationService } from '../../state.ts';
import { bodyOf } from '../body.ts';
import { demand } from '../demand.ts';
import { demandUnlocked } from '../locks.ts';
import { page } from '../page.ts';
import { armPath } from '../paths.ts';
import { demandScope } from '../scopes.ts';
import { demandLinkable } from './linkedDomains.ts';
import { communicationId, findResource, resourceGroupId } from './path.ts';

const read = 'Microsoft.Communication/CommunicationServices/read';

function get(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const id = communicationId(request.params, 'communicationServices');
  demand(azure, request, { action: read, scope: id });
  demandScope(azure.state, resourceGroupId(request.params));
  return { status: 200, body: shape(findResource(azure.state.communicationServices, id)) };
}

function list(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { resourceGroup, subscription } = request.params;
  const scope =
    resourceGroup === undefined ? `/subscriptions/${subscription}` : resourceGroupId(request.params);
  demand(azure, request, { action: read, scope });
  demandScope(azure.state, scope);
  const found = [...azure.state.communicationServices.values()].filter(({ id }) => reaches(scope, id));
  return page(request, found.map(shape));
}

const patchSchema = z.object({
  tags: z.record(z.string(), z.string()).optional(),
  properties: z
    .object({ linkedDomains: z.array(z.string()).optional(), disableLocalAuth: z.boolean().optional() })
    .optional(),
});

function patch(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const id = communicationId(request.params, 'communicationServices');
  demand(azure, request, { action: 'Microsoft.Communication/CommunicationServices/write', scope: id });
  const service = findResource(azure.state.communicationServices, id);
  demandUnlocked(azure.state, 'write', id);
  const { tags, properties = {} } = bodyOf(request, patchSchema);
  const { linkedDomains, disableLocalAuth } = properties;
  if (linkedDomains !== undefined)
    service.linkedDomains = linkedDomains.map((each) => demandLinkable(azure.state, service, each));
  if (disableLocalAuth !== undefined) service.disableLocalAuth = disableLocalAuth;
  if (tags !== undefined) service.tags = tags;
  return { status: 200, body: shape(service) };
}

function shape(service: CommunicationService) {
  const geography = service.dataLocation.toLowerCase().replaceAll(' ', '');
  return {
    id: service.id,
    name: service.name,
    type: 'microsoft.communication/communicationservices',
    location: 'global',
    tags: service.tags,
    properties: {
      provisioningState: 'Succeeded',
      hostName: `${service.name}.${geography}.communication.azure.com`,
      dataLocation: service.dataLocation,
      immutableResourceId: uuidFromName(service.id.toLowerCase(), uuidFromName.URL),
      linkedDomains: service.linkedDomains,
      publicNetworkAccess: 'Enabled',
      disableLocalAuth: service.disableLocalAuth,
    },
  };
}

const one = armPath('{communication}/communicationServices/{name}');

export const communicationServiceRoutes: readonly Route[] = [
  {
    operation: 'CommunicationServices_Get',
    method: 'GET',
    path: one,
    facts: ['communicationService.get', 'arm.scope.404'],
    handle: get,
  },
  {
    operation: 'CommunicationServices_Update',
    method: 'PATCH',
    path: one,
    facts: ['communicationService.patch.200', 'communicationService.link.400'],
    handle: patch,
  },
  {
    operation: 'CommunicationServices_ListByResourceGroup',
    method: 'GET',
    path: armPath('{communication}/communicationServices'),
    facts: ['communicationService.get', 'arm.paging'],
    handle: list,
  },
  {
    operation: 'CommunicationServices_ListBySubscription',
    method: 'GET',
    path: armPath('{subscription}/providers/Microsoft\\.Communication/communicationServices'),
    facts: ['communicationService.get', 'arm.paging'],
    handle: list,
  },
];
