import { z } from 'zod';
import { seededRandom } from '../faults/random.ts';

/** How badly events are delivered. All of it is within what Event Grid announces to its subscribers. */
export const mischiefSettings = z.strictObject({
  /** The share of events that are delivered twice, from 0 to 1. */
  duplicates: z.number().min(0).max(1).default(0),
  /** The share of events whose first attempt is lost on the way, so that they come with the first retry. */
  losses: z.number().min(0).max(1).default(0),
  /** Events are held back for a random time up to this, in milliseconds, and so overtake each other. */
  maxDelay: z.number().nonnegative().default(0),
  /** With the same seed the same events of a sequence suffer. */
  seed: z.int().default(1),
});

export type Mischief = z.output<typeof mischiefSettings>;

/** What one event suffers: a copy for each delivery, with its delay, and whether its first attempt is lost. */
export function fateOf(mischief: Mischief, sequence: number): { delay: number; lost: boolean }[] {
  // Of its own for every event, whatever order they come in.
  const random = seededRandom(Math.imul(mischief.seed, 0x9e3779b1) + sequence);
  const lost = random() < mischief.losses;
  const copies = random() < mischief.duplicates ? [lost, false] : [lost];
  return copies.map((each) => ({ lost: each, delay: Math.floor(random() * mischief.maxDelay) }));
}
