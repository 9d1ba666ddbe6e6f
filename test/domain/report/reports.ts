import { auditFacts } from '../../../src/domain/audit/auditFacts.ts';
import { judgeFacts } from '../../../src/domain/audit/judge.ts';
import type { AuditSnapshot } from '../../../src/domain/audit/snapshot.ts';
import type { AuditReport } from '../../../src/domain/report/auditReport.ts';
import { buildReport } from '../../../src/domain/report/buildReport.ts';
import type { ReportInput } from '../../../src/domain/report/buildReport.ts';
import { accessCases } from '../../cases/findings/access.ts';
import { couldSendCases } from '../../cases/findings/couldSend.ts';
import { holdingCases } from '../../cases/findings/holding.ts';
import { leftoverCases } from '../../cases/findings/leftovers.ts';
import { serviceCases } from '../../cases/findings/servicesAndSecrets.ts';

export const cases = [...accessCases, ...couldSendCases, ...holdingCases, ...leftoverCases, ...serviceCases];

/** The report of an estate, as the audit makes it. */
export function reportOf(snapshot: AuditSnapshot, more: Partial<ReportInput> = {}): AuditReport {
  const facts = auditFacts(snapshot);
  return buildReport({
    id: 'audit-1',
    kind: 'full',
    facts,
    judged: judgeFacts(facts),
    exemptions: [],
    ...more,
  });
}

/** A report about everything that somebody else may have named. */
export function named(name: string): AuditReport {
  const takenAt = '2026-06-01T00:00:00Z';
  const note = { reason: name, owner: name, until: name };
  return {
    id: name,
    takenAt,
    kind: 'full',
    previous: { id: name, takenAt },
    lookedAt: {
      services: [name],
      assignments: 1,
      eligible: 0,
      roles: 1,
      principals: 1,
      usernames: 1,
      operations: 1,
      unread: [name],
    },
    counts: {
      bySeverity: { critical: 0, high: 1, medium: 0, low: 0 },
      byStatus: { new: 1, open: 0, exempt: 0, resolved: 0 },
    },
    findings: [
      {
        id: name,
        rule: 'MG101',
        severity: 'high',
        title: name,
        principal: { id: name, kind: 'servicePrincipal', displayName: name, appId: name },
        service: name,
        assignment: name,
        scope: name,
        evidence: [name],
        fix: {
          steps: [{ do: 'deleteSecret', appId: name, keyId: name }],
          az: [name],
          note: name,
          byMailgrant: true,
        },
        firstSeen: takenAt,
        lastSeen: takenAt,
        status: 'exempt',
        exemption: note,
        change: { did: 'write', who: name, principalId: name, at: takenAt },
      },
    ],
    applications: [
      { id: name, appId: name, displayName: name, score: 9, trend: [], sentence: name, conditional: false },
    ],
    exemptions: {
      applied: [{ finding: name, ...note }],
      unused: [{ finding: name, ...note }],
      ended: [{ finding: name, ...note }],
    },
  };
}
