import type { Task, TimerTask } from 'durable-functions';
import type { AuditInput } from '../../domain/audit/auditOperation.ts';
import { isAzureChange } from '../../domain/azureChange.ts';
import type { AzureChange } from '../../domain/azureChange.ts';
import { now } from '../step.ts';
import type { Step } from '../step.ts';
import type { AuditRun } from './auditRun.ts';

/** The change that the audit was started for, and those that come within its time. */
export function* collectChanges(
  run: AuditRun,
  { change, collectUntil = 0 }: AuditInput,
): Step<AzureChange[]> {
  if (change === undefined) {
    run.mark('collectChanges', 'skipped');
    return [];
  }
  const changes = [change];
  yield* run.during('collectChanges', () => collect(run, changes, collectUntil));
  return changes;
}

function* collect(run: AuditRun, changes: AzureChange[], until: number): Step<void> {
  const { df } = run.context;
  while (until > now(run.context)) {
    // Both anew in every round: a task that is yielded twice is scheduled twice.
    const raised: Task = df.waitForExternalEvent('change');
    const timeout: TimerTask = df.createTimer(new Date(until));
    const first = (yield df.Task.any([raised, timeout])) as unknown;
    if (first === timeout) return;
    timeout.cancel();
    // Whoever holds a key of the task hub can raise anything.
    if (isAzureChange(raised.result)) changes.push(raised.result);
    else run.log.warn('What was raised is no change.', { operation: run.id });
  }
}
