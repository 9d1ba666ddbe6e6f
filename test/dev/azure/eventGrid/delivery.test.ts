import { expect, test } from 'vitest';
import { event, eventGrid, minute } from './eventGridCalls.ts';

test('[eventGrid.handshake] only an endpoint that says yes gets events', async () => {
  const { subscribe, webhook, received, publish, send } = eventGrid();
  for (const refusal of [undefined, 'other.example']) {
    webhook.allows = refusal;
    const { status, body } = await subscribe();
    expect([status, body]).toMatchObject([400, { error: { code: 'HandshakeFailed' } }]);
    expect(JSON.stringify(body)).not.toContain('secret');
  }
  await publish(event('1'));
  expect(received.map(({ request }) => request.method)).toEqual(['OPTIONS', 'OPTIONS']);
  expect(received[0]?.request.headers).toEqual({ 'WebHook-Request-Origin': 'eventgrid.azure.net' });
  webhook.allows = 'eventgrid.azure.net';
  expect((await subscribe()).status).toBe(201);
  expect((await send({ method: 'GET', url: '/_local/subscriptions' })).body).toMatchObject({
    value: [
      {
        name: 'mailgrant-requests',
        topic: 'contoso-events',
        maxDeliveryAttempts: 30,
        eventTimeToLiveInMinutes: 1440,
      },
    ],
  });
});

test('[eventGrid.delivery] one event for each request, as it was published', async () => {
  const { subscribe, publish, deliveries } = eventGrid();
  await subscribe();
  const events = [event('1', { data: { a: 1 }, extension: 'x' }), event('2')];
  await publish(...events);
  expect(deliveries().map((each) => each.event)).toEqual(events);
  expect(deliveries()[0]?.request.url).toContain('functionName=onEvent');
});

test('[eventGrid.delivery.headers] who it is for, and how often it was tried', async () => {
  const { subscribe, publish, deliveries, webhook, wait } = eventGrid();
  await subscribe();
  webhook.answer = () => 500;
  await publish(event('1'));
  await wait(10_000);
  expect(deliveries().map(({ request }) => request.headers)).toEqual(
    ['0', '1'].map((count) => ({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'aeg-event-type': 'Notification',
      'aeg-subscription-name': 'MAILGRANT-REQUESTS',
      'aeg-delivery-count': count,
      'aeg-data-version': '',
      'aeg-metadata-version': '1',
      'aeg-output-event-id': '1',
    })),
  );
});

test('[eventGrid.delivery.success] 200 to 204 within 30 seconds', async () => {
  for (const [status, attempts] of [
    [200, 1],
    [204, 1],
    [205, 2],
    [302, 2],
  ] as const) {
    const { subscribe, publish, deliveries, webhook, wait } = eventGrid();
    await subscribe();
    webhook.answer = () => status;
    await publish(event('1'));
    await wait(10_000);
    expect([status, deliveries().length]).toEqual([status, attempts]);
  }
  const { subscribe, send, deliveries, webhook, clock, azure } = eventGrid();
  await subscribe();
  const slow = Promise.withResolvers<number>();
  webhook.answer = () => slow.promise;
  const headers = { 'content-type': 'application/cloudevents+json' };
  const url = '/api/events?api-version=2018-01-01';
  await send({ method: 'POST', url, as: 'mailgrant', headers, body: event('1') });
  clock.advance(30_000);
  await azure.eventGrid.settled();
  slow.resolve(202);
  webhook.answer = () => 202;
  clock.advance(10_000);
  await azure.eventGrid.settled();
  expect(deliveries()).toHaveLength(2);
  expect(azure.eventGrid.log.counts).toEqual({ TimedOut: 1, '202': 1 });
});

test('[eventGrid.includedEventTypes] a subscription gets what it asked for', async () => {
  const { subscribe, publish, deliveries } = eventGrid();
  await subscribe({ includedEventTypes: ['Test.Wanted'] });
  await publish(event('1'), event('2', { type: 'Test.Wanted' }));
  expect(deliveries().map((each) => each.event.id)).toEqual(['2']);
});

test('[eventGrid.atLeastOnce] on demand events come twice, late and in disorder, the same ones each time', async () => {
  const run = async (seed: number) => {
    const { subscribe, publish, deliveries, wait, send } = eventGrid();
    await subscribe();
    const mischief = { duplicates: 0.1, losses: 0.1, maxDelay: 5_000, seed };
    await send({ method: 'POST', url: '/_local/deliveries', body: mischief });
    await publish(...Array.from({ length: 200 }, (_, n) => event(String(n))));
    await wait(minute);
    const { body } = await send({ method: 'GET', url: '/_local/deliveries' });
    return { ids: deliveries().map((each) => each.event.id), body };
  };
  const { ids, body } = await run(1);
  expect(new Set(ids).size).toBe(200);
  expect(ids.length).toBeGreaterThan(210);
  expect(ids.length).toBeLessThan(235);
  expect(ids).not.toEqual(ids.toSorted((one, other) => Number(one) - Number(other)));
  const { counts, waiting } = body as { counts: Record<string, number>; waiting: number };
  expect(counts.Lost).toBeGreaterThan(8);
  expect([counts['202'], waiting]).toEqual([ids.length, 0]);
  expect((await run(1)).ids).toEqual(ids);
  expect((await run(2)).ids).not.toEqual(ids);
});

test('what was on its way to a subscription that is gone is dropped', async () => {
  const { subscribe, publish, deliveries, webhook, wait, send } = eventGrid();
  await subscribe();
  webhook.answer = () => 500;
  await publish(event('1'));
  const path = '/_local/subscriptions/mailgrant-requests';
  expect((await send({ method: 'DELETE', url: path })).status).toBe(204);
  expect((await send({ method: 'DELETE', url: path })).status).toBe(404);
  await wait(minute);
  expect(deliveries()).toHaveLength(1);
  expect((await subscribe({ topic: 'unknown' })).status).toBe(404);
});
