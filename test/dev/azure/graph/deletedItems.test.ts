import { expect, test } from 'vitest';
import { ada, graph } from './graphCalls.ts';

const day = 24 * 3600_000;

function deleted() {
  const calls = graph();
  const { objectId } = calls.application('Newsletter');
  const item = `/directory/deletedItems/${objectId}`;
  return { ...calls, objectId, item, remove: () => calls.ask('DELETE', `/applications/${objectId}`, ada) };
}

test('[deletedItem.restore.200] a restored application is the one that it was, without its service principal', async () => {
  const { ask, objectId, item, remove } = deleted();
  expect((await ask('POST', `${item}/restore`, ada)).status).toBe(404);
  await remove();
  expect((await ask('POST', `${item}/restore`)).status).toBe(403);
  const restored = await ask('POST', `${item}/restore`, ada);
  expect(restored).toMatchObject({ status: 200, body: { id: objectId, tags: ['marketing'] } });
  const { body } = await ask('GET', `/applications/${objectId}`);
  expect(body.displayName).toBe('Newsletter');
  expect((await ask('GET', `/servicePrincipals(appId='${String(body.appId)}')`)).status).toBe(404);
});

test('[deletedItem.get.200] a deleted application can be read, one that is not deleted is not there', async () => {
  const { ask, item, objectId, remove } = deleted();
  expect((await ask('GET', item)).status).toBe(404);
  await remove();
  expect(await ask('GET', item)).toMatchObject({
    status: 200,
    body: {
      '@odata.type': '#microsoft.graph.application',
      id: objectId,
      displayName: 'Newsletter',
      deletedDateTime: expect.stringMatching(/Z$/) as string,
    },
  });
});

test('[deletedItem.delete.204] what is deleted twice cannot be restored', async () => {
  const { ask, item, remove } = deleted();
  await remove();
  expect((await ask('DELETE', item)).status).toBe(403);
  expect((await ask('DELETE', item, ada)).status).toBe(204);
  expect((await ask('POST', `${item}/restore`, ada)).status).toBe(404);
  expect((await ask('DELETE', '/directory/deletedItems/nonsense', ada)).status).toBe(400);
});

test('[deletedItem.life] after 30 days it is gone by itself', async () => {
  const { ask, azure, clock, objectId, item, remove } = deleted();
  await remove();
  clock.advance(30 * day - 1);
  expect(azure.state.applications.has(objectId)).toBe(true);
  clock.advance(1);
  expect((await ask('POST', `${item}/restore`, ada)).status).toBe(404);
  expect(azure.state.applications.has(objectId)).toBe(false);
});
