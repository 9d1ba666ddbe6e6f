import type { Pending } from './pending.ts';

/** One attempt, or the end of an event, as `/_local/deliveries` shows it. No data: it may hold secrets. */
export type LoggedDelivery = {
  at: string;
  subscription: string;
  event: string;
  type: string;
  attempt: number;
  /** The endpoint's status, or what else became of it. */
  outcome: string;
};

/** Every attempt to deliver, oldest first; bounded so that a long run cannot fill the memory. */
export class DeliveryLog {
  readonly entries: LoggedDelivery[] = [];
  readonly #limit = 10_000;
  #counts: Record<string, number> = {};

  add(at: number, { event, subscription, attempts }: Pending, outcome: string): void {
    const { id, type } = event;
    const when = new Date(at).toISOString();
    this.entries.push({
      at: when,
      subscription: subscription.name,
      event: id,
      type,
      attempt: attempts,
      outcome,
    });
    if (this.entries.length > this.#limit) this.entries.shift();
    const key = outcome.split(':')[0] ?? outcome;
    this.#counts[key] = (this.#counts[key] ?? 0) + 1;
  }

  /** How often each outcome was, since the beginning. */
  get counts(): Record<string, number> {
    return { ...this.#counts };
  }
}
