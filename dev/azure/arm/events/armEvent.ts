import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '../../eventGrid/cloudEvent.ts';
import type { LocalRequest } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { claimsOf } from './claims.ts';
import type { Evidence } from './evidence.ts';

type Change = {
  /** Such as `Microsoft.Authorization/roleAssignments/write`. */
  operation: string;
  resource: string;
  evidence: Evidence | undefined;
  /** The source of the subscription's system topic. */
  topic: string;
  correlationId: string;
};

/** The event of a change that has succeeded, as a subscription's system topic has it. */
export function armEvent({ state, clock }: LocalAzure, request: LocalRequest, change: Change): CloudEvent {
  const { operation, resource, evidence, topic, correlationId } = change;
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: topic,
    subject: resource,
    type: operation.endsWith('/delete')
      ? 'Microsoft.Resources.ResourceDeleteSuccess'
      : 'Microsoft.Resources.ResourceWriteSuccess',
    time: new Date(clock.now()).toISOString(),
    data: {
      authorization: { scope: resource, action: operation, evidence },
      claims: claimsOf(state, request),
      correlationId,
      httpRequest: {
        clientRequestId: request.headers.get('x-ms-client-request-id') ?? correlationId,
        clientIpAddress: '127.0.0.1',
        method: request.method,
        url: request.url.href,
      },
      resourceProvider: operation.split('/')[0],
      resourceUri: resource,
      operationName: operation,
      status: 'Succeeded',
      subscriptionId: topic.split('/').at(-1),
      tenantId: state.tenantId,
    },
  };
}
