import type { Answer } from '../domain/answer.ts';
import type { MailgrantEvent } from '../domain/mailgrantEvent.ts';
import type { Events } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** Activities that tell the world. */
export function eventActivities(events: Events | undefined) {
  return {
    /** Publishes events to the topic. At least once: a repeated one has the same id. */
    async publishEvents(published: MailgrantEvent[]): Promise<Answer<null>> {
      if (events === undefined)
        throw new Error('No event topic is configured, but an event was to be published.');
      const types = [...new Set(published.map(({ type }) => type))];
      return attempt(`publish ${types.join(', ')}`, async () => {
        await events.publish(published);
        return null;
      });
    },
  };
}
