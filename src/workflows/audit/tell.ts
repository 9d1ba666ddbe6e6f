import type { AuditNews } from '../../domain/audit/news.ts';
import type { AuditReport } from '../../domain/report/auditReport.ts';
import type { AuditEventType, MailgrantEvent } from '../../domain/mailgrantEvent.ts';
import { askAzure } from '../askAzure.ts';
import { eventsAtATime, publishTimeout } from '../policies.ts';
import { reasonOf } from '../refusal.ts';
import { now } from '../step.ts';
import type { Step } from '../step.ts';
import type { AuditRun } from './auditRun.ts';

type Told = { report: AuditReport; news: AuditNews; publishEvents: boolean };

/** Publishes what opened and what is gone, where a topic is configured. What is not told stands in the report. */
export function* tell(run: AuditRun, { report, news, publishEvents }: Told): Step<void> {
  const events = [
    ...eventsOf(report, news.opened, 'Mailgrant.Audit.FindingOpened'),
    ...eventsOf(report, news.resolved, 'Mailgrant.Audit.FindingResolved'),
  ].map((event) => ({ ...event, id: run.context.df.newGuid(`${run.id} ${event.type} ${event.subject}`) }));
  if (!publishEvents || events.length === 0) {
    run.mark('publish', 'skipped', publishEvents ? 'there is no news' : 'no event topic is configured');
    return;
  }
  run.mark('publish', 'running');
  run.deadline = now(run.context) + publishTimeout;
  try {
    for (let start = 0; start < events.length; start += eventsAtATime)
      yield* askAzure(run, { ask: 'publishEvents', input: events.slice(start, start + eventsAtATime) });
    run.mark('publish', 'done', `${news.opened.length} opened, ${news.resolved.length} resolved`);
  } catch (error) {
    run.mark('publish', 'failed', reasonOf(error));
  }
}

function eventsOf(
  { id: audit, findings }: AuditReport,
  ids: readonly string[],
  type: AuditEventType,
): Omit<MailgrantEvent, 'id'>[] {
  const wanted = new Set(ids);
  return findings
    .filter(({ id }) => wanted.has(id))
    .map(({ id, rule, severity, title, principal, service, scope, change }) => ({
      type,
      subject: `/findings/${id}`,
      data: {
        audit,
        finding: id,
        rule,
        severity,
        title,
        ...(principal && { principal }),
        ...(service && { communicationService: service }),
        ...(scope && { scope }),
        ...(change && { change }),
      },
    }));
}
