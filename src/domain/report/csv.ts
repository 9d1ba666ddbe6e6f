import type { AuditReport } from './auditReport.ts';

const columns = [
  'id',
  'rule',
  'severity',
  'status',
  'title',
  'principal',
  'principalId',
  'appId',
  'service',
  'assignment',
  'scope',
  'firstSeen',
  'lastSeen',
  'evidence',
  'fix',
  'fixNote',
  'exemption',
] as const;

// What spreadsheets take for the start of a formula, also behind blanks and in full width.
const formula = /^(?:[\t\r\n]|[\s\u200b]*[=+\-@＝＋－＠])/;

/** The findings as CSV (RFC 4180). A cell that a spreadsheet would run gets an apostrophe in front. */
export function reportToCsv({ findings }: Pick<AuditReport, 'findings'>): string {
  const rows = findings.map(({ principal, fix, evidence, exemption, ...finding }) => {
    const cells: Record<(typeof columns)[number], string | undefined> = {
      id: finding.id,
      rule: finding.rule,
      severity: finding.severity,
      status: finding.status,
      title: finding.title,
      principal: principal?.displayName,
      principalId: principal?.id,
      appId: principal?.appId,
      service: finding.service,
      assignment: finding.assignment,
      scope: finding.scope,
      firstSeen: finding.firstSeen,
      lastSeen: finding.lastSeen,
      evidence: evidence.join('\n'),
      fix: fix.az.join('\n'),
      fixNote: fix.note,
      exemption:
        exemption === undefined
          ? undefined
          : `${exemption.reason} (${exemption.owner}, until ${exemption.until})`,
    };
    return columns.map((column) => cells[column] ?? '');
  });
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
