import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { event, eventGrid, hour, minute } from './eventGridCalls.ts';

const day = 24 * hour;

/** Publishes one event to a webhook that fails for good, and says when it was tried, in seconds. */
async function failing(status: number, more: object = {}) {
  const test = eventGrid();
  await test.subscribe(more);
  test.webhook.answer = () => status;
  const start = test.clock.now();
  await test.publish(event('1', { data: { a: 1 } }));
  await test.wait(3 * day);
  const letters = globSync('**/*.json', { cwd: test.folder });
  return {
    ...test,
    start,
    tried: test.deliveries().map(({ at }) => (at - start) / 1000),
    letters,
    letter: () =>
      (JSON.parse(readFileSync(join(test.folder, letters[0] ?? ''), 'utf8')) as Record<string, unknown>[])[0],
  };
}

test('[eventGrid.retry.schedule] sooner at first, then ever later', async () => {
  const { tried } = await failing(500);
  const waits = tried.slice(1).map((at, index) => at - (tried[index] ?? 0));
  expect(waits).toEqual([10, 30, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600]);
});

test('[eventGrid.retry.byStatus] some answers are given more time', async () => {
  for (const [status, first] of [
    [404, 300],
    [408, 120],
    [503, 30],
    [429, 10],
  ] as const)
    expect([status, (await failing(status, { maxDeliveryAttempts: 2 })).tried]).toEqual([status, [0, first]]);
});

test('[eventGrid.retry.never] [eventGrid.deadLetter.outcome] what a webhook says for good is not asked again', async () => {
  for (const [status, outcome] of [
    [400, 'BadRequest'],
    [401, 'Unauthorized'],
    [403, 'Forbidden'],
    [413, 'PayloadTooLarge'],
  ] as const) {
    const { tried, letter } = await failing(status);
    expect([status, tried]).toEqual([status, [0]]);
    expect(letter()).toMatchObject({
      deadletterreason: 'UndeliverableDueToClientError',
      lastdeliveryoutcome: outcome,
    });
  }
});

test('[eventGrid.retry.limits] attempts are counted, and age is looked at when an attempt is due', async () => {
  const few = await failing(500, { maxDeliveryAttempts: 3 });
  expect(few.tried).toEqual([0, 10, 40]);
  expect(few.letter()).toMatchObject({
    deadletterreason: 'MaxDeliveryAttemptsExceeded',
    deliveryattempts: 3,
  });
  const short = await failing(500, { eventTimeToLiveInMinutes: 2 });
  expect(short.tried).toEqual([0, 10, 40, 100]);
  expect(short.letter()).toMatchObject({ deadletterreason: 'TimeToLiveExceeded', deliveryattempts: 4 });
});

test('[eventGrid.deadLetter] five minutes after the last attempt, by subscription and hour', async () => {
  const { subscribe, publish, webhook, wait, folder } = eventGrid();
  await subscribe();
  webhook.answer = () => 400;
  await publish(event('1'));
  await wait(5 * minute - 1);
  expect(globSync('**/*.json', { cwd: folder })).toEqual([]);
  await wait(1);
  const [path = '', ...others] = globSync('**/*.json', { cwd: folder });
  expect(path).toMatch(/^contoso-events\/MAILGRANT-REQUESTS\/2026\/1\/1\/0\/[-0-9a-f]{36}\.json$/);
  expect(others).toEqual([]);
});

test('[eventGrid.deadLetter.properties] the event, and what became of it', async () => {
  const { letter } = await failing(404, { maxDeliveryAttempts: 2 });
  expect(letter()).toEqual({
    ...event('1', { data: { a: 1 } }),
    deadletterreason: 'MaxDeliveryAttemptsExceeded',
    deliveryattempts: 2,
    lastdeliveryoutcome: 'NotFound',
    publishtime: '2026-01-01T00:00:00.000Z',
    lastdeliveryattempttime: '2026-01-01T00:05:00.000Z',
  });
});

test('an endpoint that comes back gets what it missed, once', async () => {
  const { subscribe, publish, deliveries, webhook, wait } = eventGrid();
  await subscribe();
  webhook.answer = () => Promise.reject(new Error('ECONNREFUSED'));
  await publish(event('1'));
  webhook.answer = () => 202;
  await wait(day);
  expect(deliveries()).toHaveLength(2);
});
