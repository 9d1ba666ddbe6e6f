import type { Task, TimerTask } from 'durable-functions';
import { decisionProblem, readDecision, timedOut, withdrawn } from '../../domain/approval.ts';
import type { Inspection } from '../../domain/grantDecision.ts';
import { sameGrant } from '../../domain/grantRequest.ts';
import type { Decision, GrantInput } from '../../domain/operation.ts';
import type { PolicyDecision } from '../../domain/policy.ts';
import type { AwaitedDecision } from '../../domain/progress.ts';
import type { Approval } from '../../domain/requester.ts';
import { sameId } from '../../domain/resourceId.ts';
import { wishOf } from '../../domain/tags.ts';
import { announce } from '../publish.ts';
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
      const approval = yield* ask(run, input, { inspection: judged.inspection, reasons: policy.reasons });
      run.deadline = now(run.context) + input.settings.propagationTimeout;
      // By its client id: a display name may have become another application's meanwhile.
      const { appId } = judged.inspection.resolved.application;
      const request = { ...input.request, application: appId };
      const inspection = yield* lookAt(run, request, { isAppId: true, patient: false });
      refuseIfWithdrawn(input, inspection);
      const { decision } = judge(input, inspection);
      return { inspection, decision, approval };
    },
    ({ approval }) => `approved by ${approval.who}: ${approval.reason}`,
  );
}

type Asked = { inspection: Inspection; reasons: string[] };

/** Asks for approval and gives it. Throws Refusal if it is not given. */
function* ask(run: GrantRun, input: GrantInput, { inspection, reasons }: Asked): Step<Approval> {
  const { request, settings, requester } = input;
  const { appId, displayName } = inspection.resolved.application;
  const until = new Date(now(run.context) + settings.approval.timeout).toISOString();
  const awaited = { id: run.context.df.newGuid(`${run.id} approval`), reasons, until };
  run.showApproval(awaited);
  run.log.info('A grant waits for approval.', { operation: run.id, appId, reasons, until });
  yield* announce(run, settings, {
    type: 'Mailgrant.Grant.AwaitingApproval',
    subject: `/operations/${run.id}`,
    data: {
      appId,
      displayName,
      communicationService: request.serviceId,
      reasons,
      until,
      door: requester.door,
    },
  });
  const decision = yield* waitForDecision(run, awaited);
  run.showApproval(undefined);
  const problem = decision === undefined ? timedOut(until) : decisionProblem(decision);
  run.log.info('The waiting for approval is over.', { operation: run.id, appId, decision, problem });
  if (decision === undefined || problem !== undefined || decision.by === 'withdrawn')
    throw new Refusal(problem === undefined ? [] : [problem]);
  return { who: decision.by.who, reason: decision.reason };
}

/** The first decision that is one; undefined if none comes in time. */
function* waitForDecision(run: GrantRun, { id, until }: AwaitedDecision): Step<Decision | undefined> {
  const { df } = run.context;
  for (;;) {
    // Both anew in every round: a task that is yielded twice is scheduled twice.
    const raised: Task = df.waitForExternalEvent('decision');
    const timeout: TimerTask = df.createTimer(new Date(until));
    const first = (yield df.Task.any([raised, timeout])) as unknown;
    if (first === timeout) return undefined;
    timeout.cancel();
    const decision = readDecision(raised.result, id);
    if (decision !== undefined) return decision;
    run.log.warn('What was raised is no decision on this request.', { operation: run.id });
  }
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
