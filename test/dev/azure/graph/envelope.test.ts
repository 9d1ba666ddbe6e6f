import { expect, test } from 'vitest';
import { graph } from './graphCalls.ts';

const nowhere = '/applications/00000000-0000-4000-8000-000000000000';

test('[graph.headers] successes and errors carry the headers that Graph sends', async () => {
  const { ask } = graph();
  const { headers } = await ask('GET', '/applications');
  expect(headers).toMatchObject({
    'cache-control': 'no-cache',
    'odata-version': '4.0',
    'x-ms-resource-unit': '1',
    'content-type':
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
  });
  expect(headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.parse(headers['x-ms-ags-diagnostic'] ?? '')).toHaveProperty('ServerInfo.DataCenter');
  const error = await ask('GET', nowhere);
  expect(error.headers['content-type']).toBe('application/json');
  expect(error.headers['odata-version']).toBeUndefined();
});

test('[graph.error] an error names when it was and which request', async () => {
  const { ask } = graph();
  const plain = await ask('GET', nowhere);
  const id = plain.headers['request-id'];
  expect(plain.body.error).toMatchObject({
    innerError: { date: '2026-01-01T00:00:00', 'request-id': id, 'client-request-id': id },
  });
  const named = await ask('GET', nowhere, { headers: { 'client-request-id': 'mine' } });
  expect(named.body.error).toMatchObject({ innerError: { 'client-request-id': 'mine' } });
});

test('[graph.404] an unknown object is named in the sentence', async () => {
  const { ask } = graph();
  const { status, body } = await ask('GET', nowhere);
  expect(status).toBe(404);
  expect(body.error).toMatchObject({
    code: 'Request_ResourceNotFound',
    message:
      "Resource '00000000-0000-4000-8000-000000000000' does not exist or one of its queried reference-property objects are not present.",
  });
  expect((await ask('GET', '/applications/not-a-guid')).status).toBe(400);
});

test('[graph.alternateKey] an application answers to its client id, also percent-encoded', async () => {
  const { ask, application } = graph();
  const { appId, objectId } = application('Invoice Service');
  expect((await ask('GET', `/applications(appId='${appId}')`)).body.id).toBe(objectId);
  expect((await ask('GET', `/applications%28appId%3D%27${appId}%27%29`)).body.id).toBe(objectId);
  expect((await ask('GET', `/applications(appId='00000000-0000-4000-8000-000000000000')`)).status).toBe(404);
});

test('[graph.emptyList] a list without a match is empty and says so', async () => {
  const { ask } = graph();
  const { body } = await ask('GET', "/servicePrincipals?$filter=displayName eq 'nobody'");
  expect(body).toEqual({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#servicePrincipals',
    value: [],
  });
});

test('[graph.page] pages follow nextLink to the end, each application once', async () => {
  const { ask, azure } = graph();
  const seen: string[] = [];
  for (let path = '/applications?$top=3&$select=id'; ;) {
    const { body } = await ask('GET', path);
    seen.push(...(body.value as { id: string }[]).map(({ id }) => id));
    const next = body['@odata.nextLink'] as string | undefined;
    if (next === undefined) break;
    path = next.slice(next.indexOf('/v1.0') + '/v1.0'.length);
  }
  expect(seen).toEqual([...azure.state.applications.keys()]);
  expect((await ask('GET', '/applications?$top=1000')).status).toBe(400);
  expect((await ask('GET', '/applications?$skiptoken=bm9wZQ')).status).toBe(400);
});

test.each([
  ["displayName eq 'invoice service'", ['Invoice Service']],
  ["displayName eq 'Reporting'", ['Reporting', 'Reporting']],
  ["startswith(displayName,'Old')", ['Old Intranet']],
  ["tags/any(t:t eq 'finance')", ['Invoice Service']],
  ["tags/any(t:startswith(t,'fin')) or tags/any(t:t eq 'MARKETING')", ['Invoice Service', 'Newsletter']],
  ["tags/any(t:t eq 'finance') and displayName eq 'Newsletter'", []],
  ["displayName eq 'O''Brien'", []],
])('[graph.filter] %s', async (filter, names) => {
  const { ask } = graph();
  const { body } = await ask(
    'GET',
    `/applications?$filter=${encodeURIComponent(filter)}&$select=displayName`,
  );
  expect(body.value).toEqual(names.map((displayName) => ({ displayName })));
});

test('what the local Graph lacks is answered 501, never a silent 200', async () => {
  const { ask } = graph();
  for (const path of [
    '/servicePrincipals/delta',
    '/groups',
    "/applications?$filter=displayName ne 'x'",
    "/applications?$filter=notes eq 'x'",
    '/applications?$expand=owners',
    '/applications?$count=true',
  ])
    expect([path, (await ask('GET', path)).status]).toEqual([path, 501]);
  expect((await ask('GET', "/applications?$filter=displayName eq 'x' junk")).status).toBe(400);
  expect((await ask('GET', '/applications?$select=nonsense')).status).toBe(400);
});
