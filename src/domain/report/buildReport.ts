import type { AuditFacts } from '../audit/auditFacts.ts';
import { compareAudits } from '../audit/compareAudits.ts';
import { applyExemptions } from '../audit/exemptions.ts';
import type { Exemption } from '../audit/exemptions.ts';
import type { ExemptionNote, Finding, Observation } from '../audit/finding.ts';
import type { AuditReport } from './auditReport.ts';
import { applicationScores } from './applicationScores.ts';

export type ReportInput = {
  /** The id of the audit. */
  id: string;
  facts: AuditFacts;
  judged: readonly Observation[];
  /** The report of the audit before. */
  previous?: AuditReport;
  exemptions: readonly Exemption[];
  kind: AuditReport['kind'];
  /** How much there was to read, of which the snapshot has what matters; the snapshot itself if absent. */
  read?: { assignments: number; eligible: number; roles: number };
  unread?: readonly string[];
};

/** The report of one audit: what was judged, compared with the audit before, and with exemptions applied. */
export function buildReport(input: ReportInput): AuditReport {
  const { id, facts, judged, previous, exemptions, kind, read, unread = [] } = input;
  const { snapshot } = facts;
  const { takenAt } = snapshot;
  const compared = compareAudits({
    previous: previous?.findings ?? [],
    current: judged,
    takenAt,
  });
  const { findings, unused } = applyExemptions(compared, exemptions, takenAt);
  return {
    id,
    takenAt,
    kind,
    ...(previous === undefined ? {} : { previous: { id: previous.id, takenAt: previous.takenAt } }),
    lookedAt: {
      services: snapshot.services.map(({ service }) => service.id),
      assignments: read?.assignments ?? snapshot.assignments.length,
      eligible: read?.eligible ?? snapshot.eligible.length,
      roles: read?.roles ?? Object.keys(snapshot.roles).length,
      principals: Object.keys(snapshot.principals).length,
      usernames: snapshot.services.reduce((sum, { usernames }) => sum + usernames.length, 0),
      operations: snapshot.operations.length,
      unread: [...unread],
    },
    counts: countsOf(findings),
    findings,
    applications: applicationScores(facts, previous?.applications ?? []),
    exemptions: {
      applied: findings.flatMap(({ id: finding, exemption }) => noted(finding, exemption)),
      unused,
      ended: findings.flatMap(({ id: finding, endedExemption }) => noted(finding, endedExemption)),
    },
  };
}

function countsOf(findings: readonly Finding[]): AuditReport['counts'] {
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
  const byStatus = { new: 0, open: 0, exempt: 0, resolved: 0 };
  for (const { severity, status } of findings) {
    byStatus[status] += 1;
    if (status === 'new' || status === 'open') bySeverity[severity] += 1;
  }
  return { bySeverity, byStatus };
}

function noted(finding: string, note: ExemptionNote | undefined) {
  return note === undefined ? [] : [{ finding, ...note }];
}
