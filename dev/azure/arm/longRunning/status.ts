import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { azureTime } from '../azureTime.ts';
import { etag } from '../headers.ts';
import { armPath } from '../paths.ts';
import { refusal } from '../refusal.ts';
import { demandSignature, pathOf } from './address.ts';
import { placeHeaders } from './answers.ts';
import { findOperation, isSigned } from './operation.ts';
import type { LongRunningOperation } from './operation.ts';

/** No role is asked for: whoever was given the address may look. */
function getStatus(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const name = request.params.name ?? '';
  const operation = findOperation(azure.state, name);
  if (operation === undefined || pathOf(operation).toLowerCase() !== request.url.pathname.toLowerCase())
    throw refusal(404, 'ResourceNotFound', `The operation '${name}' was not found.`);
  demandSignature(request, operation);
  const { resourceId, startedAt, endsAt, method } = operation;
  const body = { id: pathOf(operation), name: operation.name, resourceId };
  const startTime = azureTime(startedAt);
  if (azure.clock.now() < endsAt)
    return {
      status: method === 'PUT' ? 200 : 202,
      headers: {
        ...(method === 'PUT' ? {} : placeHeaders(azure, request, operation)),
        etag: etag(startedAt),
      },
      body: { ...body, status: 'Accepted', startTime },
    };
  return {
    status: 200,
    headers: { etag: etag(endsAt) },
    body: { ...body, ...endOf(operation), startTime, endTime: azureTime(endsAt) },
  };
}

/** Recorded: the end of a deletion was called Deleted in 2020, and an action tells no percentage. */
function endOf({ method, apiVersion }: LongRunningOperation) {
  if (method === 'DELETE' && !isSigned(apiVersion)) return { status: 'Deleted', percentComplete: 100 };
  return {
    status: 'Succeeded',
    ...(method === 'POST' ? {} : { percentComplete: 100 }),
    properties: null,
  };
}

const place = 'providers/Microsoft\\.Communication/locations/[^/]+/operationStatuses/{name}';

export const operationStatusRoutes: readonly Route[] = [
  {
    operation: 'OperationStatuses_Get',
    method: 'GET',
    path: armPath(`{subscription}/${place}`),
    facts: ['operation.status', 'operation.address', 'operation.headers'],
    handle: getStatus,
  },
  {
    operation: 'OperationStatuses_GetUnsigned',
    method: 'GET',
    path: armPath(place),
    facts: ['operation.status', 'operation.address'],
    handle: getStatus,
  },
];
