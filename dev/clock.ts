/** Stops a timer that has not fired yet. */
export type Cancel = () => void;

/**
 * Time as the local host and the local Azure see it. Both take it as a parameter and never ask the system,
 * so that a test can let a day pass in a millisecond.
 */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once when `now()` has reached `at` (milliseconds since the epoch). Never before, never twice. */
  at(at: number, run: () => void): Cancel;
};

// A longer delay overflows Node's 32-bit timer, which then fires at once.
const longestTimeout = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  at(at, run) {
    let handle: NodeJS.Timeout;
    const arm = () => {
      const left = at - Date.now();
      handle = setTimeout(check, Math.min(Math.max(left, 0), longestTimeout));
    };
    // setTimeout may fire a millisecond early by Date.now(); look again before running.
    const check = () => (Date.now() >= at ? run() : arm());
    arm();
    return () => clearTimeout(handle);
  },
};

/** A clock that stands still until the test moves it. */
export class ManualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Map<number, { at: number; run: () => void }>();

  constructor(start = Date.parse('2026-01-01T00:00:00Z')) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  at(at: number, run: () => void): Cancel {
    const id = this.#order++;
    this.#timers.set(id, { at, run });
    return () => this.#timers.delete(id);
  }

  /** When the next timer is due, in milliseconds since the epoch; undefined if none is set. */
  next(): number | undefined {
    return this.#earliest()?.at;
  }

  /** Moves to `at` and fires every timer due by then, in order of time, then of setting. */
  moveTo(at: number): void {
    for (let due = this.#earliest(); due !== undefined && due.at <= at; due = this.#earliest()) {
      this.#timers.delete(due.id);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = Math.max(this.#now, at);
  }

  /** Moves on by so many milliseconds. */
  advance(milliseconds: number): void {
    this.moveTo(this.#now + milliseconds);
  }

  #earliest(): { id: number; at: number; run: () => void } | undefined {
    let earliest: { id: number; at: number; run: () => void } | undefined;
    for (const [id, timer] of this.#timers) {
      if (earliest === undefined || timer.at < earliest.at) earliest = { id, ...timer };
    }
    return earliest;
  }
}
