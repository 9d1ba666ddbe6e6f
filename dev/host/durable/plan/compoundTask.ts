import type { HistoryEvent } from '../historyEvents.ts';
import { PlannedTask } from './task.ts';
import type { TaskBoard } from './taskBoard.ts';

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
