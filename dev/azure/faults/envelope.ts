import type { LocalResponse } from '../http.ts';
import type { FaultTarget } from './target.ts';
import type { FaultEffect } from './rule.ts';

type StatusEffect = Extract<FaultEffect, { kind: 'status' }>;

// What each service calls being asked too often (fact arm.throttle.429; the others are assumed).
const throttled: Record<string, string> = {
  arm: 'SubscriptionRequestsThrottled',
  'Microsoft Graph': 'TooManyRequests',
  keyVault: 'Throttled',
};
const codes: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  408: 'RequestTimeout',
  409: 'Conflict',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

/** The answer that a `status` fault gives, in the words of the service that it strikes. */
export function faultAnswer(effect: StatusEffect, { service }: FaultTarget): LocalResponse {
  const { status, retryAfter, text } = effect;
  const headers = {
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    ...(text === undefined ? {} : { 'content-type': 'text/html' }),
  };
  const known = (status === 429 ? throttled[service] : undefined) ?? codes[status];
  const code = effect.code ?? known ?? `Status${status}`;
  const message = effect.message ?? `The local Azure was told to answer ${status}.`;
  const body = text ?? (status < 300 ? undefined : envelope(service, { status, code, message }));
  return { status, headers, ...(body === undefined ? {} : { body }) };
}

function envelope(
  service: string,
  { status, code, message }: { status: number; code: string; message: string },
): unknown {
  switch (service) {
    case 'managedIdentity':
      return { statusCode: status, message: `${code}: ${message}` };
    case 'entra':
      return { error: 'temporarily_unavailable', error_description: `${code}: ${message}` };
    default:
      return { error: { code, message } };
  }
}
