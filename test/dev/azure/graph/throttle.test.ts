import { expect, test } from 'vitest';
import { unitsPerWindow } from '../../../../dev/azure/graph/throttle.ts';
import { ada, graph, pipeline } from './graphCalls.ts';

/** So many requests at once. A single one costs one unit. */
async function used(units: number) {
  const calls = graph();
  for (let n = 0; n < units; n++) await calls.ask('GET', '/applications?$top=1&$select=id');
  return calls;
}

test('[graph.throttle.429] an application that asks too much waits, and others do not', async () => {
  const { ask, clock } = await used(unitsPerWindow);
  clock.advance(1_500);
  const refused = await ask('GET', '/applications');
  expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '9' } });
  expect(refused.body).toEqual({
    error: {
      code: 'TooManyRequests',
      message: 'Too many requests',
      innerError: {
        code: '429',
        status: '429',
        date: '2026-01-01T00:00:01',
        'request-id': refused.headers['request-id'],
        'client-request-id': refused.headers['request-id'],
      },
    },
  });
  expect((await ask('GET', '/applications', ada)).status).toBe(200);
  expect((await ask('GET', '/applications', pipeline)).status).toBe(200);
  clock.advance(8_500);
  expect((await ask('GET', '/applications')).status).toBe(200);
});

test('[graph.throttle.percentage] from 80 % on, answers say how close the limit is', async () => {
  const { ask } = await used(unitsPerWindow * 0.8 - 1);
  const header = 'x-ms-throttle-limit-percentage';
  expect((await ask('GET', '/applications')).headers[header]).toBeUndefined();
  expect((await ask('GET', '/applications')).headers[header]).toBe('0.80');
});
