import type { OrchestrationContext } from 'durable-functions';
import type { GrantState } from '../../domain/grantState.ts';
import type { BatchInput, BatchRow, BatchState, OpenRow, RowOutcome } from '../../domain/operation.ts';
import type { BatchCounts, Progress } from '../../domain/progress.ts';
import { AzureRun } from '../azureRun.ts';
import { now } from '../step.ts';

/** One generation of a batch: the rows whose turn has not come, those in the window, and those that have ended. */
export class BatchRun extends AzureRun {
  readonly input: BatchInput;
  readonly state: BatchState;
  #next = 0;
  #shown = '';

  constructor(context: OrchestrationContext, input: BatchInput) {
    super(context, input.settings.propagationTimeout);
    this.input = input;
    const { roles = [], open = [], ended = [] } = input.carried ?? {};
    this.state = { roles, open: [...open], ended: [...ended] };
  }

  get isOver(): boolean {
    return this.#waiting === 0 && this.state.open.length === 0;
  }

  get counts(): BatchCounts {
    const { open, ended } = this.state;
    const endedAs = (wanted: RowOutcome['outcome']) =>
      ended.filter(({ outcome }) => outcome === wanted).length;
    return {
      total: this.#waiting + open.length + ended.length,
      waiting: this.#waiting,
      running: open.length,
      granted: endedAs('granted'),
      failed: endedAs('failed'),
      awaitingApproval: endedAs('awaitingApproval'),
    };
  }

  /** Takes the next row into the window; undefined if it is full or there is none left. */
  take(): OpenRow | undefined {
    const { open } = this.state;
    const row = open.length < this.input.concurrency ? this.input.rows[this.#next] : undefined;
    if (row === undefined) return undefined;
    this.#next += 1;
    const at = now(this.context);
    const taken = { ...row, since: at, attempts: 0, dueAt: at };
    open.push(taken);
    return taken;
  }

  /** Notes what came of a row, which leaves the window. */
  end(row: OpenRow, state: Exclude<GrantState, { outcome: 'running' }>): void {
    this.state.open.splice(this.state.open.indexOf(row), 1);
    const { operation, request } = row;
    const ended = { row: row.row, application: request.application, ...(operation && { operation }) };
    this.state.ended.push({ ...ended, ...state });
  }

  /** Shows how the rows are doing. */
  show(): void {
    const { counts } = this;
    const text = JSON.stringify(counts);
    if (text === this.#shown) return;
    this.#shown = text;
    const progress: Progress = {
      percent: Math.floor((100 * this.state.ended.length) / counts.total),
      about: { application: `${counts.total} rows`, requester: this.input.requester },
      steps: [],
      counts,
    };
    this.context.df.setCustomStatus(progress);
  }

  /** The input of the generation that goes on from here. */
  get rest(): BatchInput {
    const rows: BatchRow[] = this.input.rows.slice(this.#next);
    return { ...this.input, rows, carried: this.state };
  }

  get #waiting(): number {
    return this.input.rows.length - this.#next;
  }
}
