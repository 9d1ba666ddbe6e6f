import { activeSubscription } from '../azure/eventGrid/activeSubscription.ts';
import type { LocalAzure } from '../azure/localAzure.ts';

/** Which functions of the app hear of changes in Azure. */
const listeners: readonly string[] = ['onAzureChange'];

const includedEventTypes = [
  'Microsoft.Resources.ResourceWriteSuccess',
  'Microsoft.Resources.ResourceDeleteSuccess',
];

/**
 * Lets the system topic of every subscription that has a mail service deliver to the app on a host, as a deployment
 * would. Again for a host that was started anew elsewhere: what is on its way then goes there.
 */
export async function subscribeToChanges(
  { state, eventGrid }: LocalAzure,
  hostUrl: string,
  functionNames = listeners,
): Promise<void> {
  const services = [...state.communicationServices.keys()];
  const subscriptions = new Set(services.map((id) => id.split('/')[2] ?? ''));
  for (const id of subscriptions)
    for (const functionName of functionNames) {
      const subscription = activeSubscription(state, {
        name: `${functionName}-${id}`,
        topic: `/subscriptions/${id}`,
        endpoint: `${hostUrl}/runtime/webhooks/eventgrid?functionName=${functionName}`,
        includedEventTypes,
      });
      const refused =
        typeof subscription === 'string' ? subscription : await eventGrid.subscribe(subscription);
      if (refused !== undefined) throw new Error(refused);
    }
}
