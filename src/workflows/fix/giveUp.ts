import type { FixInput, FixOutcome } from '../../domain/audit/fixOperation.ts';
import { askAzure } from '../askAzure.ts';
import { undoTimeout } from '../policies.ts';
import { problemsOf, reasonOf } from '../refusal.ts';
import { now } from '../step.ts';
import type { Step } from '../step.ts';
import { undoAll } from '../undo.ts';
import { keepMade } from './fixRun.ts';
import type { FixDone, FixRun } from './fixRun.ts';

/** Takes back what the run made, unless what it stands in for may be gone, and says why it ended. */
export function* giveUp(
  run: FixRun,
  { finding: { id: finding } }: FixInput,
  { error, done }: { error: unknown; done: FixDone },
): Step<FixOutcome> {
  const problems = problemsOf(error);
  if (run.undos.length > 0 && !(yield* isAllThere(run, done.atStake))) keepMade(run, done);
  const { removed, kept } = done;
  const { undone, leftBehind: stuck } = yield* undoAll(run);
  const leftBehind = [...kept.map((what) => `${what} (it stays: mail may hang on it)`), ...stuck];
  run.log.error('The fix failed.', { operation: run.id, finding, problems, removed, undone, leftBehind });
  return { outcome: 'failed', finding, problems, removed, undone, leftBehind };
}

/** Whether the broad role assignments are still there: somebody else may have taken one away meanwhile. */
function* isAllThere(run: FixRun, assignmentIds: readonly string[]): Step<boolean> {
  run.deadline = now(run.context) + undoTimeout;
  try {
    for (const assignmentId of assignmentIds) {
      const found = yield* askAzure(run, { ask: 'readAssignment', input: { assignmentId } });
      if (found === null) return false;
    }
    return true;
  } catch (error) {
    run.log.warn('It can’t be seen whether the fix may be taken back.', {
      operation: run.id,
      reason: reasonOf(error),
    });
    return false;
  }
}
