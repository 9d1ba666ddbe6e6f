import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { EventGridPublisherClient } from '@azure/eventgrid';
import type { MailgrantEvent } from '../../domain/mailgrantEvent.ts';
import type { Events } from '../ports.ts';
import { calling } from './calls.ts';
import { commonOptions } from './clientOptions.ts';

/** The `source` of every event that Mailgrant publishes. */
const source = '/mailgrant';

/** Well below the 1 MB that a request may have: what the SDK writes beside an event is not counted here. */
const mostCharacters = 200_000;
const mostEvents = 100;

/** An Event Grid custom topic with the CloudEvents schema, by Entra: topics with local auth off take no key. */
export function eventGridEvents(
  credential: TokenCredential,
  endpoint: string,
  httpClient?: HttpClient,
): Events {
  const options = commonOptions(new URL(endpoint).origin, httpClient);
  const client = new EventGridPublisherClient(endpoint, 'CloudEvent', credential, options);
  return {
    async publish(events) {
      for (const batch of batches(events)) await calling(() => client.send(batch.map(toCloudEvent)));
    },
    publishNothing: () => calling(() => client.send([])),
  };
}

function toCloudEvent({ time, ...event }: MailgrantEvent) {
  return { ...event, source, ...(time !== undefined && { time: new Date(time) }) };
}

/** The events in their order, as many to a request as one may have. */
function batches(events: readonly MailgrantEvent[]): MailgrantEvent[][] {
  const all: MailgrantEvent[][] = [];
  let room = 0;
  for (const event of events) {
    const size = JSON.stringify(event).length;
    const last = all.at(-1);
    if (last !== undefined && last.length < mostEvents && size <= room) last.push(event);
    else {
      all.push([event]);
      room = mostCharacters;
    }
    room -= size;
  }
  return all;
}
