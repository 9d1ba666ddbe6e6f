import { app as functions } from '@azure/functions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../dev/clock.ts';
import { collectFunctions } from '../../../dev/host/functionApp.ts';
import { startHost } from '../../../dev/host/host.ts';
import { silentLog } from '../../../dev/host/log.ts';
import { startSample } from './sampleHost.ts';
import type { SampleHost } from './sampleHost.ts';

const webhook = '/runtime/webhooks/EventGrid?functionName=onEvent';
const minute = 60_000;

let host: SampleHost;
let alreadySeen: number;
beforeEach(async () => {
  alreadySeen = 0;
  host = await startSample();
  alreadySeen = (await seen()).length;
});
afterEach(() => host.stop());

/** What the app has seen since the test began. */
async function seen(): Promise<unknown[]> {
  const all = (await (await host.get('/sample/seen')).json()) as unknown[];
  return all.slice(alreadySeen);
}

type Seen = { timer?: string; event?: string };

/** Asks until the app has seen this: it is called in the background. */
async function seenSoon(isIt: (entry: Seen) => boolean): Promise<unknown> {
  for (;;) {
    const found = ((await seen()) as Seen[]).find(isIt);
    if (found !== undefined) return found;
  }
}

describe('the Event Grid webhook', () => {
  const event = (id: string, data: Record<string, unknown> = {}) => ({ id, eventType: 'T', data });

  it('answers the validation of a subscription', async () => {
    const body = [event('1', { validationCode: 'code-1' })];
    const response = await host.post(webhook, body, { 'aeg-event-type': 'SubscriptionValidation' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ validationResponse: 'code-1' });
  });

  it('calls the function once for each event', async () => {
    const notification = { 'aeg-event-type': 'Notification' };
    const response = await host.post(webhook, [event('1', { a: 1 }), event('2', { a: 2 })], notification);
    expect(response.status).toBe(202);
    expect(await seen()).toEqual([
      { event: '1', data: { a: 1 } },
      { event: '2', data: { a: 2 } },
    ]);
  });

  it('asks for another delivery if one of the events could not be handled', async () => {
    const events = [event('1'), event('2', { fail: true })];
    expect((await host.post(webhook, events, { 'aeg-event-type': 'Notification' })).status).toBe(500);
  });

  it('takes CloudEvents, after the handshake', async () => {
    const handshake = await fetch(host.url + webhook, {
      method: 'OPTIONS',
      headers: { 'WebHook-Request-Origin': 'eventgrid.azure.net' },
    });
    expect(handshake.status).toBe(200);
    expect(handshake.headers.get('webhook-allowed-origin')).toBe('eventgrid.azure.net');
    expect(handshake.headers.get('webhook-allowed-rate')).toBe('*');

    const cloudEvent = { specversion: '1.0', id: 'c1', data: { b: 1 } };
    const contentType = { 'content-type': 'application/cloudevents+json' };
    expect((await host.post(webhook, cloudEvent, contentType)).status).toBe(400);
    const headers = { ...contentType, 'aeg-event-type': 'Notification' };
    expect((await host.post(webhook, cloudEvent, headers)).status).toBe(202);
    expect(await seen()).toEqual([{ event: 'c1', data: { b: 1 } }]);
  });

  it('refuses what it does not know', async () => {
    expect((await host.post(webhook, [], { 'aeg-event-type': 'Unsubscribe' })).status).toBe(202);
    expect((await host.post(webhook, [], { 'aeg-event-type': 'Other' })).status).toBe(400);
    expect((await host.post('/runtime/webhooks/eventgrid?functionName=hello', [])).status).toBe(404);
    expect((await fetch(host.url + webhook, { method: 'POST', body: '{' })).status).toBe(400);
  });
});

describe('timers', () => {
  it('fire by their schedule, with what the function wants to know', async () => {
    host.clock.advance(5 * minute - 1);
    expect(await seen()).toEqual([]);
    host.clock.advance(1);
    expect(await seenSoon(({ timer }) => timer === 'everyFiveMinutes')).toEqual({
      timer: 'everyFiveMinutes',
      schedule: { adjustForDST: true },
      scheduleStatus: {
        last: '1970-01-01T00:00:00.000Z',
        lastUpdated: '1970-01-01T00:00:00.000Z',
        next: '2026-01-01T00:10:00.000Z',
      },
      isPastDue: false,
    });
  });

  it('are waited for by who wants the host to rest', async () => {
    const release = Promise.withResolvers<void>();
    let isOver = false;
    const app = collectFunctions(() => {
      functions.timer('slow', {
        schedule: '0 * * * * *',
        handler: async () => {
          await release.promise;
          isOver = true;
        },
      });
    });
    const clock = new ManualClock();
    const own = await startHost({ app, port: 0, data: ':memory:', clock, log: silentLog });
    clock.advance(minute);
    const rest = own.idle().then(() => isOver);
    // For its engine there is nothing to wait for.
    for (let turn = 0; turn < 3; turn++) await own.engine.idle();
    release.resolve();
    expect(await rest).toBe(true);
    await own.stop();
  });

  it('take their schedule from a setting', async () => {
    // Thursday, 1 January 2026: the setting says 9:30 on working days.
    host.clock.moveTo(Date.parse('2026-01-01T09:29:59Z'));
    expect(await seen()).not.toContainEqual({ timer: 'bySetting' });
    host.clock.moveTo(Date.parse('2026-01-01T09:30:00Z'));
    await seenSoon(({ timer }) => timer === 'bySetting');
  });

  it('run when the admin endpoint is asked to', async () => {
    expect((await host.post('/admin/functions/bySetting', { input: '' })).status).toBe(202);
    await seenSoon(({ timer }) => timer === 'bySetting');
  });
});

describe('the admin endpoints', () => {
  it('tell the state of the host and the functions', async () => {
    expect(await (await host.get('/admin/host/status')).json()).toEqual({ state: 'Running' });
    const functions = (await (await host.get('/admin/functions')).json()) as { name: string }[];
    expect(functions.map(({ name }) => name)).toContain('fanOut');
  });

  it('run a function with an input, but no orchestrator', async () => {
    const input = JSON.stringify({ id: 'by hand', data: { c: 1 } });
    expect((await host.post('/admin/functions/onEvent', { input })).status).toBe(202);
    await seenSoon(({ event }) => event === 'by hand');
    expect((await host.post('/admin/functions/fanOut', { input: '' })).status).toBe(400);
    expect((await host.post('/admin/functions/nobody', { input: '' })).status).toBe(404);
  });
});
