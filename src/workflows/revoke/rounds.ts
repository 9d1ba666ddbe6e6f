import type { RevokeInput } from '../../domain/operation.ts';
import type { Problem } from '../../domain/problems.ts';
import type { FoundGrants } from '../../domain/heldGrants.ts';
import type { Requester } from '../../domain/requester.ts';
import type { OperationRun } from '../operationRun.ts';
import { revokePatience, revokePause, retryTimeout, unreadPatience } from '../policies.ts';
import { announce, publish } from '../publish.ts';
import { problemsOf, Refusal } from '../refusal.ts';
import { now } from '../step.ts';
import type { Step } from '../step.ts';

/** The directory gives no answer for now: what an application's tags ask for is not known. */
export class Unread extends Refusal {}

/**
 * What a revocation that tries again knows of its rounds. Nobody watches over one that an event has started, so what
 * could not be removed is tried again for days, with growing pauses in which it can be kept and hastened as in its
 * grace. Whoever asked over HTTP is told, and asks again. Times are in milliseconds since the epoch.
 */
export class Rounds {
  readonly removed: string[] = [];
  /** The logins that it has begun to take. */
  begun: FoundGrants['usernames'] = [];
  readonly #run: OperationRun<'publish'>;
  #failed = 0;
  #end: number | undefined;
  #unreadSince: number | undefined;
  #isTold = false;

  constructor(run: OperationRun<'publish'>) {
    this.#run = run;
  }

  /** A round begins: the first has all the time there is for Azure, later ones only a short one each. */
  begin(): void {
    this.#end ??= now(this.#run.context) + revokePatience;
  }

  /** Gives Azure the time of this round anew, of `timeout` milliseconds. */
  renew(timeout: number): void {
    const shortened = this.#failed === 0 ? timeout : Math.min(timeout, retryTimeout);
    this.#run.deadline = now(this.#run.context) + shortened;
  }

  /** Until when a directory that gives no answer is asked again. */
  get patientUntil(): number {
    return (this.#unreadSince ?? now(this.#run.context)) + unreadPatience;
  }

  /** How long to wait until the next round, in milliseconds; undefined if this was the last. Tells of the first failure. */
  *after(error: unknown, input: RevokeInput, { door }: Requester): Step<number | undefined> {
    const at = now(this.#run.context);
    const isUnread = error instanceof Unread;
    this.#unreadSince = isUnread ? (this.#unreadSince ?? at) : undefined;
    this.#failed += 1;
    const end = this.#end ?? at;
    const pause = isUnread
      ? Math.min(revokePause(this.#failed), Math.max(this.patientUntil - at, 1_000))
      : revokePause(this.#failed);
    if (door !== 'event' || at + pause > end) return undefined;
    const problems = problemsOf(error);
    this.#run.log.warn('The revocation is tried again.', { operation: this.#run.id, problems, pause });
    if (!isUnread && !this.#isTold) {
      this.#isTold = true;
      const triesUntil = new Date(end).toISOString();
      yield* announce(this.#run, input.settings, this.#news(input, problems, { triesUntil }));
    }
    return pause;
  }

  /** Tells that it is over. */
  *tellFailure(input: RevokeInput, problems: Problem[]): Step<void> {
    yield* publish(this.#run, input.settings, this.#news(input, problems, {}));
  }

  #news({ appId }: RevokeInput, problems: readonly Problem[], more: { triesUntil?: string }) {
    const codes = problems.map(({ code }) => code);
    const data = { operation: 'revoke', appId, problems: codes, removed: this.removed.length, ...more };
    return { type: 'Mailgrant.Grant.Failed' as const, subject: `/operations/${this.#run.id}`, data };
  }
}
