import { EventType } from '../historyEvents.ts';
import type { HistoryEvent } from '../historyEvents.ts';
import type { Command } from './command.ts';
import type { EventTask, LeafTask } from './task.ts';

const recordedAs: Record<Command['kind'], EventType> = {
  activity: EventType.TaskScheduled,
  timer: EventType.TimerCreated,
  subOrchestration: EventType.SubOrchestrationInstanceCreated,
};

/** The state of an orchestration's tasks while its history is walked through. */
export class TaskBoard {
  /** The time of the turn that the walk has reached, in milliseconds since the epoch. */
  now = 0;
  readonly executionId: string;
  /** What has been asked for and is not in the history yet. */
  readonly commands: Command[] = [];
  /** Tasks that have an id and no result. */
  readonly open = new Map<number, LeafTask>();
  readonly #recorded = new Map<number, EventType>();
  readonly #waiting = new Map<string, EventTask[]>();
  readonly #unread = new Map<string, HistoryEvent[]>();
  #nextId = 0;

  constructor(history: HistoryEvent[], executionId: string) {
    this.executionId = executionId;
    const scheduling = new Set<EventType>(Object.values(recordedAs));
    for (const event of history) {
      if (scheduling.has(event.EventType)) this.#recorded.set(event.EventId, event.EventType);
    }
  }

  get nextId(): number {
    return this.#nextId;
  }

  takeId(): number {
    return this.#nextId++;
  }

  /** Asks for something to be done, unless the history shows that it has been asked for before. */
  schedule(command: Command): void {
    const recorded = this.#recorded.get(command.id);
    if (recorded === undefined) {
      this.commands.push(command);
    } else if (recorded !== recordedAs[command.kind]) {
      throw new Error(
        `Non-deterministic orchestration: task ${command.id} is now a ${command.kind}, ` +
          'but the history has something else there.',
      );
    }
  }

  /** Registers a task that waits for an event, and gives it the oldest one that nobody has read. */
  waitForEvent(task: EventTask): void {
    append(this.#waiting, task.eventName, task);
    const unread = this.#unread.get(task.eventName)?.shift();
    if (unread !== undefined) this.raise(unread);
  }

  /** The task that began to wait last gets the event; with no task waiting it is kept. */
  raise(event: HistoryEvent): void {
    const name = event.Name ?? '';
    const task = this.#waiting.get(name)?.pop();
    if (task === undefined) append(this.#unread, name, event);
    else task.settle('succeeded', event);
  }

  unreadEvents(): HistoryEvent[] {
    return [...this.#unread.values()].flat();
  }
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
