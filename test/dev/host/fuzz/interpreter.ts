import * as df from 'durable-functions';
import type { OrchestrationContext, Task } from 'durable-functions';
import type { Program, TaskSpec } from './program.ts';
import type { Random } from './random.ts';

/** The part of durable-functions that hands out the ids. It is private: the types do not show it. */
export type Executor = {
  sequenceNumber: number;
  openTasks: Record<string, { actionObj: { functionName?: string } | string }>;
  isDoneExecuting(): boolean;
};

/** Registers the functions that random programs are made of. Every turn leaves its executor in `executors`. */
export function registerFuzz(random: Random, executors: Map<string, Executor>): void {
  const failSometimes = (failing: number) => {
    if (random.chance(failing)) throw new Error('by chance');
  };
  df.app.activity('activity', { handler: failSometimes });
  df.app.activity('inner', { handler: failSometimes });
  df.app.orchestration('child', function* (context) {
    yield context.df.callActivity('inner', context.df.getInput());
  });
  df.app.orchestration('program', function* (context) {
    const { taskOrchestratorExecutor } = context.df as unknown as { taskOrchestratorExecutor: Executor };
    executors.set(context.df.instanceId, taskOrchestratorExecutor);
    const program: Program = context.df.getInput();
    const earlier: Task[] = [];
    for (const { task, reuse } of program.steps) {
      const reused = reuse ? earlier.findLast((each) => !each.isCompleted && !each.isFaulted) : undefined;
      const made = make(context, task, earlier);
      try {
        yield reused === undefined ? made : context.df.Task.any([reused, made]);
      } catch {
        // Whether a task fails is up to chance; the program goes on.
      }
    }
    if (program.generations > 1) {
      context.df.continueAsNew({ ...program, generations: program.generations - 1 });
    }
  });
}

/** Creates the task and those that it is made of, and adds all of them to `made`. */
function make(context: OrchestrationContext, spec: TaskSpec, made: Task[]): Task {
  const task = create(context, spec, made);
  made.push(task);
  return task;
}

function create(context: OrchestrationContext, spec: TaskSpec, made: Task[]): Task {
  const { df: durable } = context;
  switch (spec.kind) {
    case 'activity':
    case 'child':
      return call(context, spec);
    case 'timer':
      return durable.createTimer(new Date(durable.currentUtcDateTime.getTime() + spec.milliseconds));
    case 'event':
      return durable.waitForExternalEvent(spec.name);
    case 'http':
      return durable.callHttp({ method: 'GET', url: 'http://fuzz/', enablePolling: spec.polling });
    case 'any':
    case 'all':
      return durable.Task[spec.kind](spec.tasks.map((each) => make(context, each, made)));
  }
}

function call(context: OrchestrationContext, spec: Extract<TaskSpec, { failing: number }>): Task {
  const { df: durable } = context;
  const { kind, failing, attempts } = spec;
  if (attempts === undefined) {
    return kind === 'activity'
      ? durable.callActivity(kind, failing)
      : durable.callSubOrchestrator(kind, failing);
  }
  const options = new df.RetryOptions(2, attempts);
  options.backoffCoefficient = 2;
  return kind === 'activity'
    ? durable.callActivityWithRetry(kind, options, failing)
    : durable.callSubOrchestratorWithRetry(kind, options, failing);
}
