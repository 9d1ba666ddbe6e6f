import { ruleCodes } from '../audit/finding.ts';
import type { Finding, Severity } from '../audit/finding.ts';
import { rules } from '../audit/rules/index.ts';
import type { AuditReport } from './auditReport.ts';
import { ruleHelp } from './ruleHelp.ts';
import type { SarifLog, SarifResult } from './sarifSchema.ts';

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;
// How code scanning ranks security findings: above 9 is critical, above 7 high, 4 and more medium.
const securitySeverity: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.0',
  low: '2.0',
};

/**
 * The report as SARIF 2.1.0. `docs` is the absolute address where docs/findings.md can be read; without it the rules say
 * what there is to say themselves.
 */
export function reportToSarif(report: AuditReport, docs?: string): SarifLog {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Mailgrant',
            ...(docs !== undefined && { informationUri: docs }),
            rules: ruleCodes.map(toRule(docs)),
          },
        },
        automationDetails: { id: `mailgrant-audit/${report.id}` },
        invocations: [{ executionSuccessful: true, endTimeUtc: utc(report.takenAt) }],
        results: report.findings.map((finding) => toResult(finding, report)),
      },
    ],
  };
}

function toRule(docs: string | undefined) {
  return (code: (typeof ruleCodes)[number]) => {
    const { name } = rules[code];
    const { what, why, fix } = ruleHelp[code];
    const anchor = `${code} ${name}`.toLowerCase().replaceAll("'", '').replaceAll(' ', '-');
    return {
      id: code,
      name,
      shortDescription: { text: `${name}.` },
      fullDescription: { text: what },
      help: { text: `${why}\n\n${fix}` },
      ...(docs !== undefined && { helpUri: `${docs}#${anchor}` }),
    };
  };
}

function toResult(finding: Finding, { takenAt, previous }: AuditReport): SarifResult {
  const { id, rule, severity, title, principal, evidence, fix, firstSeen, lastSeen, status } = finding;
  const about = finding.assignment ?? finding.scope ?? finding.service ?? principal?.id ?? id;
  const baseline = status === 'resolved' ? 'absent' : firstSeen === takenAt ? 'new' : 'unchanged';
  return {
    ruleId: rule,
    ruleIndex: ruleCodes.indexOf(rule),
    level: levels[severity],
    message: { text: plain([title, ...evidence].join('\n')) },
    locations: [{ logicalLocations: [{ fullyQualifiedName: about, kind: 'resource' }] }],
    fingerprints: { 'mailgrantFinding/v1': id },
    // Without an earlier audit there is no baseline, and nothing is said about it.
    ...(previous === undefined ? {} : { baselineState: baseline }),
    // Empty says that it was looked for, and is not suppressed.
    suppressions: suppressionsOf(finding),
    provenance: { firstDetectionTimeUtc: utc(firstSeen), lastDetectionTimeUtc: utc(lastSeen) },
    properties: {
      severity,
      'security-severity': securitySeverity[severity],
      status,
      ...(principal === undefined ? {} : { principal }),
      fix,
    },
  };
}

function suppressionsOf({ exemption }: Finding): SarifResult['suppressions'] {
  if (exemption === undefined) return [];
  const justification = `${exemption.reason} (${exemption.owner}, until ${exemption.until})`;
  return [{ kind: 'external', status: 'accepted', justification }];
}

// SARIF takes times in UTC only.
function utc(time: string): string {
  return new Date(time).toISOString();
}

/** A message in SARIF can hold placeholders in braces and links in brackets: a name can be neither. */
function plain(text: string): string {
  const braces = text.replaceAll('{', '{{').replaceAll('}', '}}');
  return braces.includes('](') ? braces.replaceAll(/[\\[\]]/g, String.raw`\$&`) : braces;
}
