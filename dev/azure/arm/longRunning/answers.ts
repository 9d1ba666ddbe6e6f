import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { etag } from '../headers.ts';
import { addressOf } from './address.ts';
import { isSigned } from './operation.ts';
import type { LongRunningOperation } from './operation.ts';

/** The answer to a PUT, be the resource new or not. */
export function created(
  azure: LocalAzure,
  request: LocalRequest,
  answer: { operation: LongRunningOperation; body: unknown },
): LocalResponse {
  return {
    status: 201,
    headers: {
      'azure-asyncoperation': addressOf(azure, request, answer.operation),
      etag: etag(answer.operation.startedAt),
    },
    body: answer.body,
  };
}

/** The answer to a DELETE and to an action. */
export function accepted(
  azure: LocalAzure,
  request: LocalRequest,
  operation: LongRunningOperation,
): LocalResponse {
  return { status: 202, headers: placeHeaders(azure, request, operation), body: null };
}

/** Where to look, for operations whose result is not a resource: two addresses, in 2020 one. */
export function placeHeaders(
  azure: LocalAzure,
  request: LocalRequest,
  operation: LongRunningOperation,
): Record<string, string> {
  return {
    location: addressOf(azure, request, operation),
    ...(isSigned(operation.apiVersion)
      ? { 'azure-asyncoperation': addressOf(azure, request, operation) }
      : {}),
  };
}
