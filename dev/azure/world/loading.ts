import { v5 as uuidFromName } from 'uuid';
import type { State } from '../state.ts';

/** An estate on its way into the state. Problems are gathered so that all are reported at once. */
export type Loading = {
  state: State;
  problems: string[];
  /** When everything in the estate came to be: long enough ago to be replicated, propagated and ready. */
  since: number;
  now: number;
  /** A GUID that is the same on every run. A repeated name gets another one. */
  deriveId(kind: string, name: string): string;
};

const namespace = '2f7d5a52-6d1c-5f0e-9a59-5d0c3ab7e6a1';
export const day = 24 * 3600_000;
const age = 30 * day;

export function startLoading(state: State, now: number): Loading {
  const seen = new Map<string, number>();
  return {
    state,
    problems: [],
    since: now - age,
    now,
    deriveId(kind, name) {
      const key = `${state.tenantId}:${kind}:${name}`;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return uuidFromName(count === 1 ? key : `${key}:${count}`, namespace);
    },
  };
}

/** Files a thing under its key, and complains if something is there already. */
export function file<T>(loading: Loading, map: Map<string, T>, entry: { key: string; value: T }): T {
  const key = entry.key.toLowerCase();
  if (map.has(key)) loading.problems.push(`There are two of ${entry.key}.`);
  map.set(key, entry.value);
  return entry.value;
}
