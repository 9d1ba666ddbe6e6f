import { authorize } from '../arm/authorize.ts';
import type { LocalRequest } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { EventGridTopic } from '../state.ts';
import { eventRefusal } from './refusal.ts';

/** Lets the request go on only if a role lets its caller send to this topic. */
export function demandSender(azure: LocalAzure, request: LocalRequest, topic: EventGridTopic): void {
  const { caller } = request;
  if (caller === undefined) throw new Error(`${request.url.pathname} was routed without a caller.`);
  const { verdict } = authorize(azure, {
    principalId: caller.objectId,
    action: 'Microsoft.EventGrid/events/send/action',
    kind: 'dataAction',
    scope: topic.id,
  });
  if (verdict === 'allowed') return;
  const message = `The principal associated with access token presented with the incoming request does not have permission to send data to ${topic.id}.`;
  throw eventRefusal(403, 'Forbidden', message);
}
