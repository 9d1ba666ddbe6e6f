import type { Problem } from './problems.ts';

/**
 * What an activity returns: the thing, a refusal that no repetition changes, or "not yet". Activities return these
 * instead of throwing, because an orchestrator can't filter retries by error and sees no error classes
 * (docs/decisions/0002-throw-means-try-again.md).
 */
export type Answer<T> =
  | { kind: 'done'; value: T }
  | { kind: 'refused'; problem: Problem }
  | {
      kind: 'later';
      problem: Problem;
      /** Seconds that Azure asked to wait. */
      afterSeconds?: number;
      /** The request may have taken effect although no answer says so. */
      mayHaveHappened: boolean;
    };

export function done<T>(value: T): Answer<T> {
  return { kind: 'done', value };
}

export function refused(problem: Problem): Answer<never> {
  return { kind: 'refused', problem };
}
