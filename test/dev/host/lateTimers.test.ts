import * as df from 'durable-functions';
import { expect, it } from 'vitest';
import type { Clock } from '../../../dev/clock.ts';
import { DurableEngine } from '../../../dev/host/durable/engine.ts';
import { collectFunctions } from '../../../dev/host/functionApp.ts';
import { FunctionInvoker } from '../../../dev/host/invocation.ts';
import { silentLog } from '../../../dev/host/log.ts';

const start = Date.parse('2026-01-01T00:00:00Z');

const app = collectFunctions(() => {
  df.app.orchestration('sleeping', function* (context) {
    yield context.df.createTimer(new Date(start + context.df.getInput<number>()));
  });
  // eslint-disable-next-line require-yield -- it has nothing to wait for
  df.app.orchestration('other', function* () {
    return 'done';
  });
});

function engineBy(clock: Clock): DurableEngine {
  return new DurableEngine({
    invoker: new FunctionInvoker(app, silentLog, () => ({})),
    data: ':memory:',
    clock,
    log: silentLog,
    failureDetails: true,
    deliverTwice: false,
  });
}

it('a timer that fires late is not forgotten when another turn ends in the meantime', async () => {
  // A busy process: time has passed, but the callback of the timer has not had its turn yet.
  let now = start;
  const armed = new Set<() => void>();
  const engine = engineBy({
    now: () => now,
    at(_at, run) {
      armed.add(run);
      return () => armed.delete(run);
    },
  });
  engine.start({ name: 'sleeping', input: 1000, instanceId: 'sleeping' });
  await engine.idle();
  now += 5000;
  await engine.finished(engine.start({ name: 'other', input: null }));

  for (const run of armed) run();
  expect(await engine.finished('sleeping')).toMatchObject({ runtimeStatus: 'Completed' });
  await engine.stop();
});

it('a timer that falls due while those due before it are woken is not forgotten', async () => {
  let now = start;
  let step = 0;
  const armed = new Map<() => void, number>();
  const engine = engineBy({
    now: () => (now += step),
    at(at, run) {
      armed.set(run, at);
      return () => armed.delete(run);
    },
  });
  engine.start({ name: 'sleeping', input: 1000, instanceId: 'first' });
  engine.start({ name: 'sleeping', input: 1001, instanceId: 'second' });
  await engine.idle();

  // A millisecond passes with every look at the clock.
  now += 999;
  step = 1;
  for (const [run, at] of armed) {
    now = Math.max(now, at - 1);
    armed.delete(run);
    run();
    await engine.idle();
  }
  expect(engine.get('first')).toMatchObject({ runtimeStatus: 'Completed' });
  expect(engine.get('second')).toMatchObject({ runtimeStatus: 'Completed' });
  await engine.stop();
});
