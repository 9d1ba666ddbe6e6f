import type { ApplicationEventType } from '../../src/domain/mailgrantEvent.ts';
import { activeSubscription } from '../azure/eventGrid/activeSubscription.ts';
import type { LocalAzure } from '../azure/localAzure.ts';

/**
 * What a deployment subscribes the app to. The app publishes what comes of it to the same topic: a subscription to
 * everything would pay for a delivery of each, only for the app to pass it over.
 */
const includedEventTypes: ApplicationEventType[] = [
  'Mailgrant.Application.Tagged',
  'Mailgrant.Application.Untagged',
  'Mailgrant.Application.Deleted',
];

/**
 * Lets the estate's first topic deliver to the app on a host, as a deployment would. Again for a host that was
 * started anew elsewhere: what is on its way then goes there.
 */
export async function subscribeApp({ state, eventGrid }: LocalAzure, hostUrl: string): Promise<void> {
  const endpoint = `${hostUrl}/runtime/webhooks/eventgrid?functionName=onApplicationEvent`;
  const subscription = activeSubscription(state, { name: 'mailgrant', endpoint, includedEventTypes });
  const refused = typeof subscription === 'string' ? subscription : await eventGrid.subscribe(subscription);
  if (refused !== undefined) throw new Error(refused);
}
