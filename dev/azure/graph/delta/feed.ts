import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { State } from '../../state.ts';
import { History } from './history.ts';

/** How inconvenient the answers are. All of it is within what Graph announces to its clients. */
export const feedSettings = z.strictObject({
  /** So many objects come on one page. Graph does not say how many; clients have no say. */
  pageSize: z.int().positive().default(100),
  /** So many pages without any object come before the last one of a round. */
  emptyPages: z.int().nonnegative().default(0),
  /** The share of objects that come once more than they should, changed or not, from 0 to 1. */
  replays: z.number().min(0).max(1).default(0),
  /** With the same seed the same objects are replayed. */
  seed: z.int().default(1),
});

export type Feed = {
  history: History;
  settings: z.output<typeof feedSettings>;
  /** Tokens of another generation are void: those of another run, and those that were made to expire. */
  generation: string;
};

const feeds = new WeakMap<State, Feed>();

export function feedOf(state: State): Feed {
  const known = feeds.get(state);
  if (known !== undefined) return known;
  const feed = { history: new History(), settings: feedSettings.parse({}), generation: newGeneration() };
  feeds.set(state, feed);
  return feed;
}

/** Makes every token that was handed out so far one that Graph has forgotten. */
export function expireTokens(feed: Feed): void {
  feed.generation = newGeneration();
}

function newGeneration(): string {
  return randomUUID().slice(0, 8);
}
