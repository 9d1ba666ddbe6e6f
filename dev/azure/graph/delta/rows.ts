import { seededRandom } from '../../faults/random.ts';
import type { Feed } from './feed.ts';
import type { Past } from './history.ts';
import type { Position } from './token.ts';

/** An object that is to be reported, and its place in the round. */
export type Row = { pass: number; id: string; removed?: 'changed' | 'deleted' };

/** What a client at this position has still to hear of, in the order of the pages. */
export function rowsFor({ history, settings }: Feed, standing: Position): Row[] {
  const { from, after, ids } = standing;
  const names = standing.select?.split(',').map((name) => name.trim().toLowerCase());
  const rows = [0, 1].flatMap((pass) =>
    history.all().flatMap(([id, past]): Row[] => {
      if (ids !== undefined && !ids.includes(id)) return [];
      // From the beginning, what is gone is not worth a word.
      if (past.removed !== undefined && from === 0) return [];
      const due = pass === 0 ? isNews(past, from, names) : isReplayed(settings, `${from}:${id}`);
      if (!due) return [];
      return [{ pass, id, ...(past.removed === undefined ? {} : { removed: past.removed.reason }) }];
    }),
  );
  if (after === undefined) return rows;
  return rows.filter(({ pass, id }) => pass > after.pass || (pass === after.pass && id > after.id));
}

/** Whether anything that was asked for is newer than what the client knows. */
function isNews({ appeared, changed, removed }: Past, from: number, names: string[] | undefined): boolean {
  if (removed !== undefined) return removed.version > from;
  if (appeared > from) return true;
  return [...changed].some(
    ([name, version]) => version > from && (names === undefined || names.includes(name.toLowerCase())),
  );
}

/** The same for every page of a round, whatever else happens meanwhile. */
function isReplayed({ replays, seed }: Feed['settings'], key: string): boolean {
  if (replays === 0) return false;
  const hash = [...key].reduce((sum, character) => (Math.imul(sum, 31) + character.charCodeAt(0)) | 0, seed);
  return seededRandom(hash)() < replays;
}
