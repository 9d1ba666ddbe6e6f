import type { State } from '../state.ts';
import { eventSubscription } from './subscription.ts';
import type { ActiveSubscription, EventSubscription } from './subscription.ts';

/** The subscription with its defaults and its topic. A sentence if the estate has no such topic. */
export function activeSubscription(state: State, wanted: EventSubscription): ActiveSubscription | string {
  const parsed = eventSubscription.parse(wanted);
  const topics = [...state.eventGridTopics.values()];
  const { topic: name } = parsed;
  const found =
    name === undefined ? topics[0] : topics.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return { ...parsed, topic: found.name };
  return name === undefined ? 'The estate has no topic.' : `The estate has no topic '${name}'.`;
}
