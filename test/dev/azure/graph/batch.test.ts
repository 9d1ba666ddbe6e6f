import { describe, expect, it, test } from 'vitest';
import { unitsPerWindow } from '../../../../dev/azure/graph/throttle.ts';
import { graph } from './graphCalls.ts';

type Response = { id: string; status: number; headers: Record<string, string>; body: unknown };

/** Asks for these URLs at once, under the ids 0, 1, 2 …; the responses come as they came. */
function batches() {
  const calls = graph();
  const post = (requests: unknown) => calls.ask('POST', '/$batch', { body: { requests } });
  const batch = async (...urls: string[]) => {
    const { status, body } = await post(urls.map((url, id) => ({ id: String(id), method: 'GET', url })));
    expect(status).toBe(200);
    return body.responses as Response[];
  };
  return { ...calls, post, batch };
}

const nobody = '5d1c3f5e-0000-4000-8000-00000000000c';
const one = { id: '1', method: 'GET', url: '/applications' };

test('[graph.batch] a batch is 200, and each request in it has an answer of its own', async () => {
  const { batch, application } = batches();
  const { appId } = application('Invoice Service');
  const responses = await batch(
    `applications(appId='${appId}')?$select=appId`,
    `/servicePrincipals/${nobody}`,
    '/organization',
    '/users',
  );
  expect(Object.fromEntries(responses.map(({ id, status }) => [id, status]))).toEqual({
    0: 200,
    1: 404,
    2: 403,
    3: 501,
  });
  expect(responses.find(({ id }) => id === '0')?.body).toMatchObject({ appId });
});

test('[graph.batch] only GETs that depend on nothing are played, at addresses of Graph alone', async () => {
  const { post } = batches();
  const { body } = await post([
    { ...one, id: 'a', method: 'DELETE' },
    { ...one, id: 'b', dependsOn: ['a'] },
    { ...one, id: 'c', url: 'https://management.azure.com/subscriptions' },
    { ...one, id: 'd', url: '/$batch' },
  ]);
  expect((body.responses as Response[]).map(({ status }) => status)).toEqual([501, 501, 501, 501]);
});

test('[graph.batch.order] the last request is answered first', async () => {
  const { batch } = batches();
  const responses = await batch('/applications?$top=1', '/applications?$top=1', '/applications?$top=1');
  expect(responses.map(({ id }) => id)).toEqual(['2', '1', '0']);
});

describe('[graph.batch.400] a batch is refused as a whole', () => {
  it.each([
    ['of 21', Array.from({ length: 21 }, (_, id) => ({ ...one, id: String(id) }))],
    ['of none', []],
    [
      'with one id twice',
      [
        { ...one, id: 'a' },
        { ...one, id: 'A' },
      ],
    ],
    ['without an id', [{ method: 'GET', url: '/applications' }]],
    ['with a number for an id', [{ ...one, id: 1 }]],
    ['without a method', [{ id: '1', url: '/applications' }]],
    ['without a URL', [{ id: '1', method: 'GET' }]],
    ['that is no list', 'all'],
  ])('%s', async (_what, requests) => {
    const { post, azure } = batches();
    expect(await post(requests)).toMatchObject({
      status: 400,
      body: { error: { code: 'Request_BadRequest' } },
    });
    expect(azure.requests.entries).toHaveLength(1);
  });
});

test('[graph.batch.headers] header names come in mixed case', async () => {
  const { batch } = batches();
  const [response] = await batch('/applications?$top=1');
  expect(response?.headers).toMatchObject({ 'Cache-Control': 'no-cache', 'x-ms-resource-unit': '1' });
  expect(response?.headers['Content-Type']).toContain('application/json');
});

test('[graph.batch.throttle] what is in a batch is counted and throttled, and the batch itself is not', async () => {
  const { ask, batch } = batches();
  for (let n = 1; n < unitsPerWindow; n++) await ask('GET', '/applications?$top=1&$select=id');
  const [last, first] = await batch('/applications?$top=1', '/applications?$top=1');
  expect(first).toMatchObject({ status: 429, headers: { 'Retry-After': '10' } });
  expect(last).toMatchObject({ id: '1', status: 200 });
});

test('a fault strikes a single request of a batch; a broken connection is a 504 there', async () => {
  const { azure, batch } = batches();
  azure.faults.add({ path: 'top=2', effect: { kind: 'resetBefore' } });
  azure.faults.add({ path: 'top=3', effect: { kind: 'status', status: 503, retryAfter: 7 } });
  const responses = await batch('/applications?$top=1', '/applications?$top=2', '/applications?$top=3');
  expect(responses).toMatchObject([
    { id: '2', status: 503, headers: { 'Retry-After': '7' } },
    { id: '1', status: 504 },
    { id: '0', status: 200 },
  ]);
});
