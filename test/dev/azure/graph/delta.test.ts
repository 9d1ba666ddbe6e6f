import { expect, test } from 'vitest';
import { ada, graph, pipeline } from './graphCalls.ts';

type Row = { id: string; tags?: string[]; '@removed'?: { reason: string } };
type Links = '@odata.nextLink' | '@odata.deltaLink';
type Page = { value: Row[] } & Partial<Record<Links, string>>;

const day = 24 * 3600_000;

/** Graph with a client that follows links to the end of a round. */
function feed(options: Parameters<typeof graph>[0] = {}) {
  const test = graph(options);
  const get = async (link: string) => {
    const { status, headers, body } = await test.send({ method: 'GET', url: link, as: 'mailgrant' });
    return { status, headers: headers ?? {}, body: body as Page & { error?: { code: string } } };
  };
  const round = async (link: string) => {
    const pages: Row[][] = [];
    for (let next = link; ;) {
      const { status, body } = await get(next);
      expect(status).toBe(200);
      pages.push(body.value);
      const done = body['@odata.deltaLink'];
      if (done !== undefined) return { pages, rows: pages.flat(), link: done };
      next = body['@odata.nextLink'] ?? '';
    }
  };
  const set = (body: object) => test.send({ method: 'POST', url: '/_local/delta', body });
  const tag = (name: string, tags: string[]) =>
    test.ask('PATCH', `/applications/${test.application(name).objectId}`, { ...ada, body: { tags } });
  return { ...test, get, round, set, tag, start: '/v1.0/applications/delta?$select=id,displayName,tags' };
}

test('[application.delta] everything once, then only what was made or changed since', async () => {
  const { round, tag, ask, azure, application, start } = feed();
  const first = await round(start);
  expect(first.rows.map(({ id }) => id).sort()).toEqual([...azure.state.applications.keys()].sort());
  const quiet = await round(first.link);
  expect(quiet.pages).toEqual([[]]);
  await tag('Invoice Service', ['mailgrant']);
  const made = await ask('POST', '/applications', { ...pipeline, body: { displayName: 'New', tags: ['x'] } });
  const { rows, link } = await round(quiet.link);
  const invoice = { id: application('Invoice Service').objectId, displayName: 'Invoice Service' };
  expect(rows).toHaveLength(2);
  expect(rows).toContainEqual({ ...invoice, tags: ['mailgrant'] });
  expect(rows).toContainEqual({ id: made.body.id, displayName: 'New', tags: ['x'] });
  expect((await round(link)).rows).toEqual([]);
  // An older link still knows what it does not know.
  expect((await round(first.link)).rows).toHaveLength(2);
});

test('[application.delta.links] a round has pages, empty ones too, and its links need no options', async () => {
  const { get, round, set, start, azure } = feed();
  await set({ pageSize: 3, emptyPages: 2 });
  const { pages, rows } = await round(start);
  expect(pages.map(({ length }) => length)).toEqual([3, 3, 2, 0, 0]);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(azure.state.applications.size);
  const link = (await get(start)).body['@odata.nextLink'] ?? '';
  expect([...new URL(link).searchParams.keys()]).toEqual(['$skiptoken']);
  expect(Object.keys((await get(link)).body.value[0] ?? {})).toEqual(['id', 'displayName', 'tags']);
  // What is asked again is answered again: a client may lose an answer.
  expect((await get(link)).body).toEqual((await get(link)).body);
});

test('what changes between two pages is lost by neither this round nor the next', async () => {
  const { get, round, set, tag, start, application } = feed();
  await set({ pageSize: 1 });
  const first = await get(start);
  const { objectId } = application('Newsletter');
  await tag('Newsletter', ['mailgrant']);
  const { link } = await round(first.body['@odata.nextLink'] ?? '');
  expect((await round(link)).rows).toMatchObject([{ id: objectId, tags: ['mailgrant'] }]);
});

test('[application.delta.latest] only what is to come', async () => {
  const { get, round, set, tag, start } = feed();
  await set({ emptyPages: 2 });
  const { body } = await get(`${start}&$deltatoken=latest`);
  expect(body).toMatchObject({ value: [], '@odata.deltaLink': expect.any(String) as string });
  await tag('Newsletter', ['mailgrant']);
  expect((await round(body['@odata.deltaLink'] ?? '')).rows).toMatchObject([{ tags: ['mailgrant'] }]);
});

test('[application.delta.select] a change of something else is none', async () => {
  const { get, round, ask, application } = feed();
  const { objectId } = application('Newsletter');
  const tags = await round('/v1.0/applications/delta?$select=tags');
  const all = await round('/v1.0/applications/delta');
  expect(Object.keys(tags.rows[0] ?? {})).toEqual(['id', 'tags']);
  expect(all.rows[0]).toHaveProperty('appId');
  await ask('PATCH', `/applications/${objectId}`, { ...ada, body: { displayName: 'Renamed' } });
  expect((await round(tags.link)).rows).toEqual([]);
  expect((await round(all.link)).rows).toMatchObject([{ id: objectId, displayName: 'Renamed' }]);
  expect((await get('/v1.0/applications/delta?$select=colour')).status).toBe(400);
});

