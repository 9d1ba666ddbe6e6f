import type { OrchestrationContext, Task } from 'durable-functions';
import type { Activities } from '../activities/index.ts';
import type { InnerDoors } from '../domain/innerDoors.ts';
import { crashRetry, longestActivity } from './policies.ts';

/** A part of an orchestration: yields durable tasks, gives a T. Called with `yield*`. */
export type Step<T> = Generator<Task, T, any>;

type Callable = Activities & InnerDoors;
export type ActivityName = keyof Callable;
export type ActivityInput<K extends ActivityName> = Parameters<Callable[K]>[0];
export type ActivityResult<K extends ActivityName> = Awaited<ReturnType<Callable[K]>>;
export type ActivityCall = { [K in ActivityName]: { ask: K; input: ActivityInput<K> } }[ActivityName];

/**
 * Runs activities side by side; the results come in the order of the calls. Throws if one crashes again and again,
 * but not before all have ended: an undo must not overtake what it undoes. Durable Functions does not say when the
 * others end, and yielding their tasks a second time would schedule them again, so only waiting is left.
 */
export function* callAll(
  context: OrchestrationContext,
  calls: readonly ActivityCall[],
): Step<ActivityResult<ActivityName>[]> {
  const tasks = calls.map(({ ask, input }) => context.df.callActivityWithRetry(ask, crashRetry, input));
  try {
    return yield context.df.Task.all(tasks);
  } catch (error) {
    if (tasks.length > 1) yield* sleepUntil(context, now(context) + longestActivity);
    throw error;
  }
}

/** Sleeps until a point in time, in milliseconds since the epoch; not at all if that is past. */
export function* sleepUntil(context: OrchestrationContext, at: number): Step<void> {
  if (at > now(context)) yield context.df.createTimer(new Date(at));
}

/** The orchestration's time, in milliseconds since the epoch: the same in every replay. */
export function now(context: OrchestrationContext): number {
  return context.df.currentUtcDateTime.getTime();
}
