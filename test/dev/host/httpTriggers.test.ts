import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSample } from './sampleHost.ts';
import type { SampleHost } from './sampleHost.ts';

let host: SampleHost;
beforeAll(async () => {
  host = await startSample();
});
afterAll(() => host.stop());

describe('HTTP functions', () => {
  it('get route parameters, query, headers, and settings from local.settings.json', async () => {
    const response = await fetch(`${host.url}/sample/HELLO/Ann%20B/3?greeting=hi`, {
      headers: { 'x-agent': 'test' },
    });
    expect(await response.json()).toEqual({
      url: `${host.url}/sample/HELLO/Ann%20B/3?greeting=hi`,
      name: 'Ann B',
      times: '3',
      greeting: 'hi',
      agent: 'test',
      setting: 'from local.settings.json',
    });
    expect(response.headers.get('set-cookie')).toBe(
      'seen=yes; Max-Age=60; Path=/; HttpOnly; SameSite=Strict',
    );
  });

  it('are found by the most literal route', async () => {
    expect(await (await host.get('/sample/hello/world')).text()).toBe('the literal route');
    expect(await (await host.get('/sample/hello/you')).json()).toMatchObject({ name: 'you', times: null });
    expect(await (await host.get('/sample/files/a/b.txt')).text()).toBe('a/b.txt');
  });

  it('get and give bytes as they are', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const response = await fetch(`${host.url}/sample/echo`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
    });
    expect(response.status).toBe(201);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('answer 204 without a result, 500 when they throw, 404 and 405 when there is none', async () => {
    expect((await host.post('/sample/nothing')).status).toBe(204);
    const broken = await host.get('/sample/broken');
    expect([broken.status, await broken.text()]).toEqual([500, '']);
    expect((await host.get('/sample/nowhere')).status).toBe(404);
    expect((await host.get('/api/hello/you')).status).toBe(404);
    expect((await host.get('/sample/hello/you/many')).status).toBe(404);
    const wrong = await host.get('/sample/echo');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, PUT']);
  });

  it('are wrapped by the hooks of the app', async () => {
    const response = await host.get('/sample/hooked');
    expect(response.status).toBe(203);
    expect(response.headers.get('x-hooked')).toBe('true');
    expect(await response.text()).toBe('hooked');
    expect(await (await host.get('/sample/seen')).json()).toContain('app started');
  });
});

describe('the durable client of an HTTP function', () => {
  it('makes addresses with the origin of the request, the task hub of host.json and a working path', async () => {
    const response = await host.post('/sample/start/fanOut/of-client', [1]);
    const urls = (await response.json()) as Record<string, string>;
    expect(urls.statusQueryGetUri).toBe(
      `${host.url}/runtime/webhooks/durabletask/instances/of-client?taskHub=SampleHub&connection=Storage&code=local`,
    );
    await host.engine.finished('of-client');
    expect((await fetch(urls.purgeHistoryDeleteUri ?? '', { method: 'DELETE' })).status).toBe(200);
  });
});
