import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { kindOf, remaining } from './throttle.ts';

/** The headers of every answer of Azure Resource Manager. */
export function withArmHeaders(
  request: LocalRequest,
  response: LocalResponse,
  azure: LocalAzure,
): LocalResponse {
  const id = randomUUID();
  return {
    ...response,
    headers: {
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      expires: '-1',
      date: new Date(azure.clock.now()).toUTCString(),
      'x-ms-request-id': id,
      'x-ms-correlation-request-id': request.headers.get('x-ms-correlation-request-id') ?? id,
      'x-ms-routing-request-id': `WESTEUROPE:${azureMinute(azure)}:${id}`,
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      ...(request.caller === undefined ? {} : rateHeaders(request, azure)),
      ...(/\/Microsoft\.Communication\//i.test(request.url.pathname) ? hubHeaders(request, id) : {}),
      ...response.headers,
    },
  };
}

/** Reads tell only what is left for the whole subscription. */
function rateHeaders(request: LocalRequest, azure: LocalAzure): Record<string, string> {
  const kind = `${kindOf(request)}s`;
  const { own, all } = remaining(request, azure);
  // Recorded of actions.
  if (request.method === 'POST')
    return { 'x-ms-ratelimit-remaining-subscription-resource-requests': String(own) };
  return {
    [`x-ms-ratelimit-remaining-subscription-global-${kind}`]: String(all),
    ...(kind === 'reads' ? {} : { [`x-ms-ratelimit-remaining-subscription-${kind}`]: String(own) }),
  };
}

/**
 * What Microsoft.Communication adds, which runs behind the provider hub. Reads of resources with a location are
 * answered from Resource Manager's own copy, and so is the state of operations: fewer headers were recorded there.
 */
function hubHeaders(request: LocalRequest, id: string): Record<string, string> {
  const caller = request.caller;
  const path = request.url.pathname;
  const fromCopy = request.method === 'GET' && !/\/smtpUsernames(\/|$)/i.test(path);
  const isStatus = /\/operationStatuses\//i.test(path);
  return {
    'x-cache': 'CONFIG_NOCACHE',
    'x-msedge-ref': `Ref A: ${id} Ref B: LOCAL Ref C: 0`,
    ...(isStatus ? {} : { 'x-ms-providerhub-traffic': 'True' }),
    ...(fromCopy && !isStatus
      ? {}
      : {
          'x-ms-operation-identifier': `tenantId=${caller?.tenantId},objectId=${caller?.objectId},/westeurope/${id}`,
        }),
    ...(fromCopy
      ? {}
      : { 'mise-correlation-id': id, 'ms-cv': `${id.slice(0, 8)}.0`, 'request-context': 'appId=' }),
  };
}

/** As the provider hub tags what it has stored: the last part says when, in seconds. */
export function etag(at: number): string {
  const seconds = Math.floor(at / 1000).toString(16);
  return `"00000000-0000-0700-0000-${seconds.padStart(8, '0')}0000"`;
}

function azureMinute({ clock }: LocalAzure): string {
  return new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
}
