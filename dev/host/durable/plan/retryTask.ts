import type { RetryPolicy } from '../actions.ts';
import { CompoundTask } from './compoundTask.ts';
import type { PlannedTask } from './task.ts';
import type { TaskBoard } from './taskBoard.ts';
import { timerLeaf } from './timerTask.ts';

/**
 * Calls again after a failure, with a timer in between. The last failure is followed by a timer too: both
 * durable-functions and the real host give up only when that one has fired.
 */
export class RetryTask extends CompoundTask {
  readonly #attempt: () => PlannedTask;
  readonly #policy: RetryPolicy;
  #failures = 0;
  #isWaitingForTimer = false;

  constructor(board: TaskBoard, policy: RetryPolicy, attempt: () => PlannedTask) {
    super(board, [attempt()]);
    this.#attempt = attempt;
    this.#policy = policy;
  }

  override childSettled(child: PlannedTask): void {
    if (this.#isWaitingForTimer) {
      this.#isWaitingForTimer = false;
      if (this.#failures >= this.#policy.maxNumberOfAttempts) this.settle('failed');
      else this.addAndStart(this.#attempt());
    } else if (child.outcome === 'succeeded') {
      this.settle('succeeded');
    } else {
      this.#isWaitingForTimer = true;
      this.#failures++;
      this.addAndStart(timerLeaf(this.board, this.board.now + this.#delay()));
    }
  }

  #delay(): number {
    const policy = this.#policy;
    const factor = (policy.backoffCoefficient || 1) ** (this.#failures - 1);
    const longest = policy.maxRetryIntervalInMilliseconds || Infinity;
    return Math.ceil(Math.min(policy.firstRetryIntervalInMilliseconds * factor, longest));
  }
}
