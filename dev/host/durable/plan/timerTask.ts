import { AllTask } from './compoundTask.ts';
import { LeafTask } from './task.ts';
import type { PlannedTask } from './task.ts';
import type { TaskBoard } from './taskBoard.ts';

const day = 24 * 60 * 60 * 1000;

/** A timer over a longer time than `longest` is made of several, each of `link` at most. */
export type TimerLimits = { longest: number; link: number };

/** The real host's limits on Azure Storage. */
export const realTimerLimits: TimerLimits = { longest: 6 * day, link: 3 * day };

export function timerLeaf(board: TaskBoard, fireAt: number): LeafTask {
  return new LeafTask(board, (id) => ({ kind: 'timer', id, fireAt }));
}

export function timerTask(board: TaskBoard, fireAt: number, limits: TimerLimits): PlannedTask {
  if (Number.isNaN(fireAt)) throw new Error('A timer was created with an invalid date.');
  return fireAt - board.now > limits.longest
    ? new LongTimerTask(board, fireAt, limits)
    : timerLeaf(board, fireAt);
}

/** A chain of timers. Each link takes a new id when the one before it has fired. */
class LongTimerTask extends AllTask {
  readonly #fireAt: number;
  readonly #limits: TimerLimits;

  constructor(board: TaskBoard, fireAt: number, limits: TimerLimits) {
    super(board, []);
    this.#fireAt = fireAt;
    this.#limits = limits;
    this.adopt(this.#nextLink());
  }

  override childSettled(child: PlannedTask): void {
    if (this.#fireAt > this.board.now) this.addAndStart(this.#nextLink());
    super.childSettled(child);
  }

  #nextLink(): LeafTask {
    const { longest, link } = this.#limits;
    const isFar = this.#fireAt - this.board.now > longest;
    return timerLeaf(this.board, isFar ? this.board.now + link : this.#fireAt);
  }
}
