import type { OperationView } from '../../src/domain/operationView.ts';

/** How long each step took, counted from the end of the one before. Steps that ran side by side count as one. */
export function timings({ steps }: Pick<OperationView, 'steps'>): { what: string; seconds: number }[] {
  const done = steps.filter(({ state }) => state === 'done');
  const byEnd = Map.groupBy(done, ({ since = '' }) => Date.parse(since));
  const ends = [...byEnd].sort(([one], [other]) => one - other);
  return ends.slice(1).map(([at, together], index) => ({
    what: together.map(({ name }) => name).join(' + '),
    seconds: (at - (ends[index]?.[0] ?? at)) / 1000,
  }));
}
