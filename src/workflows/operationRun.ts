import type { OrchestrationContext } from 'durable-functions';
import { changeStep, startProgress } from '../domain/progress.ts';
import type { OperationSubject, Progress, StepState } from '../domain/progress.ts';
import { contextLogger, replaySafeLogger } from '../log.ts';
import type { Logger } from '../log.ts';
import type { ActivityCall, Step } from './step.ts';
import { now } from './step.ts';

/** How to take one thing back. `what` names it for people. */
export type Undo = { what: string; call: ActivityCall };

/**
 * One run of an operation: what it shows of its progress, what it has to take back if it fails, and until when it
 * keeps asking Azure.
 */
export class OperationRun<StepName extends string> {
  readonly context: OrchestrationContext;
  /** When to stop waiting for Azure, in milliseconds since the epoch. */
  deadline: number;
  /** When this run last changed something in Azure, in milliseconds since the epoch. */
  changedAt: number | undefined;
  readonly undos: Undo[] = [];
  readonly log: Logger;
  readonly #shares: Record<StepName, number>;
  #progress: Progress;

  /** `steps` are the names of the steps with their shares of the way, `timeout` is in milliseconds. */
  constructor(
    context: OrchestrationContext,
    { steps, timeout, about }: { steps: Record<StepName, number>; timeout: number; about: OperationSubject },
  ) {
    this.context = context;
    this.log = replaySafeLogger(contextLogger(context), () => context.df.isReplaying);
    this.deadline = now(context) + timeout;
    this.#shares = steps;
    this.#progress = startProgress(steps, about);
  }

  get id(): string {
    return this.context.df.instanceId;
  }

  /** Shows a step as running while `body` runs, then as done or failed. `note` says what came of it. */
  *during<T>(names: StepName | StepName[], body: () => Step<T>, note?: (value: T) => string): Step<T> {
    const all = typeof names === 'string' ? [names] : names;
    for (const name of all) this.mark(name, 'running');
    try {
      const value = yield* body();
      for (const name of all) this.mark(name, 'done', note?.(value));
      return value;
    } catch (error) {
      for (const name of all) this.mark(name, 'failed');
      throw error;
    }
  }

  /** Drops an undo whose deed was never done. */
  forget(undo: Undo | undefined): void {
    if (undo !== undefined) this.undos.splice(this.undos.indexOf(undo), 1);
  }

  mark(name: StepName, state: StepState, note?: string): void {
    const at = this.context.df.currentUtcDateTime.toISOString();
    const change = { name, state, at, ...(note === undefined ? {} : { note }) };
    this.#progress = changeStep(this.#progress, change, this.#shares);
    this.context.df.setCustomStatus(this.#progress);
  }
}
