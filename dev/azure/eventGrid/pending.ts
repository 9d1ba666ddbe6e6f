import type { Cancel } from '../../clock.ts';
import type { CloudEvent } from './cloudEvent.ts';
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

/** The headers of a delivery (fact eventGrid.delivery.headers). */
export function deliveryHeaders({ event, subscription, attempts }: Pending): Record<string, string> {
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'aeg-event-type': 'Notification',
    'aeg-subscription-name': subscription.name.toUpperCase(),
    'aeg-delivery-count': String(attempts - 1),
    'aeg-data-version': '',
    'aeg-metadata-version': '1',
    'aeg-output-event-id': event.id,
  };
}
