import { reaches } from '../../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { EmailService } from '../../state.ts';
import { demand } from '../demand.ts';
import { page } from '../page.ts';
import { armPath } from '../paths.ts';
import { demandScope } from '../scopes.ts';
import { communicationId, findResource, resourceGroupId } from './path.ts';

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

function shape({ id, name, dataLocation }: EmailService) {
  return {
    id,
    name,
    type: 'microsoft.communication/emailservices',
    location: 'global',
    tags: {},
    properties: { provisioningState: 'Succeeded', dataLocation },
  };
}

export const emailServiceRoutes: readonly Route[] = [
  {
    operation: 'EmailServices_Get',
    method: 'GET',
    path: armPath('{communication}/emailServices/{name}'),
    handle: get,
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
