import { RetryOptions } from 'durable-functions';

/**
 * What an activity throws is a crash or a mistake of our own, never an answer of Azure: a few quick attempts cover
 * a host that goes down, and a mistake soon shows.
 */
export const crashRetry = Object.assign(new RetryOptions(2_000, 3), { backoffCoefficient: 3 });

/** How many reads in a row must show a role assignment: they come from replicas that lag, each by its own time. */
export const sightingsInARow = 2;

/** How long the undo of a failed operation may keep trying, in milliseconds. */
export const undoTimeout = 30 * 60_000;

/** How long an event may keep an operation that has done its work from ending, in milliseconds. */
export const publishTimeout = 5 * 60_000;

const shortestWait = 1_000;
const longestWait = 30_000;

/**
 * How long to wait before the second, third … attempt, in milliseconds. Doubles from one second to half a minute;
 * Azure's own Retry-After wins where it is longer.
 */
export function waitBefore(attempt: number, afterSeconds = 0): number {
  const backOff = Math.min(shortestWait * 2 ** (attempt - 2), longestWait);
  return Math.max(backOff, afterSeconds * 1000);
}
