import type { OperationView } from '../../src/domain/operationView.ts';

/** How long each step of an operation took: from when it was done back to when the one before it was. */
export function timings(operation: OperationView): { what: string; seconds: number }[] {
  const ends = operation.steps
    .filter(({ state, since }) => state === 'done' && since !== undefined)
    .map(({ name, since }) => ({ what: name, at: Date.parse(since ?? '') }))
    .sort((one, other) => one.at - other.at);
  // The operation's own start has no fractions of a second, so the first step counts from its own end.
  let before = ends[0]?.at ?? 0;
  return ends.slice(1).map(({ what, at }) => {
    const seconds = Math.max(0, at - before) / 1000;
    before = Math.max(before, at);
    return { what, seconds };
  });
}
