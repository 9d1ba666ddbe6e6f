import * as df from 'durable-functions';
import { expect, it } from 'vitest';
import type { Clock } from '../../../dev/clock.ts';
import { DurableEngine } from '../../../dev/host/durable/engine.ts';
import { collectFunctions } from '../../../dev/host/functionApp.ts';
import { FunctionInvoker } from '../../../dev/host/invocation.ts';
import { silentLog } from '../../../dev/host/log.ts';

it('a timer that fires late is not forgotten when another turn ends in the meantime', async () => {
  // A busy process: time has passed, but the callback of the timer has not had its turn yet.
  let now = Date.parse('2026-01-01T00:00:00Z');
  const armed = new Set<() => void>();
  const clock: Clock = {
    now: () => now,
    at(_at, run) {
      armed.add(run);
      return () => armed.delete(run);
    },
  };
  const app = collectFunctions(() => {
    df.app.orchestration('sleeping', function* (context) {
      yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 1000));
    });
    // eslint-disable-next-line require-yield -- it has nothing to wait for
    df.app.orchestration('other', function* () {
      return 'done';
    });
  });
  const engine = new DurableEngine({
    invoker: new FunctionInvoker(app, silentLog, () => ({})),
    data: ':memory:',
    clock,
    log: silentLog,
    failureDetails: true,
    deliverTwice: false,
  });
  engine.start({ name: 'sleeping', input: null, instanceId: 'sleeping' });
  await engine.idle();
  now += 5000;
  await engine.finished(engine.start({ name: 'other', input: null }));

  for (const run of armed) run();
  expect(await engine.finished('sleeping')).toMatchObject({ runtimeStatus: 'Completed' });
  await engine.stop();
});
