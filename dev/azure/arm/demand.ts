import type { LocalRequest } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { Caller } from '../tokens.ts';
import { authorize } from './authorize.ts';
import type { Asked } from './authorize.ts';
import { refusal } from './refusal.ts';

export function callerOf(request: LocalRequest): Caller {
  if (request.caller === undefined) throw new Error(`${request.url.pathname} was routed without a caller.`);
  return request.caller;
}

/** Lets the request go on only if its caller may do this. */
export function demand(
  azure: LocalAzure,
  request: LocalRequest,
  asked: Omit<Asked, 'principalId'> & {
    /** What the refusal calls the scope, if it names the thing rather than where permission is looked up. */
    over?: string;
  },
): void {
  const caller = callerOf(request);
  const { over = asked.scope, ...question } = asked;
  const { verdict } = authorize(azure, { ...question, principalId: caller.objectId });
  if (verdict === 'allowed') return;
  const client = `The client '${caller.appId ?? caller.name}' with object id '${caller.objectId}'`;
  const what = `action '${asked.action}' over scope '${over}'`;
  switch (verdict) {
    case 'conditional':
      throw refusal(
        403,
        'AuthorizationFailed',
        `${client} does not have authorization or an ABAC condition not fulfilled to perform ${what} or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      );
    case 'denied':
      throw refusal(
        403,
        'DenyAssignmentAuthorizationFailed',
        `${client} has permission to perform ${what}; however, the access is denied because of the deny assignment.`,
      );
    case 'notGranted':
      throw refusal(
        403,
        'AuthorizationFailed',
        `${client} does not have authorization to perform ${what} or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      );
  }
}
