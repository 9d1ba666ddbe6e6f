import type { Clock } from '../../clock.ts';
import type { CloudEvent } from './cloudEvent.ts';
import { writeDeadLetter } from './deadLetter.ts';
import { answerInTime, deliverByFetch } from './deliver.ts';
import type { Deliver, Via } from './deliver.ts';
import { DeliveryLog } from './deliveryLog.ts';
import { refusedHandshake } from './handshake.ts';
import { fateOf, mischiefSettings } from './mischief.ts';
import { deliveryBody, deliveryHeaders } from './pending.ts';
import type { DeadLetterReason, Pending } from './pending.ts';
import { isDelivered, isHopeless, waitAfter } from './retry.ts';
import { wants } from './subscription.ts';
import type { ActiveSubscription } from './subscription.ts';

/** Fact eventGrid.deadLetter: between the last attempt and the dead letter. */
const deadLetterDelay = 5 * 60_000;

export type EventGridOptions = {
  /** `fetch` if absent. */
  deliver?: Deliver;
  /** Undeliverable events are written there; without it they are dropped, which is Azure's default. */
  deadLetterFolder?: string;
};

/** Takes what topics accepted to those who subscribed to it: at least once, in no order. */
export class EventGrid {
  readonly subscriptions = new Map<string, ActiveSubscription>();
  readonly log = new DeliveryLog();
  mischief = mischiefSettings.parse({});
  readonly #via: Via;
  readonly #stopped = new AbortController();
  readonly #deadLetterFolder: string | undefined;
  readonly #pending = new Set<Pending>();
  readonly #running = new Set<Promise<void>>();
  #accepted = 0;

  constructor(clock: Clock, { deliver = deliverByFetch, deadLetterFolder }: EventGridOptions = {}) {
    this.#via = { clock, deliver, stopped: this.#stopped.signal };
    this.#deadLetterFolder = deadLetterFolder;
  }

  /** Activates a subscription if its endpoint agrees; else a sentence that says why not. */
  async subscribe(subscription: ActiveSubscription): Promise<string | undefined> {
    const refused = await refusedHandshake(this.#via, subscription);
    if (refused === undefined) {
      // What is on its way already goes where the new one says.
      for (const each of this.#pendingFor(subscription.name)) each.subscription = subscription;
      this.subscriptions.set(subscription.name.toLowerCase(), subscription);
    }
    return refused;
  }

  /** False if there is no such subscription. What was on its way to it is dropped. */
  unsubscribe(name: string): boolean {
    for (const each of this.#pendingFor(name)) this.#end(each);
    return this.subscriptions.delete(name.toLowerCase());
  }

  /** `due` is when the topic has them, by the clock: now if absent. */
  accept(topic: string, events: readonly CloudEvent[], due = this.#via.clock.now()): void {
    const ahead = due - this.#via.clock.now();
    for (const event of events)
      for (const subscription of this.subscriptions.values()) {
        if (!wants(subscription, topic, event.type)) continue;
        for (const { delay, lost } of fateOf(this.mischief, this.#accepted++)) {
          const pending: Pending = { event, subscription, publishedAt: due, attempts: 0, lost };
          this.#pending.add(pending);
          this.#after(ahead + delay, pending, () => this.#start(pending));
        }
      }
  }

  /** How many events are on their way or wait for their next attempt. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** When no request is under way; what waits for its time goes on waiting. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Nothing is delivered any more, and no timer keeps the process alive. */
  stop(): void {
    this.subscriptions.clear();
    this.#stopped.abort();
    for (const each of this.#pending) this.#end(each);
  }

  #start(pending: Pending): void {
    const run = this.#attempt(pending)
      // A fault of ours, not of the endpoint: say so loudly, and keep running.
      .catch((error: unknown) => console.error(error))
      .finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  async #attempt(pending: Pending): Promise<void> {
    const { clock } = this.#via;
    const { maxDeliveryAttempts, eventTimeToLiveInMinutes } = pending.subscription;
    // Looked at only when an attempt is due (fact eventGrid.retry.limits).
    if (clock.now() >= pending.publishedAt + eventTimeToLiveInMinutes * 60_000)
      return this.#giveUp(pending, 'TimeToLiveExceeded');
    pending.attempts += 1;
    pending.lastAttemptAt = clock.now();
    const status = await this.#send(pending);
    pending.lastStatus = status;
    if (!this.#pending.has(pending)) return;
    if (isDelivered(status)) this.#end(pending);
    else if (isHopeless(status)) this.#giveUp(pending, 'UndeliverableDueToClientError');
    else if (pending.attempts >= maxDeliveryAttempts) this.#giveUp(pending, 'MaxDeliveryAttemptsExceeded');
    else this.#after(waitAfter(pending.attempts, status), pending, () => this.#start(pending));
  }

  /** The endpoint's status; undefined if there was no answer in time. */
  async #send(pending: Pending): Promise<number | undefined> {
    const { clock } = this.#via;
    if (pending.lost && pending.attempts === 1) {
      this.log.add(clock.now(), pending, 'Lost');
      return undefined;
    }
    const answer = await answerInTime(this.#via, {
      method: 'POST',
      url: pending.subscription.endpoint,
      headers: deliveryHeaders(pending),
      body: deliveryBody(pending),
    });
    const failed = 'failure' in answer;
    this.log.add(clock.now(), pending, failed ? answer.failure : String(answer.status));
    return failed ? undefined : answer.status;
  }

  #giveUp(pending: Pending, reason: DeadLetterReason): void {
    this.#after(deadLetterDelay, pending, () => {
      this.#end(pending);
      const folder = this.#deadLetterFolder;
      this.log.add(
        this.#via.clock.now(),
        pending,
        `${folder === undefined ? 'Dropped' : 'DeadLettered'}: ${reason}`,
      );
      if (folder !== undefined) writeDeadLetter(folder, pending, reason);
    });
  }

  #after(delay: number, pending: Pending, run: () => void): void {
    if (delay === 0) return run();
    pending.cancel = this.#via.clock.at(this.#via.clock.now() + delay, run);
  }

  #end(pending: Pending): void {
    pending.cancel?.();
    this.#pending.delete(pending);
  }

  #pendingFor(name: string): Pending[] {
    return [...this.#pending].filter(
      ({ subscription }) => subscription.name.toLowerCase() === name.toLowerCase(),
    );
  }
}
