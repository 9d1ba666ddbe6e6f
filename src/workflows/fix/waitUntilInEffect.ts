import type { FixInput } from '../../domain/audit/fixOperation.ts';
import type { Removal } from '../../domain/audit/fixSteps.ts';
import { askAll } from '../askAzure.ts';
import { now, sleepUntil } from '../step.ts';
import type { Step } from '../step.ts';
import { watchPropagation } from '../watchPropagation.ts';
import type { FixRun } from './fixRun.ts';

type Waited = {
  /** The ids of the assignments that this run has made. */
  made: readonly string[];
  removals: readonly Removal[];
};

/**
 * Waits until what the run has written is in effect. Reads show an assignment minutes before Azure enforces it, and
 * nothing but time tells when it does: so before something broad goes, all the time passes that Azure may take.
 */
export function* waitUntilInEffect(run: FixRun, input: FixInput, { made, removals }: Waited): Step<void> {
  const { propagationTimeout } = input.settings;
  const { changedAt } = run;
  if (changedAt === undefined) {
    run.mark('waitForPropagation', 'skipped', 'nothing was written');
    return;
  }
  yield* run.during('waitForPropagation', function* () {
    yield* askAll(run, Object.fromEntries(made.map((id) => [id, watchPropagation(id)])));
    if (!removals.some((removal) => removal.do === 'deleteAssignment')) return;
    const until = changedAt + propagationTimeout;
    run.mark('waitForPropagation', 'running', `until ${new Date(until).toISOString()}`);
    yield* sleepUntil(run.context, until);
    run.deadline = now(run.context) + propagationTimeout;
  });
}
