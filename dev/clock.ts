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

/**
 * A clock that runs at any speed over another one: 60 lets an hour pass in a minute, 0 stands still until it is
 * moved. Its time never jumps when the speed changes, and never goes back.
 */
export class AdjustableClock implements Clock {
  readonly #base: Clock;
  readonly #timers: ManualClock;
  #speed: number;
  /** The same instant by the other clock and by this one. */
  #anchor: { base: number; own: number };
  #cancelWake: Cancel = () => {};

  constructor(speed: number, base: Clock = systemClock) {
    this.#speed = checked(speed);
    this.#base = base;
    this.#anchor = { base: base.now(), own: base.now() };
    this.#timers = new ManualClock(base.now());
  }

  now(): number {
    return this.#anchor.own + (this.#base.now() - this.#anchor.base) * this.#speed;
  }

  at(at: number, run: () => void): Cancel {
    const cancel = this.#timers.at(at, run);
    this.#arm();
    return () => {
      cancel();
      this.#arm();
    };
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    const now = this.now();
    this.#speed = checked(speed);
    this.#anchor = { base: this.#base.now(), own: now };
    this.#arm();
  }

  /** Moves on by so many milliseconds at once, and fires on the way every timer that is due. */
  advance(milliseconds: number): void {
    const end = this.now() + milliseconds;
    for (let next = this.#timers.next(); next !== undefined && next <= end; next = this.#timers.next())
      this.#jump(next);
    this.#jump(end);
    this.#arm();
  }

  #jump(to: number): void {
    this.#anchor = { base: this.#base.now(), own: Math.max(this.now(), to) };
    this.#timers.moveTo(this.#anchor.own);
  }

  /** Wakes up when the next timer is due. */
  #arm(): void {
    this.#cancelWake();
    const next = this.#timers.next();
    if (next === undefined) return;
    const left = next - this.now();
    if (left > 0 && this.#speed === 0) return;
    const delay = left > 0 ? Math.ceil(left / this.#speed) : 0;
    this.#cancelWake = this.#base.at(this.#base.now() + delay, () => {
      this.#timers.moveTo(this.now());
      this.#arm();
    });
  }
}

/** A clock on which time runs `factor` times as fast. */
export function scaledClock(factor: number, base: Clock = systemClock): AdjustableClock {
  if (factor === 0) throw new RangeError('A scaled clock runs; speed 0 is a clock that is stepped.');
  return new AdjustableClock(factor, base);
}

function checked(speed: number): number {
  if (Number.isFinite(speed) && speed >= 0) return speed;
  throw new RangeError(`A clock runs at a speed of 0 or more, not ${speed}.`);
}
