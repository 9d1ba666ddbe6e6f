import type { OrchestrationContext } from 'durable-functions';
import type { BatchInput, BatchOutcome, OpenRow } from '../domain/operation.ts';
import { ensureRoles, undoUnusedRoles } from './batch/batchRoles.ts';
import { BatchRun } from './batch/batchRun.ts';
import { startRows } from './batch/startRows.ts';
import { batchCallsPerGeneration, batchLookEvery } from './policies.ts';
import { reasonOf } from './refusal.ts';
import { callAll, now, sleepUntil } from './step.ts';
import type { ActivityResult, Step } from './step.ts';

/**
 * Asks for the grant of every row, a limited number at a time, and gives what came of each. A row that fails ends
 * itself and nothing else; one that awaits approval makes room for the next. The grants are operations of their own:
 * they go on whatever becomes of the batch.
 */
export function* grantBatch(context: OrchestrationContext): Step<BatchOutcome | undefined> {
  const input = context.df.getInput<BatchInput>();
  const run = new BatchRun(context, input);
  run.show();
  if (input.carried === undefined) run.state.roles = yield* ensureRoles(run, input);
  let calls = 0;
  let fruitless = 0;
  while (!run.isOver) {
    if (calls >= batchCallsPerGeneration) {
      context.df.continueAsNew(run.rest);
      return undefined;
    }
    const due = dueRows(run);
    if (due.length > 0) {
      yield* startRows(run, due);
      calls += due.length;
      run.show();
      continue;
    }
    yield* sleepUntil(context, nextLook(run, fruitless));
    const ended = yield* lookAtGrants(run);
    calls += 1;
    fruitless = ended === 0 ? fruitless + 1 : 0;
    run.show();
  }
  yield* undoUnusedRoles(run, run.state.roles, run.state.ended);
  const rows = run.state.ended.toSorted((one, other) => one.row - other.row);
  run.log.info('The batch has ended.', { operation: run.id, ...run.counts });
  return { outcome: 'ended', counts: run.counts, rows };
}

/** The rows to ask for now: those that were told to wait and have, and the next ones for the free places. */
function dueRows(run: BatchRun): OpenRow[] {
  const at = now(run.context);
  const due = run.state.open.filter(({ operation, dueAt }) => operation === undefined && dueAt <= at);
  for (let row = run.take(); row !== undefined; row = run.take()) due.push(row);
  return due;
}

function nextLook(run: BatchRun, fruitless: number): number {
  const { open } = run.state;
  const waits = open.flatMap(({ operation, dueAt }) => (operation === undefined ? [dueAt] : []));
  const look = now(run.context) + batchLookEvery(fruitless);
  return Math.min(...waits, ...(open.length > waits.length ? [look] : []));
}

/** Looks how the grants in the window go, all in one call, and gives how many have left it. */
function* lookAtGrants(run: BatchRun): Step<number> {
  const running = run.state.open.filter(({ operation }) => operation !== undefined);
  if (running.length === 0) return 0;
  const ids = running.flatMap(({ operation }) => operation ?? []);
  let left = 0;
  try {
    const [answer] = yield* callAll(run.context, [{ ask: 'readOutcomes', input: { ids } }]);
    const { value: states } = answer as Extract<ActivityResult<'readOutcomes'>, { kind: 'done' }>;
    running.forEach((row, place) => {
      const state = states[place];
      if (state === undefined || state.outcome === 'running') return;
      run.end(row, state);
      left += 1;
    });
  } catch (error) {
    // The grants go on all the same; the next look may see them.
    run.log.warn('The batch can’t see its grants.', { operation: run.id, reason: reasonOf(error) });
  }
  return left;
}
