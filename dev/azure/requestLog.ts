import type { StruckFault } from './faults/strike.ts';

/** One answered request, as `/_local/requests` shows it. No headers and no bodies: they may hold secrets. */
export type LoggedRequest = {
  at: string;
  service: string;
  operation: string;
  method: string;
  /** Path and query. */
  target: string;
  /** Display name of the caller; undefined without a token. */
  caller?: string;
  /** 0 if the connection was broken instead of an answer. */
  status: number;
  /** Why it was refused, where the client is not told: SMTP says 535 to everything. */
  because?: string;
  /** What was made to go wrong with it. */
  fault?: StruckFault;
};

/** Everything the local Azure was asked, oldest first; bounded so that a long run cannot fill the memory. */
export class RequestLog {
  readonly #entries: LoggedRequest[] = [];
  readonly #limit: number;

  constructor(limit = 100_000) {
    this.#limit = limit;
  }

  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#limit) this.#entries.shift();
  }

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** How often each operation was asked, by outcome, such as `RoleAssignments_Create 201`. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { operation, status } of this.#entries) {
      const key = `${operation} ${status}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
