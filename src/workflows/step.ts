import type { OrchestrationContext, Task } from 'durable-functions';
import type { Activities } from '../activities/index.ts';
import { crashRetry } from './policies.ts';

/** A part of an orchestration: yields durable tasks, gives a T. Called with `yield*`. */
export type Step<T> = Generator<Task, T, any>;

export type ActivityName = keyof Activities;
export type ActivityInput<K extends ActivityName> = Parameters<Activities[K]>[0];
export type ActivityResult<K extends ActivityName> = Awaited<ReturnType<Activities[K]>>;
export type ActivityCall = { [K in ActivityName]: { ask: K; input: ActivityInput<K> } }[ActivityName];

/**
 * Runs activities side by side; the results come in the order of the calls. Throws if one crashes again and again,
 * but not before all have ended: an undo must not overtake what it undoes.
 */
export function* callAll(
  context: OrchestrationContext,
  calls: readonly ActivityCall[],
): Step<ActivityResult<ActivityName>[]> {
  const tasks = calls.map(({ ask, input }) => context.df.callActivityWithRetry(ask, crashRetry, input));
  try {
    return yield context.df.Task.all(tasks);
  } catch (error) {
    for (const task of tasks) yield* settle(task);
    throw error;
  }
}

/** Waits until a task has ended, however it ends. */
function* settle(task: Task): Step<void> {
  try {
    yield task;
  } catch {
    // The first crash of them all is the one that is told.
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
