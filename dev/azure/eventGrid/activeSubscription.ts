import type { State } from '../state.ts';
import { eventSubscription } from './subscription.ts';
import type { ActiveSubscription, EventSubscription } from './subscription.ts';

/** The subscription with its defaults and its topic. A sentence if the estate has no such topic. */
export function activeSubscription(state: State, wanted: EventSubscription): ActiveSubscription | string {
  const parsed = eventSubscription.parse(wanted);
  const { topic: name, eventDeliverySchema } = parsed;
  const topic = name?.startsWith('/') === true ? systemTopic(state, name) : customTopic(state, name);
  if (topic === undefined)
    return name === undefined ? 'The estate has no topic.' : `The estate has no topic '${name}'.`;
  // Custom topics take CloudEvents here, and Azure does not turn those back into its own schema.
  if (eventDeliverySchema === 'EventGridSchema' && !topic.startsWith('/'))
    return `The topic '${topic}' takes CloudEvents, so it delivers nothing else.`;
  return { ...parsed, topic };
}

function customTopic({ eventGridTopics }: State, name: string | undefined): string | undefined {
  const topics = [...eventGridTopics.values()];
  if (name === undefined) return topics[0]?.name;
  return topics.find((each) => each.name.toLowerCase() === name.toLowerCase())?.name;
}

function systemTopic({ subscriptions }: State, source: string): string | undefined {
  const ids = [...subscriptions.keys()].map((id) => `/subscriptions/${id}`);
  const wanted = source.toLowerCase();
  return wanted === '/subscriptions' ? ids[0] : ids.find((id) => id === wanted);
}
