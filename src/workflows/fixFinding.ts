import type { OrchestrationContext } from 'durable-functions';
import type { FixInput, FixOutcome } from '../domain/audit/fixOperation.ts';
import { planFix } from '../domain/audit/fixPlan.ts';
import { fixSteps } from '../domain/progress.ts';
import type { OperationSubject } from '../domain/progress.ts';
import { approve } from './fix/approve.ts';
import { assignNarrow, makeRoles } from './fix/assignNarrow.ts';
import { checkMail } from './fix/checkMail.ts';
import type { FixDone, FixRun } from './fix/fixRun.ts';
import { giveUp } from './fix/giveUp.ts';
import { lookAgain } from './fix/lookAgain.ts';
import { removeExcess } from './fix/removeExcess.ts';
import { waitUntilInEffect } from './fix/waitUntilInEffect.ts';
import { OperationRun } from './operationRun.ts';
import type { Step } from './step.ts';

/**
 * Carries out the fix of a finding: gives the application the SMTP sender role where it sends, waits until that is in
 * effect, makes sure that mail goes on without what is too much, and only then takes that away. Takes back what it gave
 * if it fails before. Running it again for the same finding finishes what is left to do.
 */
export function* fixFinding(context: OrchestrationContext): Step<FixOutcome> {
  const input = context.df.getInput<FixInput>();
  const { finding, settings } = input;
  const run: FixRun = new OperationRun(context, {
    steps: fixSteps,
    timeout: settings.propagationTimeout,
    about: subjectOf(input),
  });
  const done: FixDone = { atStake: [], created: [], removed: [], kept: [] };
  try {
    const plan = planFix(finding.steps);
    const approval = yield* approve(run, input, plan);
    const removals = yield* run.during('lookAgain', () => lookAgain(run, finding, plan.removals));
    done.atStake = removals.flatMap((each) => (each.do === 'deleteAssignment' ? [each.id] : []));
    yield* makeRoles(run, input, plan);
    const made = yield* assignNarrow(run, input, { plan, approval });
    yield* waitUntilInEffect(run, input, { made, removals });
    yield* checkMail(run, input, { plan, removals });
    done.created = run.undos.map(({ what }) => what);
    yield* removeExcess(run, input, { removals, done });
    const { created, removed } = done;
    run.log.info('Fixed.', { operation: run.id, audit: input.audit, finding: finding.id, created, removed });
    return {
      outcome: 'fixed',
      finding: finding.id,
      created,
      removed,
      ...(approval === undefined ? {} : { approval }),
    };
  } catch (error) {
    return yield* giveUp(run, input, { error, done });
  }
}

function subjectOf({ finding: { id, title, principal, service }, requester }: FixInput): OperationSubject {
  return {
    application: principal?.displayName ?? principal?.id ?? title,
    ...(service === undefined ? {} : { communicationService: service }),
    finding: id,
    requester,
  };
}
