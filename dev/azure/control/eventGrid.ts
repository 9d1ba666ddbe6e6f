import { activeSubscription } from '../eventGrid/activeSubscription.ts';
import { mischiefSettings } from '../eventGrid/mischief.ts';
import { eventSubscription, withoutKey } from '../eventGrid/subscription.ts';
import type { ActiveSubscription } from '../eventGrid/subscription.ts';
import type { Route } from '../http.ts';
import { readBody, refuse } from './input.ts';

const subscriptions = /^\/_local\/subscriptions$/i;
const deliveries = /^\/_local\/deliveries$/i;

export const eventGridRoutes: readonly Route[] = [
  {
    operation: 'Local_ListSubscriptions',
    method: 'GET',
    path: subscriptions,
    handle: (_request, { eventGrid }) => ({
      status: 200,
      body: { value: [...eventGrid.subscriptions.values()].map(show) },
    }),
  },
  {
    operation: 'Local_AddSubscription',
    method: 'POST',
    path: subscriptions,
    async handle(request, azure) {
      const subscription = activeSubscription(azure.state, readBody(request, eventSubscription));
      if (typeof subscription === 'string') throw refuse(404, 'TopicNotFound', subscription);
      const refused = await azure.eventGrid.subscribe(subscription);
      if (refused !== undefined) throw refuse(400, 'HandshakeFailed', refused);
      return { status: 201, body: show(subscription) };
    },
  },
  {
    operation: 'Local_RemoveSubscription',
    method: 'DELETE',
    path: /^\/_local\/subscriptions\/(?<name>[^/]+)$/i,
    handle({ params: { name = '' } }, { eventGrid }) {
      if (eventGrid.unsubscribe(name)) return { status: 204 };
      throw refuse(404, 'SubscriptionNotFound', `There is no event subscription '${name}'.`);
    },
  },
  {
    operation: 'Local_ListDeliveries',
    method: 'GET',
    path: deliveries,
    handle: (_request, { eventGrid: { log, waiting, mischief } }) => ({
      status: 200,
      body: { mischief, waiting, counts: log.counts, deliveries: [...log.entries] },
    }),
  },
  {
    operation: 'Local_SetDeliveries',
    method: 'POST',
    path: deliveries,
    handle(request, { eventGrid }) {
      eventGrid.mischief = readBody(request, mischiefSettings);
      return { status: 200, body: eventGrid.mischief };
    },
  },
];

function show(subscription: ActiveSubscription) {
  return { ...subscription, endpoint: withoutKey(subscription.endpoint) };
}
