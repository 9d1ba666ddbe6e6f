import type { OrchestrationContext } from 'durable-functions';
import { changeStep, startProgress } from '../domain/progress.ts';
import type { AwaitedDecision, OperationSubject, Progress, StepState } from '../domain/progress.ts';
import { AzureRun } from './azureRun.ts';
import type { Step } from './step.ts';

/** One run of an operation: a run that asks Azure, and shows how far it has come. */
export class OperationRun<StepName extends string> extends AzureRun {
  readonly #shares: Record<StepName, number>;
  #progress: Progress;

  /** `steps` are the names of the steps with their shares of the way, `timeout` is in milliseconds. */
  constructor(
    context: OrchestrationContext,
    { steps, timeout, about }: { steps: Record<StepName, number>; timeout: number; about: OperationSubject },
  ) {
    super(context, timeout);
    this.#shares = steps;
    this.#progress = startProgress(steps, about);
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

  /** Shows that the run waits for a decision; with nothing, that it does no more. */
  showApproval(awaited: AwaitedDecision | undefined): void {
    const { approval: _before, ...progress } = this.#progress;
    this.#progress = { ...progress, ...(awaited === undefined ? {} : { approval: awaited }) };
    this.context.df.setCustomStatus(this.#progress);
  }

  mark(name: StepName, state: StepState, note?: string): void {
    const at = this.context.df.currentUtcDateTime.toISOString();
    const change = { name, state, at, ...(note === undefined ? {} : { note }) };
    this.#progress = changeStep(this.#progress, change, this.#shares);
    this.context.df.setCustomStatus(this.#progress);
  }
}
