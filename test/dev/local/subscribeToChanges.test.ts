import { expect, test } from 'vitest';
import type { DeliveryRequest } from '../../../dev/azure/eventGrid/deliver.ts';
import { subscribeToChanges } from '../../../dev/local/subscribeToChanges.ts';
import { testAzure } from '../../support/localAzure.ts';
import { assignment, assignmentPath } from '../azure/arm/armCalls.ts';
import { guid, mailWorld, readerRole, subscriptionId } from '../azure/arm/mailWorld.ts';

/** A host at any address, which agrees to everything and keeps what it gets. */
function listeningHost() {
  const received: DeliveryRequest[] = [];
  const local = testAzure({
    world: mailWorld(),
    events: {
      deliver: (request) => {
        if (request.method === 'POST') received.push(request);
        return Promise.resolve({
          status: 202,
          headers: new Headers({ 'webhook-allowed-origin': '*' }),
        });
      },
    },
  });
  return { ...local, received };
}

test('a function hears of changes in the subscriptions that have mail services, wherever its host is', async () => {
  const { azure, send, received } = listeningHost();
  await subscribeToChanges(azure, 'http://localhost:1', ['onAzureChange']);
  await subscribeToChanges(azure, 'http://localhost:2', ['onAzureChange']);
  expect([...azure.eventGrid.subscriptions.values()].map(({ topic }) => topic)).toEqual([
    `/subscriptions/${subscriptionId}`,
  ]);
  const url = `${assignmentPath(guid(1))}?api-version=2022-04-01`;
  expect((await send({ method: 'PUT', url, as: 'operator', body: assignment(readerRole) })).status).toBe(201);
  await azure.eventGrid.settled();
  expect(received.map((each) => each.url)).toEqual([
    'http://localhost:2/runtime/webhooks/eventgrid?functionName=onAzureChange',
  ]);
});
