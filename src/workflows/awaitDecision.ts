import type { Task, TimerTask } from 'durable-functions';
import { decisionProblem, readDecision, timedOut } from '../domain/approval.ts';
import type { Json } from '../domain/json.ts';
import type { Decision, OperationSettings } from '../domain/operation.ts';
import type { AwaitedDecision } from '../domain/progress.ts';
import type { Approval, Requester } from '../domain/requester.ts';
import type { OperationRun } from './operationRun.ts';
import { announce } from './publish.ts';
import { Refusal } from './refusal.ts';
import { now } from './step.ts';
import type { Step } from './step.ts';

/** What somebody is to decide on. */
export type AskedToDecide = {
  /** The name of what waits, such as `grant`. */
  what: string;
  requester: Requester;
  settings: OperationSettings;
  /** Why it waits: sentences. */
  reasons: string[];
  /** What the topic is told that it is about. */
  about: Record<string, Json>;
};

/** Asks people for a decision and gives their approval. Throws Refusal if it is not given. */
export function* awaitDecision(run: OperationRun<string>, asked: AskedToDecide): Step<Approval> {
  const { what, requester, settings, reasons, about } = asked;
  const until = new Date(now(run.context) + settings.approval.timeout).toISOString();
  const awaited = { id: run.context.df.newGuid(`${run.id} approval`), reasons, until };
  run.showApproval(awaited);
  run.log.info(`A ${what} waits for approval.`, { operation: run.id, about, reasons, until });
  yield* announce(run, settings, {
    type: 'Mailgrant.Grant.AwaitingApproval',
    subject: `/operations/${run.id}`,
    data: { ...about, reasons, until, door: requester.door },
  });
  const decision = yield* waitForDecision(run, awaited);
  run.showApproval(undefined);
  const problem = decision === undefined ? timedOut(until) : decisionProblem(decision);
  run.log.info('The waiting for approval is over.', { operation: run.id, about, decision, problem });
  if (decision === undefined || problem !== undefined || decision.by === 'withdrawn')
    throw new Refusal(problem === undefined ? [] : [problem]);
  return { who: decision.by.who, reason: decision.reason };
}

/** The first decision that is one; undefined if none comes in time. */
function* waitForDecision(
  run: OperationRun<string>,
  { id, until }: AwaitedDecision,
): Step<Decision | undefined> {
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
