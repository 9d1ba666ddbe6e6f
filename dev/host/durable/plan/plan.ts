import { ActionType } from '../actions.ts';
import type { Action } from '../actions.ts';
import { EventType } from '../historyEvents.ts';
import type { HistoryEvent } from '../historyEvents.ts';
import { TaskBuilder } from './buildTask.ts';
import type { Command } from './command.ts';
import type { PlannedTask } from './task.ts';
import { TaskBoard } from './taskBoard.ts';
import { realTimerLimits } from './timerTask.ts';
import type { TimerLimits } from './timerTask.ts';

export type Plan = {
  /** What the orchestration wants done and has not asked for in an earlier turn. */
  commands: Command[];
  /** The id that the next task would get. */
  nextId: number;
  /** The tasks that have no result yet. */
  open: () => Command[];
  /** Events that came and that nothing has waited for. */
  unreadEvents: HistoryEvent[];
  continueAsNew: { input: unknown } | undefined;
  /** How many timers of the orchestrator have neither fired nor been cancelled. */
  pendingTimers: number;
  warnings: string[];
};

export type PlanOptions = { executionId: string; timerLimits?: TimerLimits };
export type Planner = (history: HistoryEvent[], actions: Action[], options: PlanOptions) => Plan;

/**
 * Finds out what is new in an orchestrator's answer, which lists all actions since the generation began.
 *
 * A result in the history names a task by its id only, and durable-functions hands out the ids while it replays the
 * history: when a task is yielded, when a retry is due, when a link of a long timer has fired. So the same walk is
 * made here, step by step, to arrive at the same ids.
 */
export const plan: Planner = (history, actions, options) => {
  const board = new TaskBoard(history, options.executionId);
  const builder = new TaskBuilder(board, options.timerLimits ?? realTimerLimits);
  const pending = actions.values();
  let current: PlannedTask | undefined;
  let continueAsNew: Plan['continueAsNew'];

  /** Starts what the orchestrator yielded next, as long as it does not have to wait. */
  function advance(): void {
    while (current === undefined || !current.isOpen) {
      const { value: action, done } = pending.next();
      if (done === true) return;
      if (action.actionType === ActionType.ContinueAsNew) {
        continueAsNew = { input: action.input };
      } else {
        current = builder.build(action);
        if (current.isOpen) current.start();
      }
    }
  }

  function settle(id: number | undefined, event: HistoryEvent): void {
    const task = id === undefined ? undefined : board.open.get(id);
    if (id === undefined || task === undefined) return;
    board.open.delete(id);
    task.settle(failures.has(event.EventType) ? 'failed' : 'succeeded', event);
    advance();
  }

  for (const event of history) {
    switch (event.EventType) {
      case EventType.OrchestratorStarted:
        board.now = Math.max(board.now, new Date(event.Timestamp).getTime());
        break;
      case EventType.ExecutionStarted:
        advance();
        break;
      case EventType.TaskCompleted:
      case EventType.TaskFailed:
      case EventType.SubOrchestrationInstanceCompleted:
      case EventType.SubOrchestrationInstanceFailed:
        settle(event.TaskScheduledId, event);
        break;
      case EventType.TimerFired:
        settle(event.TimerId, event);
        break;
      case EventType.EventRaised:
        board.raise(event);
        advance();
        break;
      default:
        break;
    }
  }

  board.checkThatAllIsMatched();
  return {
    commands: board.commands,
    nextId: board.nextId,
    open: () => [...board.open.values()].map((task) => task.command()),
    unreadEvents: board.unreadEvents(),
    continueAsNew,
    pendingTimers: builder.pendingTimers(),
    warnings: builder.warnings,
  };
};

const failures = new Set<EventType>([EventType.TaskFailed, EventType.SubOrchestrationInstanceFailed]);
