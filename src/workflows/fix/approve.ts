import type { FixInput } from '../../domain/audit/fixOperation.ts';
import { describePlan } from '../../domain/audit/fixPlan.ts';
import type { FixPlan } from '../../domain/audit/fixPlan.ts';
import type { Approval } from '../../domain/requester.ts';
import { awaitDecision } from '../awaitDecision.ts';
import { now } from '../step.ts';
import type { Step } from '../step.ts';
import type { FixRun } from './fixRun.ts';

/**
 * Waits for a decision, unless nothing ever waits: a fix takes access away that others may count on, so no setting
 * takes it for a matter of course. Where nobody is asked, whoever holds the key or has signed in answers for it.
 */
export function* approve(run: FixRun, input: FixInput, plan: FixPlan): Step<Approval | undefined> {
  const { finding, requester, settings } = input;
  if (settings.approval.mode === 'never') {
    run.mark('awaitApproval', 'skipped', 'MAILGRANT_APPROVAL is never');
    return undefined;
  }
  const { id, rule, title, principal, service } = finding;
  return yield* run.during(
    'awaitApproval',
    function* () {
      const approval = yield* awaitDecision(run, {
        what: 'fix',
        requester,
        settings,
        reasons: [`The finding ${id} is to be fixed: ${title}.`, ...describePlan(plan)],
        about: {
          operation: 'fix',
          finding: id,
          rule,
          title,
          ...(principal?.appId === undefined ? {} : { appId: principal.appId }),
          ...(service === undefined ? {} : { communicationService: service }),
        },
      });
      run.deadline = now(run.context) + settings.propagationTimeout;
      return approval;
    },
    ({ who, reason }) => `approved by ${who}: ${reason}`,
  );
}
