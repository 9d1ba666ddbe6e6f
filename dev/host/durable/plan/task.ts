import type { HistoryEvent } from '../historyEvents.ts';
import type { Command } from './command.ts';
import type { TaskBoard } from './taskBoard.ts';

export type Outcome = 'open' | 'succeeded' | 'failed';

/** A task of an orchestration, as far as its ids and its end are concerned. Mirrors the tasks of durable-functions. */
export abstract class PlannedTask {
  outcome: Outcome = 'open';
  parent: CompoundTask | undefined;
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

/** A task made of others. A child has one parent: the compound that was built last. */
export abstract class CompoundTask extends PlannedTask {
  readonly children: PlannedTask[] = [];

  constructor(board: TaskBoard, children: PlannedTask[]) {
    super(board);
    for (const child of children) this.adopt(child);
  }

  override get hasStarted(): boolean {
    return this.children.every((child) => child.hasStarted);
  }

  override start(): void {
    for (const child of [...this.children]) child.start();
  }

  abstract childSettled(child: PlannedTask, event: HistoryEvent | undefined): void;

  protected adopt(child: PlannedTask): void {
    child.parent = this;
    this.children.push(child);
  }

  protected addAndStart(child: PlannedTask): void {
    this.adopt(child);
    child.start();
  }
}

/** Ends with the first child that ends, well or badly. */
export class AnyTask extends CompoundTask {
  override childSettled(): void {
    if (this.isOpen) this.settle('succeeded');
  }
}

/** Ends when all children have ended well, or with the first that fails. */
export class AllTask extends CompoundTask {
  override childSettled(child: PlannedTask, _event?: HistoryEvent): void {
    if (child.outcome === 'failed') {
      if (this.isOpen) this.settle('failed');
    } else if (this.children.every((each) => each.outcome === 'succeeded')) {
      this.settle('succeeded');
    }
  }
}
