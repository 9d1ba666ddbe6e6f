import { ActionType, describeAction } from '../actions.ts';
import type { Action } from '../actions.ts';
import { httpTask } from './httpTask.ts';
import { RetryTask } from './retryTask.ts';
import { AllTask, AnyTask } from './compoundTask.ts';
import { EventTask, LeafTask } from './task.ts';
import type { PlannedTask } from './task.ts';
import type { TaskBoard } from './taskBoard.ts';
import { timerTask } from './timerTask.ts';
import type { TimerLimits } from './timerTask.ts';

type Call = Extract<Action, { functionName: string }>;

/** Turns the actions that an orchestrator asks for into tasks. */
export class TaskBuilder {
  readonly warnings: string[] = [];
  readonly #board: TaskBoard;
  readonly #limits: TimerLimits;
  /** Identity is the only sign that a task is used twice: the actions of both uses are one object. */
  readonly #built = new Map<Action, PlannedTask>();

  constructor(board: TaskBoard, limits: TimerLimits) {
    this.#board = board;
    this.#limits = limits;
  }

  build(action: Action): PlannedTask {
    const before = this.#built.get(action);
    if (before !== undefined) {
      if (before.hasStarted) this.#warnOfReuse(action);
      return before;
    }
    const task = this.#create(action);
    this.#built.set(action, task);
    return task;
  }

  pendingTimers(): number {
    return [...this.#built].filter(
      ([action, task]) =>
        action.actionType === ActionType.CreateTimer && !action.isCanceled && task.hasStarted && task.isOpen,
    ).length;
  }

  #create(action: Action): PlannedTask {
    const board = this.#board;
    switch (action.actionType) {
      case ActionType.CallActivity:
        return this.#activity(action);
      case ActionType.CallActivityWithRetry:
        return new RetryTask(board, action.retryOptions, () => this.#activity(action));
      case ActionType.CallSubOrchestrator:
        return this.#subOrchestration(action);
      case ActionType.CallSubOrchestratorWithRetry:
        return new RetryTask(board, action.retryOptions, () => this.#subOrchestration(action));
      case ActionType.CreateTimer:
        return timerTask(board, new Date(action.fireAt).getTime(), this.#limits);
      case ActionType.WaitForExternalEvent:
        return new EventTask(board, action.externalEventName);
      case ActionType.CallHttp:
        return httpTask(board, action.httpRequest, this.#limits);
      case ActionType.WhenAny:
        return new AnyTask(board, this.#buildAll(action.compoundActions));
      case ActionType.WhenAll:
        return new AllTask(board, this.#buildAll(action.compoundActions));
      default:
        throw new Error(
          `The local host does not know actions of type ${action.actionType} (entities, locks).`,
        );
    }
  }

  #buildAll(actions: Action[]): PlannedTask[] {
    return actions.map((action) => this.build(action));
  }

  #activity(action: Call): LeafTask {
    // durable-functions has already turned text into JSON text, but leaves everything else as it is.
    const input = typeof action.input === 'string' ? action.input : jsonText(action.input);
    return new LeafTask(this.#board, (id) => ({ kind: 'activity', id, name: action.functionName, input }));
  }

  #subOrchestration(action: Call & { instanceId?: string; version?: string }): LeafTask {
    const { executionId } = this.#board;
    return new LeafTask(this.#board, (id) => ({
      kind: 'subOrchestration',
      id,
      name: action.functionName,
      input: jsonText(action.input),
      instanceId: action.instanceId || `${executionId}:${id.toString(16)}`,
      version: action.version ?? null,
    }));
  }

  #warnOfReuse(action: Action): void {
    this.warnings.push(
      `The task of ${describeAction(action)} is used in a second Task.any or Task.all. The real host would ` +
        'schedule it again, and could hand out the result of another task (azure-functions-durable-js#574).',
    );
  }
}

function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null);
}
