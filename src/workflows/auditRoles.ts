import type { OrchestrationContext } from 'durable-functions';
import type { AuditInput, AuditOutcome } from '../domain/audit/auditOperation.ts';
import { summaryOf } from '../domain/audit/summary.ts';
import { auditSteps } from '../domain/progress.ts';
import type { AuditReport } from '../domain/report/auditReport.ts';
import { askAzure } from './askAzure.ts';
import type { AuditRun } from './audit/auditRun.ts';
import { collectChanges } from './audit/collectChanges.ts';
import { readEstate } from './audit/readEstate.ts';
import { tell } from './audit/tell.ts';
import { OperationRun } from './operationRun.ts';
import { auditTimeout } from './policies.ts';
import { problemsOf } from './refusal.ts';
import { now } from './step.ts';
import type { Step } from './step.ts';

/**
 * Finds the applications that may do more than send mail, and what is wrong with grants: reads who has access to the
 * mail services, judges it, compares it with the audit before, and tells what is new and what is gone. Where a change
 * in Azure was the reason, reads only what that bears on. Changes nothing.
 */
export function* auditRoles(context: OrchestrationContext): Step<AuditOutcome> {
  const input = context.df.getInput<AuditInput>();
  const { requester, settings } = input;
  const run: AuditRun = new OperationRun(context, {
    steps: auditSteps,
    timeout: auditTimeout,
    about: { application: 'all applications', requester },
  });
  try {
    const changes = yield* collectChanges(run, input);
    run.deadline = now(context) + auditTimeout;
    const takenAt = context.df.currentUtcDateTime.toISOString();
    const { slices, ...read } = yield* readEstate(run, settings.services, changes);
    const { report, news } = yield* run.during('judge', () =>
      askAzure(run, { ask: 'judgeAudit', input: { audit: run.id, takenAt, slices, changes, ...read } }),
    );
    yield* askAzure(run, { ask: 'recordAudit', input: summaryOf(report) });
    yield* tell(run, { report, news, publishEvents: settings.publishEvents });
    measure(run, report);
    return { outcome: 'audited', report, slices };
  } catch (error) {
    const problems = problemsOf(error);
    run.log.error('The audit failed.', { operation: run.id, problems });
    return { outcome: 'failed', problems };
  }
}

/** One line of numbers for each audit: what alerts and charts are made of. */
function measure(run: AuditRun, report: AuditReport): void {
  const { bySeverity, byStatus } = report.counts;
  const newCritical = report.findings.filter(
    ({ status, severity }) => status === 'new' && severity === 'critical',
  );
  run.log.info('Audit metrics.', {
    audit: report.id,
    kind: report.kind,
    ...bySeverity,
    ...byStatus,
    newCritical: newCritical.length,
    highestScore: summaryOf(report).highestScore,
    unread: report.lookedAt.unread.length,
  });
}
