import type { HistoryEvent } from '../historyEvents.ts';
import type { Command } from './command.ts';
import type { TaskBoard } from './taskBoard.ts';

export type Outcome = 'open' | 'succeeded' | 'failed';

type Parent = { childSettled(child: PlannedTask, event: HistoryEvent | undefined): void };

/** A task of an orchestration, as far as its ids and its end are concerned. Mirrors the tasks of durable-functions. */
export abstract class PlannedTask {
  outcome: Outcome = 'open';
  parent: Parent | undefined;
  protected readonly board: TaskBoard;

  constructor(board: TaskBoard) {
    this.board = board;
  }

  get isOpen(): boolean {
    return this.outcome === 'open';
  }

  /** Called when the orchestrator yields the task: only now do ids get taken. */
  abstract start(): void;

  abstract get hasStarted(): boolean;

  settle(outcome: 'succeeded' | 'failed', event?: HistoryEvent): void {
    this.outcome = outcome;
    this.parent?.childSettled(this, event);
  }
}

/** A task of which the history has one event that schedules and one that ends it. */
export class LeafTask extends PlannedTask {
  #id: number | undefined;
  readonly #makeCommand: (id: number) => Command;

  constructor(board: TaskBoard, makeCommand: (id: number) => Command) {
    super(board);
    this.#makeCommand = makeCommand;
  }

  override get hasStarted(): boolean {
    return this.#id !== undefined;
  }

  override start(): void {
    if (this.hasStarted) return;
    this.takeId();
    this.schedule();
  }

  takeId(): void {
    this.#id = this.board.takeId();
    this.board.open.set(this.#id, this);
  }

  schedule(): void {
    this.board.schedule(this.command());
  }

  command(): Command {
    if (this.#id === undefined) throw new Error('A task is asked for under its id, but has none.');
    return this.#makeCommand(this.#id);
  }
}

/** Waits for an external event. It takes no id. */
export class EventTask extends PlannedTask {
  readonly eventName: string;
  hasStarted = false;

  constructor(board: TaskBoard, eventName: string) {
    super(board);
    this.eventName = eventName;
  }

  override start(): void {
    this.hasStarted = true;
    this.board.waitForEvent(this);
  }
}
