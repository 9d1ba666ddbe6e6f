import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { demand } from '../demand.ts';
import { armPath } from '../paths.ts';
import { notImplemented } from '../refusal.ts';
import { communicationId, findResource } from './path.ts';

/** Refused without permission, as in Azure; with it, there is nothing to give: no local service takes keys. */
function listKeys(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const id = communicationId(request.params, 'communicationServices');
  demand(azure, request, {
    action: 'Microsoft.Communication/CommunicationServices/ListKeys/action',
    scope: id,
  });
  findResource(azure.state.communicationServices, id);
  throw notImplemented('the keys of a communication service');
}

export const keyRoutes: readonly Route[] = [
  {
    operation: 'CommunicationServices_ListKeys',
    method: 'POST',
    path: armPath('{communication}/communicationServices/{name}/listKeys'),
    facts: ['communicationService.keys.403'],
    handle: listKeys,
  },
];
