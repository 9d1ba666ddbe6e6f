import { ManualClock } from '../../dev/clock.ts';
import { DurableEngine } from '../../dev/host/durable/engine.ts';
import { eventTypeName } from '../../dev/host/durable/historyEvents.ts';
import type { HistoryEvent } from '../../dev/host/durable/historyEvents.ts';
import type { InstanceStatus } from '../../dev/host/durable/instanceStatus.ts';
import { collectFunctions } from '../../dev/host/functionApp.ts';
import { FunctionInvoker } from '../../dev/host/invocation.ts';
import { silentLog } from '../../dev/host/log.ts';
import type { HostLog } from '../../dev/host/log.ts';

export type WorkflowHandle = { engine: DurableEngine; instanceId: string; clock: ManualClock };

export type WorkflowRun = {
  /** Registers the functions of the test: `df.app.orchestration(…)`, `df.app.activity(…)`. */
  register: () => void;
  /** The orchestration to start. */
  name: string;
  input: unknown;
  instanceId?: string;
  clock?: ManualClock;
  /**
   * Called whenever nothing is running, before the clock is moved to the next timer. Here a test can raise events,
   * terminate the workflow, look at its status or move the clock itself.
   */
  onIdle?: (handle: WorkflowHandle) => void | Promise<void>;
  /** Whether failures carry details; the real host does one or the other. Default true. */
  failureDetails?: boolean;
  /** Runs every activity twice and keeps the second result. Default false. */
  deliverTwice?: boolean;
  log?: HostLog;
};

export type WorkflowResult = {
  runtimeStatus: InstanceStatus['runtimeStatus'];
  output: unknown;
  customStatus: unknown;
  /** Every value that the custom status ever had, the last one included. */
  customStatuses: unknown[];
  /** Of the last generation, if the workflow continued as new. */
  history: HistoryEvent[];
  clock: ManualClock;
};

// A workflow that polls for ever would otherwise never let its test end.
const mostMoves = 10_000;

/**
 * Runs an orchestration to its end on the real replay engine, with a clock that jumps to the next timer whenever
 * nothing is running. Functions must not wait for the clock themselves: to the runner they would look busy for ever.
 */
export async function runWorkflow(run: WorkflowRun): Promise<WorkflowResult> {
  const { clock = new ManualClock(), log = silentLog } = run;
  const customStatuses: unknown[] = [];
  const noClient = () => {
    throw new Error('A workflow test has no durable client.');
  };
  const engine = new DurableEngine({
    invoker: new FunctionInvoker(collectFunctions(run.register), log, noClient),
    data: ':memory:',
    clock,
    log,
    failureDetails: run.failureDetails ?? true,
    deliverTwice: run.deliverTwice ?? false,
    onCustomStatus: (id, value) => {
      if (id === instanceId) customStatuses.push(value);
    },
  });
  const { instanceId = 'workflow' } = run;
  try {
    engine.begin();
    engine.start({ name: run.name, input: run.input, instanceId });
    const { runtimeStatus, output, customStatus } = await runToEnd({ engine, instanceId, clock }, run.onIdle);
    const history = engine.history(instanceId);
    return { runtimeStatus, output, customStatus, customStatuses, history, clock };
  } finally {
    await engine.stop();
  }
}

const ended: readonly string[] = ['Completed', 'Failed', 'Terminated'];

async function runToEnd(handle: WorkflowHandle, onIdle: WorkflowRun['onIdle']): Promise<InstanceStatus> {
  const { engine, instanceId, clock } = handle;
  for (let moves = 0; moves < mostMoves; moves++) {
    await engine.idle();
    const before = { turns: engine.turnCount, status: statusOf(handle) };
    if (ended.includes(before.status.runtimeStatus)) return before.status;

    await onIdle?.(handle);
    await engine.idle();
    const status = statusOf(handle);
    if (ended.includes(status.runtimeStatus)) return status;

    const next = clock.next();
    const hasMoved = engine.turnCount > before.turns || status.runtimeStatus !== before.status.runtimeStatus;
    if (next !== undefined) clock.moveTo(next);
    else if (!hasMoved) throw stuck(handle);
  }
  throw new Error(`${instanceId} has not ended after ${mostMoves} timers. ${describe(handle)}`);
}

function statusOf({ engine, instanceId }: WorkflowHandle): InstanceStatus {
  const status = engine.get(instanceId);
  if (status === undefined) throw new Error(`Instance ${instanceId} is gone: it was purged while it ran.`);
  return status;
}

function stuck(handle: WorkflowHandle): Error {
  return new Error(
    'The workflow is stuck: nothing is running and no timer is set. ' +
      `Does it wait for an event that onIdle should raise? ${describe(handle)}`,
  );
}

function describe(handle: WorkflowHandle): string {
  const { name, runtimeStatus, customStatus } = statusOf(handle);
  const events = handle.engine.history(handle.instanceId).slice(-6).map(describeEvent);
  return `${name} is ${runtimeStatus}, custom status ${JSON.stringify(customStatus)}. Last events: ${events.join('; ')}`;
}

function describeEvent(event: HistoryEvent): string {
  const what = event.Name ?? event.Reason ?? event.FireAt ?? '';
  return `${eventTypeName(event.EventType)} ${what}`.trim();
}
