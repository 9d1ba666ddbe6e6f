import type { OrchestrationContext } from 'durable-functions';
import { contextLogger, replaySafeLogger } from '../log.ts';
import type { Logger } from '../log.ts';
import type { ActivityCall } from './step.ts';
import { now } from './step.ts';

/** How to take one thing back. `what` names it for people. */
export type Undo = { what: string; call: ActivityCall };

/** One run of an orchestration that asks Azure: until when it keeps asking, and what it has to take back if it fails. */
export class AzureRun {
  readonly context: OrchestrationContext;
  /** When to stop waiting for Azure, in milliseconds since the epoch. */
  deadline: number;
  /** When this run last changed something in Azure, in milliseconds since the epoch. */
  changedAt: number | undefined;
  readonly undos: Undo[] = [];
  readonly log: Logger;

  /** `timeout` is in milliseconds from now. */
  constructor(context: OrchestrationContext, timeout: number) {
    this.context = context;
    this.log = replaySafeLogger(contextLogger(context), () => context.df.isReplaying);
    this.deadline = now(context) + timeout;
  }

  get id(): string {
    return this.context.df.instanceId;
  }

  /** Drops an undo whose deed was never done. */
  forget(undo: Undo | undefined): void {
    if (undo !== undefined) this.undos.splice(this.undos.indexOf(undo), 1);
  }
}
