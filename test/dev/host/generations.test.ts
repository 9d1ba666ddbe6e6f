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

describe('deliverTwice', () => {
  it('runs each activity a second time, as if the first result had been lost', async () => {
    const host = await startSample({ deliverTwice: true });
    // The first delivery of the only attempt fails, the second does not.
    const id = await host.start('retry', { failures: 1, attempts: 1 }, 'twice');
    expect((await host.engine.finished(id)).output).toBe(2);
    await host.stop();
  });
});
