import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSample } from './sampleHost.ts';
import type { SampleHost } from './sampleHost.ts';

const api = '/runtime/webhooks/durabletask';
const minute = 60_000;

let host: SampleHost;
beforeEach(async () => {
  host = await startSample();
});
afterEach(() => host.stop());

const status = async (id: string, query = '') => {
  const response = await host.get(`${api}/instances/${id}${query}`);
  return {
    code: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
};

describe('starting', () => {
  it('answers with the addresses of the instance, which work', async () => {
    const response = await host.post(`${api}/orchestrators/fanOut/my-id`, [1]);
    expect(response.status).toBe(202);
    const urls = (await response.json()) as Record<string, string>;
    expect(urls.id).toBe('my-id');
    expect(response.headers.get('location')).toBe(urls.statusQueryGetUri);
    expect(response.headers.get('retry-after')).toBe('10');
    await host.engine.finished('my-id');
    expect(await (await fetch(urls.statusQueryGetUri ?? '')).json()).toMatchObject({ output: [2] });
  });

  it('makes an id of 32 hexadecimal digits if none is given', async () => {
    expect(await host.start('fanOut', [])).toMatch(/^[0-9a-f]{32}$/);
  });

  it('refuses an unknown orchestrator, bad JSON, and an id that is still going on', async () => {
    expect((await host.post(`${api}/orchestrators/nobody`)).status).toBe(400);
    expect((await host.post(`${api}/orchestrators/fanOut/@entity`, [])).status).toBe(400);
    const bad = await fetch(`${host.url}${api}/orchestrators/fanOut`, { method: 'POST', body: '{' });
    expect(bad.status).toBe(400);
    await host.start('steps', {}, 'busy');
    expect((await host.post(`${api}/orchestrators/steps/busy`)).status).toBe(409);
  });

  it('replaces an instance that has ended', async () => {
    await host.engine.finished(await host.start('fanOut', [1], 'again'));
    await host.engine.finished(await host.start('fanOut', [2], 'again'));
    expect(await status('again')).toMatchObject({ code: 200, body: { output: [4] } });
  });

  it('waits for the end if asked to, but not longer', async () => {
    const ended = await host.post(`${api}/orchestrators/fanOut?timeout=10&pollingInterval=1`, [4]);
    expect([ended.status, await ended.json()]).toEqual([200, [8]]);
    const failed = await host.post(`${api}/orchestrators/failing?timeout=10`);
    expect(failed.status).toBe(500);
    const waiting = host.post(`${api}/orchestrators/steps/slow?timeout=10`);
    while (host.engine.get('slow')?.runtimeStatus !== 'Running') await host.engine.idle();
    host.clock.advance(10_000);
    expect((await waiting).status).toBe(202);
  });

  it('gives an orchestrator the empty text when the client starts it without input, as the real host does', async () => {
    const { result } = await host.client('startNew', 'steps');
    expect(host.engine.get(String(result))?.input).toBe('');
  });
});

describe('status', () => {
  it('tells of a running instance and of one that has ended', async () => {
    const id = await host.start('steps', { a: 1 });
    await host.engine.idle();
    const running = await status(id);
    expect(running.code).toBe(202);
    expect(running.headers.get('location')).toContain(id);
    expect(running.headers.get('retry-after')).toBe('5');
    expect(running.body).toEqual({
      name: 'steps',
      instanceId: id,
      runtimeStatus: 'Running',
      input: { a: 1 },
      customStatus: { step: 'first', percent: 10 },
      output: null,
      createdTime: '2026-01-01T00:00:00Z',
      lastUpdatedTime: '2026-01-01T00:00:00Z',
    });
    host.clock.advance(minute);
    for (let step = 0; step < 2; step++) await host.client('raiseEvent', id, 'next', null);
    await host.engine.finished(id);
    expect(await status(id, '?showInput=false')).toMatchObject({
      code: 200,
      body: {
        runtimeStatus: 'Completed',
        output: 'done',
        input: null,
        lastUpdatedTime: '2026-01-01T00:01:00Z',
      },
    });
  });

  it('shows the history on demand, results only on further demand', async () => {
    const id = await host.start('fanOut', [3]);
    await host.engine.finished(id);
    const events = async (query: string) =>
      (await status(id, query)).body.historyEvents as { EventType: string; Result?: unknown }[];
    expect((await events('?showHistory=true')).map((event) => event.EventType)).toEqual([
      'OrchestratorStarted',
      'ExecutionStarted',
      'TaskScheduled',
      'OrchestratorCompleted',
      'OrchestratorStarted',
      'TaskCompleted',
      'ExecutionCompleted',
    ]);
    expect((await events('?showHistory=true')).some((event) => event.Result !== undefined)).toBe(false);
    expect((await events('?showHistory=true&showHistoryOutput=true')).at(-1)?.Result).toEqual([6]);
  });

  it('is 404 for an unknown instance, and 500 for a failed one if asked so', async () => {
    expect((await host.get(`${api}/instances/nobody`)).status).toBe(404);
    const id = await host.start('failing', null);
    await host.engine.finished(id);
    expect((await status(id)).code).toBe(200);
    expect((await status(id, '?returnInternalServerErrorOnFailure=true')).code).toBe(500);
  });
});

describe('events and control', () => {
  it('refuses an event that is not JSON, for nobody, or too late', async () => {
    const id = await host.start('steps', null);
    const raise = (instance: string, headers: Record<string, string>, body: string) =>
      fetch(`${host.url}${api}/instances/${instance}/raiseEvent/next`, { method: 'POST', headers, body });
    const asJson = { 'content-type': 'application/json' };
    expect((await raise(id, { 'content-type': 'text/plain' }, 'x')).status).toBe(400);
    expect((await raise(id, asJson, '{')).status).toBe(400);
    expect((await raise('nobody', asJson, '1')).status).toBe(404);
    expect((await raise(id, asJson, '1')).status).toBe(202);
    await host.client('terminate', id, 'over');
    await host.engine.finished(id);
    expect((await raise(id, asJson, '1')).status).toBe(410);
  });

  it('terminates with the reason as output', async () => {
    const id = await host.start('steps', null);
    expect(await host.client('terminate', id, 'enough')).toEqual({});
    await host.engine.finished(id);
    expect(await status(id)).toMatchObject({
      code: 200,
      body: { runtimeStatus: 'Terminated', output: 'enough' },
    });
    expect((await host.post(`${api}/instances/${id}/terminate?reason=x`)).status).toBe(410);
    expect(await host.client('terminate', 'nobody', 'x')).toMatchObject({ error: /nobody/ });
  });

  it('suspends: events and timers wait until the instance is resumed', async () => {
    const waiting = await host.start('steps', null);
    const sleeping = await host.start('sleep', minute);
    await host.engine.idle();
    for (const id of [waiting, sleeping]) await host.client('suspend', id, 'pause');
    expect((await status(waiting)).body.runtimeStatus).toBe('Suspended');
    await host.client('raiseEvent', waiting, 'next', null);
    host.clock.advance(minute);
    await host.engine.idle();
    expect((await status(waiting)).body.customStatus).toMatchObject({ step: 'first' });
    expect((await status(sleeping)).body.runtimeStatus).toBe('Suspended');

    for (const id of [waiting, sleeping]) await host.client('resume', id, 'go on');
    expect((await host.engine.finished(sleeping)).output).toBe(minute);
    await host.engine.idle();
    expect((await status(waiting)).body).toMatchObject({
      runtimeStatus: 'Running',
      customStatus: { step: 'second' },
    });
  });

  it('restarts with a new id, or with the same', async () => {
    const id = await host.start('fanOut', [5]);
    await host.engine.finished(id);
    const restarted = await host.post(`${api}/instances/${id}/restart?restartWithNewInstanceId=true`);
    const { id: newId } = (await restarted.json()) as { id: string };
    expect(newId).not.toBe(id);
    expect((await host.engine.finished(newId)).output).toEqual([10]);
    await host.post(`${api}/instances/${id}/restart?restartWithNewInstanceId=false`);
    expect((await host.engine.finished(id)).output).toEqual([10]);
  });

  it('says that it cannot rewind', async () => {
    const failed = await host.start('failing', null);
    await host.engine.finished(failed);
    expect((await host.post(`${api}/instances/${failed}/rewind?reason=x`)).status).toBe(501);
    const running = await host.start('steps', null);
    expect((await host.post(`${api}/instances/${running}/rewind?reason=x`)).status).toBe(412);
    expect((await host.post(`${api}/instances/nobody/rewind?reason=x`)).status).toBe(404);
  });
});

describe('lists', () => {
  const list = async (query: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${host.url}${api}/instances/${query}`, { headers });
    const body = (await response.json()) as { instanceId: string; input: unknown }[];
    return {
      ids: body.map(({ instanceId }) => instanceId),
      first: body[0],
      token: response.headers.get('x-ms-continuation-token'),
    };
  };

  beforeEach(async () => {
    await host.engine.finished(await host.start('fanOut', [1], 'a-done'));
    host.clock.advance(minute);
    await host.engine.finished(await host.start('failing', null, 'a-failed'));
    host.clock.advance(minute);
    await host.start('steps', null, 'b-running');
    await host.start('steps', null, 'b-suspended');
    await host.engine.idle();
    await host.client('suspend', 'b-suspended', '');
  });

  it('filter by status, time of creation and beginning of the id', async () => {
    expect((await list('')).ids).toEqual(['a-done', 'a-failed', 'b-running', 'b-suspended']);
    expect((await list('?runtimeStatus=Failed,Suspended')).ids).toEqual(['a-failed', 'b-suspended']);
    expect((await list('?createdTimeFrom=2026-01-01T00:01:00Z')).ids).toHaveLength(3);
    expect((await list('?createdTimeTo=2026-01-01T00:01:00Z')).ids).toEqual(['a-done', 'a-failed']);
    expect((await list('?instanceIdPrefix=b-')).ids).toEqual(['b-running', 'b-suspended']);
    expect((await list('?instanceIdPrefix=a-done&showInput=true')).first?.input).toEqual([1]);
    expect((await host.get(`${api}/instances/?createdTimeFrom=yesterday`)).status).toBe(400);
    expect((await host.get(`${api}/instances/?top=many`)).status).toBe(400);
  });

  it('come in pages, which the durable client follows', async () => {
    const first = await list('?top=3');
    expect(first.ids).toHaveLength(3);
    const second = await list('?top=3', { 'x-ms-continuation-token': first.token ?? '' });
    expect(second).toMatchObject({ ids: ['b-suspended'], token: null });

    const by = await host.client('getStatusBy', { runtimeStatus: ['Completed', 'Failed'] });
    expect(by.result).toMatchObject([{ instanceId: 'a-done' }, { instanceId: 'a-failed' }]);
    for (let index = 0; index < 120; index++) host.engine.start({ name: 'fanOut', input: [] });
    expect((await host.client('getStatusAll')).result).toHaveLength(124);
  });

  it('purge what has ended: one, or by filter', async () => {
    expect((await host.client('purgeInstanceHistory', 'b-running')).error).toMatch(/412/);
    expect((await host.client('purgeInstanceHistory', 'a-done')).result).toEqual({ instancesDeleted: 1 });
    expect((await host.client('purgeInstanceHistory', 'a-done')).result).toEqual({ instancesDeleted: 0 });

    const purge = (query: string) => fetch(`${host.url}${api}/instances/${query}`, { method: 'DELETE' });
    expect((await purge('?runtimeStatus=Failed')).status).toBe(400);
    const since = { createdTimeFrom: '2026-01-01T00:00:00Z' };
    expect((await host.client('purgeInstanceHistoryBy', since)).result).toEqual({ instancesDeleted: 1 });
    expect((await purge('?createdTimeFrom=2026-01-01T00:00:00Z')).status).toBe(404);
    expect((await list('')).ids).toEqual(['b-running', 'b-suspended']);
  });
});
