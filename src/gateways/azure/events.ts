import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { EventGridPublisherClient } from '@azure/eventgrid';
import type { Events } from '../ports.ts';
import { calling } from './calls.ts';
import { commonOptions } from './clientOptions.ts';

/** The `source` of every event that Mailgrant publishes. */
const source = '/mailgrant';

/** An Event Grid custom topic with the CloudEvents schema, by Entra: topics with local auth off take no key. */
export function eventGridEvents(
  credential: TokenCredential,
  endpoint: string,
  httpClient?: HttpClient,
): Events {
  const options = commonOptions(new URL(endpoint).origin, httpClient);
  const client = new EventGridPublisherClient(endpoint, 'CloudEvent', credential, options);
  return {
    async publish({ id, type, subject, data }) {
      await calling(() => client.send([{ id, type, source, subject, data }]));
    },
  };
}
