import { askAzure } from './askAzure.ts';
import type { AzureRun } from './azureRun.ts';
import { undoTimeout } from './policies.ts';
import { reasonOf } from './refusal.ts';
import { now } from './step.ts';
import type { Step } from './step.ts';

/**
 * Takes back what the run made, the newest first. What can't be taken back doesn't keep the rest from it; it is
 * named in `leftBehind`, so that nobody has to find out later.
 */
export function* undoAll(run: AzureRun): Step<{ undone: string[]; leftBehind: string[] }> {
  const undone: string[] = [];
  const leftBehind: string[] = [];
  run.deadline = now(run.context) + undoTimeout;
  for (const undo of run.undos.splice(0).reverse()) {
    try {
      const value = yield* askAzure(run, undo.call);
      if (value === 'in use') leftBehind.push(`${undo.what} (it has come into use)`);
      else undone.push(undo.what);
    } catch (error) {
      leftBehind.push(`${undo.what} (${reasonOf(error)})`);
    }
  }
  return { undone, leftBehind };
}
