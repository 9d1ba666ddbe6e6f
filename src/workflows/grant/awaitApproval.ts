import { withdrawn } from '../../domain/approval.ts';
import type { Inspection } from '../../domain/grantDecision.ts';
import { sameGrant } from '../../domain/grantRequest.ts';
import type { GrantInput } from '../../domain/operation.ts';
import type { PolicyDecision } from '../../domain/policy.ts';
import type { Approval } from '../../domain/requester.ts';
import { sameId } from '../../domain/resourceId.ts';
import { wishOf } from '../../domain/tags.ts';
import { awaitDecision } from '../awaitDecision.ts';
import { Refusal } from '../refusal.ts';
import { now } from '../step.ts';
import type { Step } from '../step.ts';
import { judge } from './decide.ts';
import type { Judged } from './decide.ts';
import type { GrantRun } from './grantRun.ts';
import { lookAt } from './inspect.ts';

/** A grant that may go ahead. `approval` is there if somebody had to say so. */
export type Cleared = Judged & { approval?: Approval };

/**
 * Waits for a decision where the policy wants one. Days may have passed when it comes, so everything is looked at
 * and judged again before the grant goes on: what was approved is what was asked for, not what was found then.
 */
export function* awaitApproval(
  run: GrantRun,
  input: GrantInput,
  { policy, ...judged }: Judged & { policy: PolicyDecision },
): Step<Cleared> {
  if (policy.kind === 'allow') {
    run.mark('awaitApproval', 'skipped');
    return judged;
  }
  return yield* run.during(
    'awaitApproval',
    function* () {
      const { appId, displayName } = judged.inspection.resolved.application;
      const { request, requester, settings } = input;
      const approval = yield* awaitDecision(run, {
        what: 'grant',
        requester,
        settings,
        reasons: policy.reasons,
        about: { appId, displayName, communicationService: request.serviceId },
      });
      run.deadline = now(run.context) + settings.propagationTimeout;
      // By its client id: a display name may have become another application's meanwhile.
      const found = { ...request, application: appId };
      const inspection = yield* lookAt(run, found, { isAppId: true, patient: false });
      refuseIfWithdrawn(input, inspection);
      const { decision } = judge(input, inspection);
      return { inspection, decision, approval };
    },
    ({ approval }) => `approved by ${approval.who}: ${approval.reason}`,
  );
}

/** What came by tags is still asked for only if the tags still say so. */
function refuseIfWithdrawn({ request, requester, settings }: GrantInput, { resolved }: Inspection): void {
  if (requester.door !== 'event') return;
  const wish = wishOf(resolved.application, settings);
  const same =
    wish !== undefined &&
    !Array.isArray(wish) &&
    sameId(wish.serviceId, request.serviceId) &&
    sameGrant(request, wish);
  if (!same) throw new Refusal([withdrawn('the tags of the application ask for something else now.')]);
}
