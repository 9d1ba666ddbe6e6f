import { EventType, eventTypeName } from '../historyEvents.ts';
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
  /** The events that schedule something, by the task's id. */
  readonly #recorded = new Map<number, HistoryEvent>();
  readonly #matched = new Set<number>();
  readonly #waiting = new Map<string, EventTask[]>();
  readonly #unread = new Map<string, HistoryEvent[]>();
  #nextId = 0;

  constructor(history: HistoryEvent[], executionId: string) {
    this.executionId = executionId;
    const scheduling = new Set<EventType>(Object.values(recordedAs));
    for (const event of history) {
      if (scheduling.has(event.EventType)) this.#recorded.set(event.EventId, event);
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
      return;
    }
    const isSame =
      recorded.EventType === recordedAs[command.kind] &&
      (command.kind === 'timer' || recorded.Name === command.name);
    if (!isSame) throw nonDeterministic(recorded, `now it is ${describe(command)}`);
    this.#matched.add(command.id);
  }

  /** Throws if the history has something that the orchestrator has not asked for this time. */
  checkThatAllIsMatched(): void {
    for (const [id, event] of this.#recorded) {
      if (!this.#matched.has(id)) throw nonDeterministic(event, 'now nothing asks for it');
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

function describe(command: Command): string {
  return command.kind === 'timer' ? 'a timer' : `${command.kind} ${command.name}`;
}

function nonDeterministic(recorded: HistoryEvent, now: string): Error {
  const before = `${eventTypeName(recorded.EventType)} ${recorded.Name ?? ''}`.trim();
  return new Error(
    `Non-deterministic orchestration: task ${recorded.EventId} is ${before} in the history, ${now}. ` +
      'An orchestrator must do the same again when it is replayed.',
  );
}
