import { describe, expect, it } from 'vitest';
import { gatewaysAnswered, refusal } from './recordedAnswers.ts';
import type { Answer } from './recordedAnswers.ts';
import { localGateways } from './localGateways.ts';

const feed = 'https://graph.microsoft.com/v1.0/applications/delta';
const nextLink = `${feed}?$skiptoken=Page2`;
const deltaLink = `${feed}?$deltatoken=Later`;
const id = '9a0c7f52-0000-4000-8000-0000000000aa';

function page(value: object[], links: object): Answer {
  return { status: 200, body: { '@odata.context': `${feed}(id,appId,tags)`, ...links, value } };
}

describe('a page of changes', () => {
  it('is asked for with no more than is needed, and then by its links', async () => {
    const { directory, requests } = gatewaysAnswered(
      page([], { '@odata.nextLink': nextLink }),
      page([], { '@odata.deltaLink': deltaLink }),
    );
    expect(await directory.applicationChanges()).toEqual({ rows: [], link: nextLink, isLast: false });
    expect(await directory.applicationChanges(nextLink)).toEqual({ rows: [], link: deltaLink, isLast: true });
    expect(requests.map(({ url }) => url)).toEqual([`${feed}?$select=id,appId,tags`, nextLink]);
  });

  it.each([
    ['a new application', { appId: 'x', tags: ['mailgrant'] }, { appId: 'x', tags: ['mailgrant'] }],
    ['changed tags alone', { tags: [] }, { tags: [] }],
    ['tags taken away', { tags: null }, { tags: [] }],
    ['no changed property', {}, {}],
    ['one that can be restored', { '@removed': { reason: 'changed' } }, { removed: 'changed' }],
    ['one that is gone for good', { '@removed': { reason: 'deleted' } }, { removed: 'deleted' }],
  ])('shows %s', async (_what, row, expected) => {
    const answered = gatewaysAnswered(page([{ id, ...row }], { '@odata.deltaLink': deltaLink }));
    expect(await answered.directory.applicationChanges()).toMatchObject({
      rows: [{ objectId: id, ...expected }],
    });
  });

  it.each([
    [410, 'Gone'],
    [400, 'syncStateNotFound'],
    [404, 'syncStateInvalid'],
    [403, 'Directory_ResyncRequired'],
    [400, 'BadRequest'],
  ])('has expired by %i %s', async (status, code) => {
    const { directory } = gatewaysAnswered(refusal(status, code));
    expect(await directory.applicationChanges(deltaLink)).toBe('expired');
    // Without a link there is nothing that could have expired.
    await expect(directory.applicationChanges()).rejects.toMatchObject({ name: 'AzureError', status });
  });

  it.each([
    [403, 'Authorization_RequestDenied'],
    [429, 'TooManyRequests'],
    [503, 'serviceNotAvailable'],
  ])('has not expired by %i %s', async (status, code) => {
    const { directory } = gatewaysAnswered(refusal(status, code));
    await expect(directory.applicationChanges(deltaLink)).rejects.toMatchObject({ status, code });
  });

  it('of another cloud has expired, and no token goes there', async () => {
    const { directory, requests } = gatewaysAnswered(page([], { '@odata.deltaLink': deltaLink }));
    for (const link of ['https://evil.example/v1.0/applications/delta', 'nonsense'])
      expect(await directory.applicationChanges(link)).toBe('expired');
    expect(requests).toEqual([]);
  });

  it.each([
    ['leads elsewhere', { '@odata.nextLink': 'https://evil.example/next' }],
    ['is no address', { '@odata.nextLink': 'next' }],
    ['is missing', {}],
  ])('is not believed if its link %s', async (_how, links) => {
    const { directory } = gatewaysAnswered(page([{ id }], links));
    for (const link of [undefined, deltaLink])
      await expect(directory.applicationChanges(link)).rejects.toMatchObject({ code: 'UnreadableAnswer' });
  });
});

describe('on a local Graph', () => {
  const round = async ({ directory }: ReturnType<typeof localGateways>, from?: string) => {
    const pages = [];
    for (let link = from; ;) {
      const read = await directory.applicationChanges(link);
      if (read === 'expired') expect.fail('It has expired.');
      pages.push(read.rows);
      link = read.link;
      if (read.isLast) return { pages, rows: pages.flat(), link };
    }
  };

  it('all applications come on pages, empty ones too, and then what has changed', async () => {
    const local = localGateways();
    await local.send({ method: 'POST', url: '/_local/delta', body: { pageSize: 3, emptyPages: 2 } });
    const first = await round(local);
    expect(first.pages.slice(-2)).toEqual([[], []]);
    const all = [...local.azure.state.applications.values()];
    expect(first.rows).toHaveLength(all.length);
    const [one] = all;
    expect(first.rows).toContainEqual({ objectId: one?.objectId, appId: one?.appId, tags: one?.tags });
    one?.tags.push('mailgrant');
    expect((await round(local, first.link)).rows).toMatchObject([
      { objectId: one?.objectId, tags: one?.tags },
    ]);
  });

  it('a forgotten place has expired', async () => {
    const local = localGateways();
    const { link } = await round(local);
    await local.send({ method: 'POST', url: '/_local/delta', body: { expireTokens: true } });
    expect(await local.directory.applicationChanges(link)).toBe('expired');
  });
});
