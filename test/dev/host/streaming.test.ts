import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSample } from './sampleHost.ts';
import type { SampleHost } from './sampleHost.ts';

// Streaming is switched on for a whole process, so these tests have a file, and with it a process, of their own.
let host: SampleHost;
beforeAll(async () => {
  process.env.SAMPLE_STREAMING = 'on';
  host = await startSample();
});
afterAll(() => host.stop());

describe('an app that streams HTTP', () => {
  it('answers while the request still comes in', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const response = fetch(`${host.url}/sample/countdown`, {
      method: 'POST',
      body: readable,
      duplex: 'half',
    });
    await writer.write(Buffer.from('three'));
    const reader = (await response).body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('THREE');
    await writer.write(Buffer.from('two'));
    expect((await reader?.read())?.value).toBe('TWO');
    await writer.close();
    expect((await reader?.read())?.value).toBe(' and done');
    expect((await reader?.read())?.done).toBe(true);
  });

  it('gets route parameters, query, headers and cookies as before', async () => {
    const response = await fetch(`${host.url}/sample/hello/Ann/2?greeting=hi`, {
      headers: { 'x-agent': 'test' },
    });
    expect(await response.json()).toMatchObject({ name: 'Ann', times: '2', greeting: 'hi', agent: 'test' });
    expect(response.headers.get('set-cookie')).toContain('seen=yes');
    expect(response.headers.has('x-ms-invocation-id')).toBe(false);
  });

  it('answers 204 without a result, and 500 when a function throws', async () => {
    expect((await host.post('/sample/nothing')).status).toBe(204);
    expect((await host.get('/sample/broken')).status).toBe(500);
  });
});