test('[application.delta.removed] gone for now is changed, gone for good is deleted', async () => {
  const { round, ask, application, start } = feed();
  const { objectId: id } = application('Newsletter');
  const first = await round(start);
  await ask('DELETE', `/applications/${id}`, ada);
  const soft = await round(first.link);
  expect(soft.rows).toEqual([{ id, '@removed': { reason: 'changed' } }]);
  await ask('POST', `/directory/deletedItems/${id}/restore`, ada);
  const back = await round(soft.link);
  expect(back.rows).toMatchObject([{ id, displayName: 'Newsletter', tags: ['marketing'] }]);
  await ask('DELETE', `/applications/${id}`, ada);
  await ask('DELETE', `/directory/deletedItems/${id}`, ada);
  const hard = await round(back.link);
  expect(hard.rows).toEqual([{ id, '@removed': { reason: 'deleted' } }]);
  // Whoever starts now never hears of it.
  expect((await round(start)).rows.map((row) => row.id)).not.toContain(id);
});

test('[application.delta.replays] on demand the same object comes more than once, and without a change', async () => {
  const { round, set, start, azure } = feed();
  await set({ replays: 1, pageSize: 3 });
  const first = await round(start);
  expect(first.rows).toHaveLength(2 * azure.state.applications.size);
  expect((await round(first.link)).rows).toHaveLength(azure.state.applications.size);
  const some = async (seed: number) => {
    await set({ replays: 0.5, seed });
    return (await round(first.link)).rows.map(({ id }) => id);
  };
  expect(await some(1)).toEqual(await some(1));
  expect(await some(1)).not.toEqual(await some(2));
});

test('[application.delta.filter] by id, and by nothing else', async () => {
  const { get, round, tag, application } = feed();
  const [one, other] = [application('Newsletter').objectId, application('Invoice Service').objectId];
  const { rows, link } = await round(`/v1.0/applications/delta?$filter=id eq '${one}' or id eq '${other}'`);
  expect(rows.map(({ id }) => id).sort()).toEqual([one, other].sort());
  const only = await round(`/v1.0/applications/delta?$filter=id eq '${one}'`);
  await tag('Invoice Service', ['mailgrant']);
  expect((await round(link)).rows).toHaveLength(1);
  expect((await round(only.link)).rows).toEqual([]);
  const many = Array.from({ length: 51 }, () => `id eq '${one}'`).join(' or ');
  for (const filter of ["tags/any(t:t eq 'mailgrant')", "displayName eq 'Newsletter'", many])
    expect((await get(`/v1.0/applications/delta?$filter=${filter}`)).status).toBe(400);
});

test('[application.delta.options] no $top, no order, nothing expanded', async () => {
  const { get, start } = feed();
  for (const option of ['$top=5', '$orderby=displayName', '$expand=owners', '$search=x'])
    expect((await get(`${start}&${option}`)).status).toBe(400);
  expect((await get(`${start}&$count=true`)).status).toBe(501);
});

test('[application.delta.tokenLife] after seven days a token is forgotten', async () => {
  const { get, round, clock, start } = feed();
  const { link } = await round(start);
  clock.advance(7 * day - 1);
  expect((await get(link)).status).toBe(200);
  clock.advance(1);
  const { status, body } = await get(link);
  expect([status, body.error?.code]).toEqual([410, 'syncStateNotFound']);
});

test('[application.delta.410] the answer says where to begin anew, with the same options', async () => {
  const { get, round, set, start, azure } = feed();
  const { link } = await round(start);
  await set({ expireTokens: true });
  const { status, headers } = await get(link);
  expect(status).toBe(410);
  const { searchParams } = new URL(headers.location ?? '');
  expect(Object.fromEntries(searchParams)).toEqual({ $select: 'id,displayName,tags', $deltatoken: '' });
  expect((await round(headers.location ?? '')).rows).toHaveLength(azure.state.applications.size);
});

test('[application.delta.badToken] a token that Graph did not make', async () => {
  const { get } = feed();
  for (const token of ['nonsense', 'e30']) {
    expect((await get(`/v1.0/applications/delta?$deltatoken=${token}`)).status).toBe(400);
    expect((await get(`/v1.0/applications/delta?$skiptoken=${token}`)).status).toBe(400);
  }
});

test('[graph.denied] [graph.replication] of delta queries as of all reads', async () => {
  const { ask, round, clock, start } = feed({ delays: { graphReplication: 10_000 } });
  const refused = await ask('GET', '/applications/delta', { as: 'Invoice Service' });
  expect(refused.status).toBe(403);
  const { link } = await round(start);
  await ask('POST', '/applications', { ...pipeline, body: { displayName: 'New' } });
  expect((await round(link)).rows).toEqual([]);
  clock.advance(10_000);
  expect((await round(link)).rows).toMatchObject([{ displayName: 'New' }]);
});
