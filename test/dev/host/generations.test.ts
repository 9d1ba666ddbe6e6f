import * as df from 'durable-functions';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../dev/clock.ts';
import { collectFunctions } from '../../../dev/host/functionApp.ts';
import { startHost } from '../../../dev/host/host.ts';
import { silentLog } from '../../../dev/host/log.ts';
import { startSample } from './sampleHost.ts';

describe('results that nobody waits for', () => {
  it('do not reach the next generation, where the same ids mean other tasks', async () => {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let isOver = false;
    const app = collectFunctions(() => {
      df.app.activity('slow', {
        handler: async () => {
          started.resolve();
          await release.promise;
          isOver = true;
          return 'stale';
        },
      });
      df.app.activity('quick', { handler: () => 'fresh' });
      df.app.orchestration('main', function* (context) {
        if (context.df.getInput<{ second?: boolean }>().second) {
          yield context.df.waitForExternalEvent('released');
          const result: unknown = yield context.df.callActivity('quick');
          return result;
        }
        const slow = context.df.callActivity('slow');
        yield context.df.Task.any([slow, context.df.waitForExternalEvent('go')]);
        context.df.continueAsNew({ second: true });
        return undefined;
      });
    });
    const host = await startHost({
      app,
      port: 0,
      data: ':memory:',
      clock: new ManualClock(),
      log: silentLog,
    });
    const id = host.engine.start({ name: 'main', input: {} });
    await started.promise;
    host.engine.raiseEvent(id, 'go');
    while (JSON.stringify(host.engine.get(id)?.input) !== '{"second":true}') {
      await new Promise((next) => setImmediate(next));
    }
    release.resolve();
    await host.engine.idle();
    expect(isOver).toBe(true);
    host.engine.raiseEvent(id, 'released');
    expect((await host.engine.finished(id)).output).toBe('fresh');
    await host.stop();
  });
});

describe('events', () => {
  /** An orchestration that works off one event per generation, and as many more as it can see. */
  async function listening() {
    const heard: unknown[] = [];
    const working = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const app = collectFunctions(() => {
      df.app.activity('work', {
        handler: async (what: unknown) => {
          heard.push(what);
          working.resolve();
          await release.promise;
          return null;
        },
      });
      df.app.orchestration('main', function* (context) {
        const what: unknown = yield context.df.waitForExternalEvent('word');
        yield context.df.callActivity('work', what);
        context.df.continueAsNew({});
      });
    });
    const clock = new ManualClock();
    const host = await startHost({ app, port: 0, data: ':memory:', clock, log: silentLog });
    return { host, heard, working: working.promise, release: release.resolve };
  }

  it('that are raised before the first turn are not lost', async () => {
    const { host, heard, release } = await listening();
    release();
    const id = host.engine.start({ name: 'main', input: {} });
    host.engine.raiseEvent(id, 'word', 'early');
    await host.idle();
    expect(heard).toEqual(['early']);
    await host.stop();
  });

  it('that a generation has got and not taken end with it, as in Azure', async () => {
    const { host, heard, working, release } = await listening();
    const id = host.engine.start({ name: 'main', input: {} });
    host.engine.raiseEvent(id, 'word', 'first');
    await working;
    host.engine.raiseEvent(id, 'word', 'meanwhile');
    while (!JSON.stringify(host.engine.history(id)).includes('meanwhile'))
      await new Promise((next) => setImmediate(next));
    release();
    await host.idle();
    host.engine.raiseEvent(id, 'word', 'later');
    await host.idle();
    expect(heard).toEqual(['first', 'later']);
    await host.stop();
  });
});

describe('deliverTwice', () => {
  it('runs each activity a second time, as if the first result had been lost', async () => {
    const host = await startSample({ deliverTwice: true });
    // The first delivery of the only attempt fails, the second does not.
    const id = await host.start('retry', { failures: 1, attempts: 1 }, 'twice');
    expect((await host.engine.finished(id)).output).toBe(2);
    await host.stop();
  });
});
