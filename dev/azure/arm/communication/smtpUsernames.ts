import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { demand } from '../demand.ts';
import { demandUnlocked } from '../locks.ts';
import { page } from '../page.ts';
import { armPath } from '../paths.ts';
import { communicationId, findResource } from './path.ts';
import { putSmtpUsername } from './putSmtpUsername.ts';
import { smtpUsernameShape } from './smtpUsernameShape.ts';

const type = 'Microsoft.Communication/CommunicationServices/SmtpUsernames';
/** As paths spell it. */
const armType = 'Microsoft.Communication/communicationServices/smtpUsernames';

function get(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const id = smtpUsernameId(request);
  demand(azure, request, { action: `${type}/read`, scope: id });
  return { status: 200, body: smtpUsernameShape(findResource(azure.state.smtpUsernames, id)) };
}

function list(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const parent = communicationId(request.params, 'communicationServices');
  demand(azure, request, { action: `${type}/read`, scope: parent });
  findResource(azure.state.communicationServices, parent);
  const found = [...azure.state.smtpUsernames.values()].filter(
    (each) => each.communicationServiceId.toLowerCase() === parent.toLowerCase(),
  );
  return page(request, found.map(smtpUsernameShape));
}

function put(request: LocalRequest, azure: LocalAzure): LocalResponse {
  demand(azure, request, { action: `${type}/write`, scope: smtpUsernameId(request) });
  return putSmtpUsername(request, azure);
}

function remove(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const id = smtpUsernameId(request);
  demand(azure, request, { action: `${type}/delete`, scope: id });
  demandUnlocked(azure.state, 'delete', id);
  const existed = azure.state.smtpUsernames.delete(id.toLowerCase());
  return {
    // Also where there was one: the specification says 200, recorded traffic does not.
    status: 204,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    ...(existed ? {} : { unchanged: true }),
  };
}

function smtpUsernameId(request: LocalRequest): string {
  return `${communicationId(request.params, 'communicationServices')}/smtpUsernames/${request.params.name}`;
}

const one = armPath('{communication}/communicationServices/{parent}/smtpUsernames/{name}');

export const smtpUsernameRoutes: readonly Route[] = [
  {
    operation: 'SmtpUsernames_Get',
    method: 'GET',
    path: one,
    facts: ['smtpUsername.read.shape', 'smtpUsername.get.404', 'smtpUsername.headers'],
    handle: get,
  },
  {
    operation: 'SmtpUsernames_CreateOrUpdate',
    method: 'PUT',
    path: one,
    raises: `${armType}/write`,
    facts: [
      'smtpUsername.put.200',
      'smtpUsername.put.shape',
      'smtpUsername.put.resets',
      'smtpUsername.application',
      'smtpUsername.sameName.400',
      'smtpUsername.name.400',
      'smtpUsername.domain.400',
      'smtpUsername.taken.409',
      'smtpUsername.parent.404',
      'smtpUsername.body.400',
      'communicationService.noUsernames',
      'smtpUsername.headers',
      'arm.locks.409',
    ],
    handle: put,
  },
  {
    operation: 'SmtpUsernames_Delete',
    method: 'DELETE',
    path: one,
    raises: `${armType}/delete`,
    facts: ['smtpUsername.delete.204', 'smtpUsername.headers', 'arm.locks.409'],
    handle: remove,
  },
  {
    operation: 'SmtpUsernames_List',
    method: 'GET',
    path: armPath('{communication}/communicationServices/{parent}/smtpUsernames'),
    facts: ['smtpUsername.read.shape', 'smtpUsername.list.empty', 'smtpUsername.headers'],
    handle: list,
  },
];
