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
  return {
    [`x-ms-ratelimit-remaining-subscription-global-${kind}`]: String(all),
    ...(kind === 'reads' ? {} : { [`x-ms-ratelimit-remaining-subscription-${kind}`]: String(own) }),
  };
}

/** What Microsoft.Communication adds, which runs behind the provider hub. */
function hubHeaders(request: LocalRequest, id: string): Record<string, string> {
  const caller = request.caller;
  return {
    'mise-correlation-id': id,
    'ms-cv': `${id.slice(0, 8)}.0`,
    'request-context': 'appId=',
    'x-cache': 'CONFIG_NOCACHE',
    'x-ms-operation-identifier': `tenantId=${caller?.tenantId},objectId=${caller?.objectId},/westeurope/${id}`,
    'x-ms-providerhub-traffic': 'True',
    'x-msedge-ref': `Ref A: ${id} Ref B: LOCAL Ref C: 0`,
  };
}

function azureMinute({ clock }: LocalAzure): string {
  return new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
}
