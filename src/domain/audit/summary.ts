import type { AuditReport } from '../report/auditReport.ts';
import type { AuditLedger, AuditSummary } from './auditOperation.ts';

/** So many audits are listed; the reports of older ones can be had by their ids as long as their history is kept. */
const mostListed = 200;

export function summaryOf({ id, takenAt, kind, counts, applications }: AuditReport): AuditSummary {
  return { id, takenAt, kind, counts, highestScore: Math.max(0, ...applications.map(({ score }) => score)) };
}

/** The list with one more audit: the newest first, each once. */
export function withAudit({ audits }: AuditLedger, added: AuditSummary): AuditLedger {
  const others = audits.filter(({ id }) => id !== added.id);
  const sorted = [added, ...others].sort((one, other) => other.takenAt.localeCompare(one.takenAt));
  return { audits: sorted.slice(0, mostListed) };
}
