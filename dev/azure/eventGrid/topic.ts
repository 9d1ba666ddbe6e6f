import type { LocalRequest } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { EventGridTopic } from '../state.ts';
import { eventRefusal } from './refusal.ts';

/**
 * In Azure every topic has a host of its own. Where the request has such a host, it names the topic; on the one
 * host of this machine the first topic of the estate answers.
 */
export function topicOf({ url }: LocalRequest, { state }: LocalAzure): EventGridTopic {
  const topics = [...state.eventGridTopics.values()];
  const named = /^([^.]+)\.[^.]+\.eventgrid\./i.exec(url.hostname)?.[1]?.toLowerCase();
  const found = named === undefined ? topics[0] : topics.find(({ name }) => name.toLowerCase() === named);
  if (found !== undefined) return found;
  throw eventRefusal(404, 'NotFound', `There is no topic at ${url.host}.`);
}
