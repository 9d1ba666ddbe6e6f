import { v5 as uuidFromName } from 'uuid';
import { z } from 'zod';
import { reaches } from '../../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { CommunicationService } from '../../state.ts';
import { bodyOf } from '../body.ts';
import { demand } from '../demand.ts';
import { demandUnlocked } from '../locks.ts';
import { demandProvisioned } from '../longRunning/provisioning.ts';
import { page } from '../page.ts';
import { armPath } from '../paths.ts';
import { demandScope } from '../scopes.ts';
import { refuseUnkept } from '../unkept.ts';
import { deleteCommunicationService } from './deleteResource.ts';
import { author } from './identity.ts';
import { demandLinkable } from './linkedDomains.ts';
import { communicationId, findResource, resourceGroupId } from './path.ts';
import { putCommunicationService } from './putCommunicationService.ts';
import { provisioningState, systemData } from './tracked.ts';

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
  identity: z.object({ type: z.string() }).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z
    .looseObject({ linkedDomains: z.array(z.string()).optional(), disableLocalAuth: z.boolean().optional() })
    .optional(),
});

// Each with the value that it has anyway.
const unkept = { identity: 'None', notificationHubId: null, publicNetworkAccess: 'Enabled' };

function patch(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const id = communicationId(request.params, 'communicationServices');
  demand(azure, request, { action: 'Microsoft.Communication/CommunicationServices/write', scope: id });
  const service = findResource(azure.state.communicationServices, id);
  demandUnlocked(azure.state, 'write', id);
  demandProvisioned(service);
  const { tags, identity, properties = {} } = bodyOf(request, patchSchema);
  refuseUnkept({ ...properties, identity: identity?.type }, unkept);
  const { linkedDomains, disableLocalAuth } = properties;
  if (linkedDomains !== undefined)
    service.linkedDomains = linkedDomains.map((each) => demandLinkable(azure.state, service, each));
  if (disableLocalAuth !== undefined) service.disableLocalAuth = disableLocalAuth;
  if (tags !== undefined) service.tags = tags;
  service.modified = { ...author(azure.state, request), at: azure.clock.now() };
  return { status: 200, body: shape(service) };
}

function shape(service: CommunicationService) {
  const geography = service.dataLocation.toLowerCase().replaceAll(' ', '');
  return {
    id: service.id,
    name: service.name,
    type: 'microsoft.communication/communicationservices',
    location: service.location ?? 'global',
    tags: service.tags,
    ...systemData(service),
    properties: {
      provisioningState: provisioningState(service),
      hostName: `${service.name}.${geography}.communication.azure.com`,
      dataLocation: service.dataLocation,
      immutableResourceId: immutableId(service),
      linkedDomains: service.linkedDomains,
      publicNetworkAccess: 'Enabled',
      disableLocalAuth: service.disableLocalAuth,
    },
  };
}

/** Its own for each that was ever made, also under one name. */
function immutableId({ id, created }: CommunicationService): string {
  return uuidFromName(`${id.toLowerCase()}${created?.at ?? ''}`, uuidFromName.URL);
}

const one = armPath('{communication}/communicationServices/{name}');

export const communicationServiceRoutes: readonly Route[] = [
  {
    operation: 'CommunicationServices_Get',
    method: 'GET',
    path: one,
    facts: ['communicationService.get', 'operation.provisioningState', 'arm.scope.404'],
    handle: get,
  },
  {
    operation: 'CommunicationServices_CreateOrUpdate',
    method: 'PUT',
    path: one,
    facts: [
      'operation.created.201',
      'operation.notReady.409',
      'communication.location.400',
      'communication.dataLocation.400',
      'communicationService.name.409',
      'communicationService.link.400',
      'arm.locks.409',
    ],
    handle: putCommunicationService,
  },
  {
    operation: 'CommunicationServices_Delete',
    method: 'DELETE',
    path: one,
    facts: ['operation.accepted.202', 'operation.notReady.409', 'operation.deletes', 'arm.locks.409'],
    handle: deleteCommunicationService,
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
