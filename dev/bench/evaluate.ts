// In a process of its own: evaluates a snapshot that was read from the local Azure, and prints what that took.
import { readFileSync } from 'node:fs';
import { auditFacts } from '../../src/domain/audit/auditFacts.ts';
import { bearingOnMail } from '../../src/domain/audit/bearing.ts';
import { judgeFacts } from '../../src/domain/audit/judge.ts';
import type { AuditSnapshot } from '../../src/domain/audit/snapshot.ts';
import { buildReport } from '../../src/domain/report/buildReport.ts';
import { manyOperations } from './estate.ts';

export type Evaluation = { seconds: number; megabytes: number; findings: number; kept: number };

const [file = ''] = process.argv.slice(2);
const snapshot = JSON.parse(readFileSync(file, 'utf8')) as AuditSnapshot;
snapshot.operations = manyOperations();
// Processor time of all threads: what else the machine does at the time counts least so.
const from = process.cpuUsage();

// What the reading of each place leaves out, as the activities do.
const roles = new Map(Object.entries(snapshot.roles));
const perSubscription = Map.groupBy(snapshot.assignments, ({ scope }) => scope.split('/')[2] ?? '');
let kept = 0;
for (const { service } of snapshot.services) {
  const assignments = perSubscription.get(service.id.split('/')[2] ?? '') ?? [];
  const place = { scope: service.id, serviceIds: [service.id] };
  kept += bearingOnMail(place, { assignments, eligible: [], roles }).assignments.length;
}
// And the rules, as if nothing had been left out.
const facts = auditFacts(snapshot);
const judged = judgeFacts(facts);
const report = buildReport({ id: 'bench', kind: 'full', facts, judged, exemptions: [] });

const { user, system } = process.cpuUsage(from);
const evaluation: Evaluation = {
  seconds: (user + system) / 1e6,
  megabytes: process.resourceUsage().maxRSS / 1024,
  findings: report.findings.length,
  kept,
};
console.log(JSON.stringify(evaluation));
