import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveryRequest } from '../../../../dev/azure/eventGrid/deliver.ts';
import { EventGrid } from '../../../../dev/azure/eventGrid/eventGrid.ts';
import { testAzure } from '../../../support/localAzure.ts';

type Event = Record<string, unknown> & { id: string };

export const endpoint = 'https://app.example/runtime/webhooks/eventgrid?functionName=onEvent&code=secret';
export const minute = 60_000;
export const hour = 60 * minute;

/** A CloudEvent as small as it may be, with whatever else is given. */
export const event = (id: string, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: '/test',
  type: 'Test.Happened',
  ...more,
});

/** A topic with a webhook behind it that answers what the test says; 202 by default. */
export function eventGrid(options: Parameters<typeof testAzure>[0] = {}) {
  const local = testAzure(options);
  const folder = mkdtempSync(join(tmpdir(), 'dead-letters-'));
  const received: { at: number; request: DeliveryRequest; event: Event }[] = [];
  const webhook = {
    allows: '*' as string | undefined,
    answer: (_event: Event): number | Promise<number> => 202,
    /** What it says to the code of a validation event. */
    validates: (code: string) => JSON.stringify({ validationResponse: code }),
  };
  local.azure.eventGrid = new EventGrid(local.clock, {
    deadLetterFolder: folder,
    async deliver(request) {
      if (request.method === 'OPTIONS') {
        received.push({ at: local.clock.now(), request, event: { id: '' } });
        const headers = webhook.allows === undefined ? {} : { 'WebHook-Allowed-Origin': webhook.allows };
        return { status: 200, headers: new Headers(headers) };
      }
      if (request.headers['aeg-event-type'] === 'SubscriptionValidation') {
        const [asked] = JSON.parse(request.body ?? '') as [{ data: { validationCode: string } }];
        return { status: 200, headers: new Headers(), text: webhook.validates(asked.data.validationCode) };
      }
      const delivered = JSON.parse(request.body ?? '') as Event;
      received.push({ at: local.clock.now(), request, event: delivered });
      return { status: await webhook.answer(delivered), headers: new Headers() };
    },
  });
  const grid = local.azure.eventGrid;
  return {
    ...local,
    folder,
    webhook,
    received,
    /** Everything that was delivered, without handshakes. */
    deliveries: () => received.filter(({ request }) => request.method === 'POST'),
    subscribe: (more: object = {}) =>
      local.send({
        method: 'POST',
        url: '/_local/subscriptions',
        body: { name: 'mailgrant-requests', endpoint, ...more },
      }),
    publish: async (...events: object[]) => {
      const answer = await local.send({
        method: 'POST',
        url: '/api/events?api-version=2018-01-01',
        as: 'mailgrant',
        headers: { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' },
        body: events,
      });
      await grid.settled();
      return answer;
    },
    /** Lets time pass, and what is delivered in it arrive. */
    wait: async (milliseconds: number) => {
      const end = local.clock.now() + milliseconds;
      for (let next = local.clock.next(); next !== undefined && next <= end; next = local.clock.next()) {
        local.clock.moveTo(next);
        await grid.settled();
      }
      local.clock.moveTo(end);
    },
  };
}
