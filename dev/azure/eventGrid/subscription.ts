import { z } from 'zod';

/** An event subscription, as start options and the control plane give it. */
export const eventSubscription = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9-]{3,64}$/, 'must be 3 to 64 letters, digits and hyphens'),
  /**
   * The name of a custom topic; the estate's first one if absent. Or the source of a system topic: a subscription as
   * `/subscriptions/{id}`, the estate's first one as `/subscriptions`.
   */
  topic: z.string().min(1).optional(),
  /** A webhook, such as `http://localhost:7071/runtime/webhooks/eventgrid?functionName=…`. */
  endpoint: z.url({ protocol: /^https?$/ }),
  /** All if absent. */
  includedEventTypes: z.array(z.string().min(1)).min(1).optional(),
  /** Only a system topic knows another one than CloudEvents. */
  eventDeliverySchema: z.enum(['CloudEventSchemaV1_0', 'EventGridSchema']).default('CloudEventSchemaV1_0'),
  maxDeliveryAttempts: z.int().min(1).max(30).default(30),
  eventTimeToLiveInMinutes: z.int().min(1).max(1440).default(1440),
});

export type EventSubscription = z.input<typeof eventSubscription>;
/** With its defaults, and the topic that it listens to. */
export type ActiveSubscription = z.output<typeof eventSubscription> & { topic: string };

export function wants(subscription: ActiveSubscription, topic: string, type: string): boolean {
  if (subscription.topic.toLowerCase() !== topic.toLowerCase()) return false;
  const included = subscription.includedEventTypes;
  return included === undefined || included.some((each) => each.toLowerCase() === type.toLowerCase());
}

/** For people: an endpoint's query may hold the key of a function. */
export function withoutKey(endpoint: string): string {
  const url = new URL(endpoint);
  if (url.searchParams.has('code')) url.searchParams.set('code', 'hidden');
  return url.href;
}
