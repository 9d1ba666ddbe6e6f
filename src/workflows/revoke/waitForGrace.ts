import type { OrchestrationContext, Task, TimerTask } from 'durable-functions';
import type { RevokeInput } from '../../domain/operation.ts';
import { nameOf, sameId } from '../../domain/resourceId.ts';
import { hastenedBy, readKeep, readNow } from '../../domain/revocation.ts';
import type { Now } from '../../domain/revocation.ts';
import type { OperationRun } from '../operationRun.ts';
import { longestTimer } from '../policies.ts';
import { now } from '../step.ts';
import type { Step } from '../step.ts';

/** How the wait ended: `kept` are the mail services whose grants stay, and `because` says why. */
export type Grace = { kept: string[]; because: string; now?: Now };

/**
 * Waits for the grace to pass. `keep` takes mail services out of the revocation, and ends the wait if none is left;
 * `now` ends it at once. What is no such thing is passed over. `why` says to people why it waits once more.
 */
export function* waitForGrace(
  run: OperationRun<'waitForGrace'>,
  input: Pick<RevokeInput, 'grace' | 'serviceIds'>,
  why = '',
): Step<Grace> {
  const grace: Grace = { kept: [], because: '' };
  if (input.grace === 0) {
    run.mark('waitForGrace', 'skipped');
    return grace;
  }
  const end = now(run.context) + input.grace;
  const isKept = (id: string) => grace.kept.some((each) => sameId(each, id));
  const until = `until ${new Date(end).toISOString()}${why}`;
  run.mark('waitForGrace', 'running', until);
  while (now(run.context) < end) {
    const raised = yield* waitForSignal(run.context, Math.min(end, now(run.context) + longestTimer));
    if (raised === undefined) continue;
    const keep = raised.name === 'keep' ? readKeep(raised.payload) : undefined;
    const asked = raised.name === 'now' ? readNow(raised.payload) : undefined;
    if (asked !== undefined) {
      run.mark('waitForGrace', 'done', hastenedBy(asked.requester));
      return { ...grace, now: asked };
    }
    if (keep === undefined) {
      run.log.warn('What was raised is not understood, and changes nothing.', {
        operation: run.id,
        event: raised.name,
      });
      continue;
    }
    const wanted = keep.serviceIds ?? input.serviceIds;
    const kept = input.serviceIds.filter((id) => isKept(id) || wanted.some((each) => sameId(each, id)));
    Object.assign(grace, { kept, because: keep.because ?? 'The application asks for its grant again.' });
    if (input.serviceIds.every(isKept)) break;
    run.mark('waitForGrace', 'running', `${until}, kept at ${kept.map(nameOf).join(', ')}`);
  }
  run.mark('waitForGrace', 'done', grace.kept.length === 0 ? undefined : grace.because);
  return grace;
}

type Signal = { name: 'keep' | 'now'; payload: unknown };

/**
 * The next external event; undefined if none comes until `at`. Every wait has tasks of its own: a task that is
 * yielded a second time is scheduled a second time (azure-functions-durable-js#574), and of several waits for one
 * event the newest gets it.
 */
function* waitForSignal(context: OrchestrationContext, at: number): Step<Signal | undefined> {
  const timer: TimerTask = context.df.createTimer(new Date(at));
  const keep = context.df.waitForExternalEvent('keep');
  const atOnce = context.df.waitForExternalEvent('now');
  const first = (yield context.df.Task.any([keep, atOnce, timer])) as Task;
  if (first === timer) return undefined;
  // A timer that is left running would keep the orchestration from ending on the real host.
  timer.cancel();
  return first === keep ? { name: 'keep', payload: keep.result } : { name: 'now', payload: atOnce.result };
}
