import { ManualClock } from '../../../../dev/clock.ts';
import { DurableEngine } from '../../../../dev/host/durable/engine.ts';
import type { Plan, Planner } from '../../../../dev/host/durable/plan/plan.ts';
import { collectFunctions } from '../../../../dev/host/functionApp.ts';
import { FunctionInvoker } from '../../../../dev/host/invocation.ts';
import { silentLog } from '../../../../dev/host/log.ts';
import { registerFuzz } from './interpreter.ts';
import type { Executor } from './interpreter.ts';
import { eventNames, randomProgram } from './program.ts';
import { Random } from './random.ts';

export type FuzzReport = {
  turns: number;
  /** In how many turns the plan had other ids than durable-functions. */
  mismatches: number;
  /** How many orchestrations never ended. */
  hanging: number;
  /** How many ended as failed: a program catches everything, so only a wrong plan can do that. */
  failed: number;
};

const batchSize = 100;
const mostRounds = 150;
// Timers of a few milliseconds are long timers here, so that chains come up often.
const timerLimits = { longest: 6, link: 3 };

/** Runs random orchestrations and compares, after every turn, the plan with what the library itself has open. */
export async function fuzzPlan(count: number, seed: number, planner: Planner): Promise<FuzzReport> {
  const report: FuzzReport = { turns: 0, mismatches: 0, hanging: 0, failed: 0 };
  const random = new Random(seed);
  const executors = new Map<string, Executor>();
  const app = collectFunctions(() => registerFuzz(random, executors));
  const invoker = new FunctionInvoker(app, silentLog, () => ({}));
  for (let done = 0; done < count; done += batchSize) {
    const clock = new ManualClock();
    const engine = new DurableEngine({
      invoker,
      data: ':memory:',
      clock,
      log: silentLog,
      failureDetails: random.chance(0.5),
      deliverTwice: false,
      fetch: () => Promise.resolve(httpAnswer(random)),
      turns: {
        planner,
        timerLimits,
        observe: (turn, plan) => {
          const executor = executors.get(turn.instanceId);
          if (turn.name !== 'program' || executor === undefined || executor.isDoneExecuting()) return;
          report.turns++;
          if (!agrees(plan, executor)) report.mismatches++;
        },
      },
    });
    engine.begin();
    for (let index = 0; index < Math.min(batchSize, count - done); index++) {
      engine.start({ name: 'program', input: randomProgram(random) });
    }
    report.hanging += await driveToEnd(engine, clock, random);
    const failures = engine.query({ statuses: ['Failed'], top: batchSize * 100 }).instances;
    report.failed += failures.filter(({ name }) => name === 'program').length;
    await engine.stop();
  }
  return report;
}

function httpAnswer(random: Random): Response {
  const isPending = random.chance(0.4);
  return new Response('', {
    status: isPending ? 202 : 200,
    headers: isPending ? { Location: 'http://fuzz/later', 'Retry-After': '1' } : {},
  });
}

/** Ids, and for each open call the function's name, as the library has them. */
function agrees(plan: Plan, executor: Executor): boolean {
  const open = plan.open();
  const ids = Object.keys(executor.openTasks);
  return (
    plan.nextId === executor.sequenceNumber &&
    ids.length === open.length &&
    open.every((command) => {
      const task = executor.openTasks[command.id];
      if (task === undefined) return false;
      const name = typeof task.actionObj === 'string' ? undefined : task.actionObj.functionName;
      return name === undefined || (command.kind !== 'timer' && command.name === name);
    })
  );
}

/** Lets time pass and events come until nothing is left to do. Answers how many orchestrations have not ended. */
async function driveToEnd(engine: DurableEngine, clock: ManualClock, random: Random): Promise<number> {
  for (let round = 0; round < mostRounds; round++) {
    await engine.idle();
    const running = engine.query({ statuses: ['Pending', 'Running'], top: 1000 }).instances;
    if (running.length === 0) return 0;
    for (const { instanceId, name } of running) {
      if (name === 'program' && random.chance(0.5))
        engine.raiseEvent(instanceId, random.pick(eventNames), round);
    }
    // Now and then several timers fire at once, with events in the same turn.
    clock.moveTo((clock.next() ?? clock.now()) + (random.chance(0.3) ? random.below(2000) : 0));
  }
  return engine.query({ statuses: ['Pending', 'Running'], top: 1000 }).instances.length;
}
