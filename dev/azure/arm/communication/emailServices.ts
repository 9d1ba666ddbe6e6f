import { reaches } from '../../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { EmailService } from '../../state.ts';
import { demand } from '../demand.ts';
import { page } from '../page.ts';
import { armPath } from '../paths.ts';
import { demandScope } from '../scopes.ts';
import { deleteEmailService } from './deleteResource.ts';
import { communicationId, findResource, resourceGroupId } from './path.ts';
import { putEmailService } from './putEmailService.ts';
import { provisioningState, systemData } from './tracked.ts';

const read = 'Microsoft.Communication/EmailServices/read';

function get(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const id = communicationId(request.params, 'emailServices');
  demand(azure, request, { action: read, scope: id });
  return { status: 200, body: shape(findResource(azure.state.emailServices, id)) };
}

function list(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { resourceGroup, subscription } = request.params;
  const scope =
    resourceGroup === undefined ? `/subscriptions/${subscription}` : resourceGroupId(request.params);
  demand(azure, request, { action: read, scope });
  demandScope(azure.state, scope);
  const found = [...azure.state.emailServices.values()].filter(({ id }) => reaches(scope, id));
  return page(request, found.map(shape));
}

function shape(service: EmailService) {
  const { id, name, dataLocation, location = 'global', tags = {} } = service;
  return {
    id,
    name,
    type: 'microsoft.communication/emailservices',
    location,
    tags,
    ...systemData(service),
    properties: { provisioningState: provisioningState(service), dataLocation },
  };
}

const one = armPath('{communication}/emailServices/{name}');

export const emailServiceRoutes: readonly Route[] = [
  {
    operation: 'EmailServices_Get',
    method: 'GET',
    path: one,
    facts: ['operation.provisioningState'],
    handle: get,
  },
  {
    operation: 'EmailServices_CreateOrUpdate',
    method: 'PUT',
    path: one,
    facts: [
      'operation.created.201',
      'operation.notReady.409',
      'communication.location.400',
      'communication.dataLocation.400',
      'arm.locks.409',
    ],
    handle: putEmailService,
  },
  {
    operation: 'EmailServices_Delete',
    method: 'DELETE',
    path: one,
    facts: [
      'operation.accepted.202',
      'operation.notReady.409',
      'operation.deletes',
      'emailService.nested.409',
      'arm.locks.409',
    ],
    handle: deleteEmailService,
  },
  {
    operation: 'EmailServices_ListByResourceGroup',
    method: 'GET',
    path: armPath('{communication}/emailServices'),
    handle: list,
  },
  {
    operation: 'EmailServices_ListBySubscription',
    method: 'GET',
    path: armPath('{subscription}/providers/Microsoft\\.Communication/emailServices'),
    handle: list,
  },
];
