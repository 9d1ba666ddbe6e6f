import type { ReadEstate } from '../innerDoors.ts';
import type { AuditReport } from '../report/auditReport.ts';
import { buildReport } from '../report/buildReport.ts';
import { assembleSnapshot } from './assemble.ts';
import { attribute } from './attribute.ts';
import { auditFacts } from './auditFacts.ts';
import type { Exemption } from './exemptions.ts';
import { judgeFacts } from './judge.ts';
import type { AuditSlices } from './slices.ts';

/** What an audit is judged by beside what it has read. */
export type JudgedBy = {
  /** The control-plane operations that Azure's providers list. */
  operations: string[];
  exemptions: readonly Exemption[];
  /** The audit that it is compared with. */
  last?: { report: AuditReport; slices: AuditSlices };
  /** What else could not be read: sentences. */
  unread: readonly string[];
};

/** The report of what an audit has read. */
export function judgeEstate(
  read: ReadEstate,
  { operations, exemptions, last, unread }: JudgedBy,
): AuditReport {
  const { audit, kind, takenAt, slices, changes } = read;
  const facts = auditFacts(assembleSnapshot({ takenAt, slices, operations }));
  const { places, directory } = slices;
  const report = buildReport({
    id: audit,
    kind,
    facts,
    judged: judgeFacts(facts),
    exemptions,
    read: {
      assignments: sum(places.map((place) => place.read.assignments)),
      eligible: sum(places.map((place) => place.read.eligible)),
      roles: Math.max(0, ...places.map((place) => place.read.roles)),
    },
    unread: [
      ...new Set([
        ...read.unread,
        ...places.flatMap((place) => place.unread),
        ...directory.unread,
        ...unread,
      ]),
    ],
    ...(last !== undefined && { previous: last.report }),
  });
  const findings = attribute(report.findings, changes, { before: last?.slices, now: slices });
  return { ...report, findings };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
