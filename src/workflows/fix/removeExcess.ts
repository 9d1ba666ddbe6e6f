import { nameOfRemoval } from '../../domain/audit/fixPlan.ts';
import type { FixInput } from '../../domain/audit/fixOperation.ts';
import type { Removal } from '../../domain/audit/fixSteps.ts';
import { askAzure } from '../askAzure.ts';
import { Refusal } from '../refusal.ts';
import type { Step } from '../step.ts';
import { keepMade } from './fixRun.ts';
import type { FixDone, FixRun } from './fixRun.ts';
import { lookAgain, usernameKey } from './lookAgain.ts';

type Removing = { removals: readonly Removal[]; done: FixDone };

/**
 * Takes away what the finding is about. From the first removal that may have happened on, nothing that the run made is
 * taken back: mail may hang on it.
 */
export function* removeExcess(run: FixRun, { finding }: FixInput, { removals, done }: Removing): Step<void> {
  if (removals.length === 0) {
    run.mark('removeExcess', 'skipped', 'there is nothing to remove');
    return;
  }
  yield* run.during(
    'removeExcess',
    function* () {
      // Much time may have passed since the last look.
      const left = yield* lookAgain(run, finding, removals);
      for (const removal of left) {
        try {
          yield* remove(run, removal);
        } catch (error) {
          // Only a clear no says that it is still there; a crash says nothing.
          if (!(error instanceof Refusal) || error.mayHaveHappened) keepMade(run, done);
          throw error;
        }
        keepMade(run, done);
        done.removed.push(nameOfRemoval(removal));
      }
      return left.length;
    },
    (removed) => (removed === 0 ? 'it is gone already' : done.removed.join(', ')),
  );
}

function* remove(run: FixRun, removal: Removal): Step<void> {
  const { id } = removal;
  switch (removal.do) {
    case 'deleteAssignment':
      yield* askAzure(run, { ask: 'deleteAssignment', input: { assignmentId: id } });
      return;
    case 'removeCondition':
      yield* askAzure(run, { ask: 'removeCondition', input: { assignmentId: id } });
      return;
    case 'deleteUsername':
      yield* askAzure(run, { ask: 'deleteSmtpUsername', input: usernameKey(id) });
  }
}
