import type { Cancel } from '../../clock.ts';
import type { CloudEvent } from './cloudEvent.ts';
import { inEventGridSchema } from './eventGridSchema.ts';
import type { ActiveSubscription } from './subscription.ts';

/** One event on its way to one subscriber. */
export type Pending = {
  event: CloudEvent;
  subscription: ActiveSubscription;
  publishedAt: number;
  attempts: number;
  /** The first attempt is to be lost on the way. */
  lost: boolean;
  lastAttemptAt?: number;
  lastStatus?: number | undefined;
  cancel?: Cancel;
};

export type DeadLetterReason =
  'MaxDeliveryAttemptsExceeded' | 'TimeToLiveExceeded' | 'UndeliverableDueToClientError';

/** One CloudEvent, or an array of one in Event Grid's own schema. */
export function deliveryBody({ event, subscription }: Pending): string {
  return JSON.stringify(
    subscription.eventDeliverySchema === 'EventGridSchema' ? [inEventGridSchema(event)] : event,
  );
}

/** The headers of a delivery (fact eventGrid.delivery.headers). */
export function deliveryHeaders({ event, subscription, attempts }: Pending): Record<string, string> {
  const own = subscription.eventDeliverySchema === 'EventGridSchema';
  return {
    'content-type': `application/${own ? 'json' : 'cloudevents+json'}; charset=utf-8`,
    'aeg-event-type': 'Notification',
    'aeg-subscription-name': subscription.name.toUpperCase(),
    'aeg-delivery-count': String(attempts - 1),
    'aeg-data-version': own ? '2' : '',
    'aeg-metadata-version': '1',
    'aeg-output-event-id': event.id,
  };
}
