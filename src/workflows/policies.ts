import { RetryOptions } from 'durable-functions';

/**
 * What an activity throws is a crash or a mistake of our own, never an answer of Azure: a few quick attempts cover
 * a host that goes down, and a mistake soon shows.
 */
export const crashRetry = Object.assign(new RetryOptions(2_000, 3), { backoffCoefficient: 3 });

/** How many reads in a row must show a role assignment: they come from replicas that lag, each by its own time. */
export const sightingsInARow = 2;

/** How long the last look before a grant is called ready may take, in milliseconds. */
export const lastLookTimeout = 2 * 60_000;

/** How long the undo of a failed operation may keep trying, in milliseconds. */
export const undoTimeout = 30 * 60_000;

/** How long an event may keep an operation that has done its work from ending, in milliseconds. */
export const publishTimeout = 5 * 60_000;

/** How long a look at the directory may keep trying before it is left to the next one, in milliseconds. */
export const lookTimeout = 10 * 60_000;

/** So many pages of changes are read before the watch over the directory continues as new: they bound its history. */
export const pagesAtATime = 10;

/** So many events are published by one activity. */
export const eventsAtATime = 500;

/**
 * No activity runs longer, in milliseconds: each asks Azure a few times, and every request times out after half a
 * minute. Whoever has waited this long can be sure that nothing is under way any more.
 */
export const longestActivity = 3 * 60_000;

/**
 * How long a batch waits before it looks again how its grants go, in milliseconds: a little longer with each look that
 * found none ended. A place in the window stays empty no longer than that.
 */
export function batchLookEvery(fruitlessLooks: number): number {
  return Math.min(5_000 * 1.5 ** fruitlessLooks, 30_000);
}

/** After so many calls a batch goes on in a new generation: every turn of it replays all calls of its generation. */
export const batchCallsPerGeneration = 100;

/** How long an audit may keep asking Azure, in milliseconds: throttled, a large estate takes minutes. */
export const auditTimeout = 30 * 60_000;

/**
 * How long a targeted audit waits until Azure's lists show what an event has told of, in milliseconds. It has collected
 * changes for up to 20 seconds by then, and is to be done a minute after the first one.
 */
export const changePatience = 30_000;

/** So many activities of one kind an audit runs side by side: grants need room within Azure's limits as well. */
export const auditReadsAtATime = 8;

/** So many principals the directory is asked about by one activity. */
export const lookUpsAtATime = 200;

/** Of so many principals one activity reads what they hold. */
export const holdersAtATime = 25;

const shortestWait = 1_000;
const longestWait = 30_000;

/** How long to leave Azure alone after so many attempts that it could not take, in milliseconds. */
export function backOff(attempts: number): number {
  return Math.min(shortestWait * 2 ** (attempts - 1), longestWait);
}

/**
 * How long to wait before looking again at something that only time brings about, in milliseconds: a second at
 * first, then two hundredths of the time that it has taken already. So the end is seen late by 2 % at most, and
 * ten minutes cost some two hundred looks.
 */
export function watchEvery(elapsed: number): number {
  return Math.max(shortestWait, Math.floor(elapsed * 0.02));
}

/**
 * The longest timer that waits beside an external event, in milliseconds. Durable Functions makes one beyond a few
 * days a chain of timers, which a wait for the first of several tasks is better off without.
 */
export const longestTimer = 24 * 60 * 60_000;

/** How long a revocation that an event has started tries again what could not be removed, in milliseconds. */
export const revokePatience = 7 * 24 * 60 * 60_000;

/** How long a directory that gives no answer keeps an untagged application's grant from going, in milliseconds. */
export const unreadPatience = 24 * 60 * 60_000;

/** How long each question of a round after the first may take, in milliseconds: the pauses do the waiting. */
export const retryTimeout = 60_000;

const shortestPause = 15 * 60_000;
const longestPause = 6 * 60 * 60_000;

/** How long to wait after so many failed rounds of a revocation, in milliseconds. Seven days have some 30 of them. */
export function revokePause(failed: number): number {
  return Math.min(shortestPause * 2 ** (failed - 1), longestPause);
}
