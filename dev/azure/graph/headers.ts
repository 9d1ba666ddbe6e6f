import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { chargeUnits } from './throttle.ts';

const json =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const server = {
  DataCenter: 'Local',
  Slice: 'E',
  Ring: '5',
  ScaleUnit: '000',
  RoleInstance: 'LOCAL00000001',
};

/** What every answer of Graph carries, and what its errors say of the request (facts graph.headers, graph.error). */
export function dress(request: LocalRequest, response: LocalResponse, azure: LocalAzure): LocalResponse {
  const requestId = randomUUID();
  // Recorded: 1 for reads and writes, 2 for a refused search by prefix.
  const units = response.status === 403 ? 2 : 1;
  const headers: Record<string, string> = {
    'cache-control': 'no-cache',
    'strict-transport-security': 'max-age=31536000',
    vary: 'Accept-Encoding',
    'request-id': requestId,
    'client-request-id': request.headers.get('client-request-id') ?? requestId,
    'x-ms-ags-diagnostic': JSON.stringify({ ServerInfo: server }),
    'x-ms-resource-unit': String(units),
    ...chargeUnits(request, azure, units),
  };
  if (!isError(response.body)) {
    if (response.body !== undefined) headers['content-type'] = json;
    return { ...response, headers: { ...headers, 'odata-version': '4.0', ...response.headers } };
  }
  const innerError = {
    date: new Date(azure.clock.now()).toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': headers['client-request-id'],
    ...(response.status === 429 ? { code: '429', status: '429' } : {}),
  };
  return {
    ...response,
    headers: { ...headers, 'content-type': 'application/json', ...response.headers },
    body: { error: { ...response.body.error, innerError } },
  };
}

function isError(body: unknown): body is { error: object } {
  return typeof body === 'object' && body !== null && 'error' in body;
}
