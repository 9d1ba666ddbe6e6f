// In a process of its own: evaluates what was read from the local Azure, place by place, and prints what that took.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditFacts } from '../../src/domain/audit/auditFacts.ts';
import { bearingOnMail } from '../../src/domain/audit/bearing.ts';
import { judgeFacts } from '../../src/domain/audit/judge.ts';
import type { AuditSnapshot } from '../../src/domain/audit/snapshot.ts';
import { buildReport } from '../../src/domain/report/buildReport.ts';
import { manyOperations } from './estate.ts';

export type Evaluation = { seconds: number; megabytes: number; findings: number; kept: number };

const [folder = ''] = process.argv.slice(2);
const read = <T>(name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T;
const snapshot = read<AuditSnapshot>('snapshot');
snapshot.operations = manyOperations();
// Processor time of all threads: what else the machine does at the time counts least so.
const from = process.cpuUsage();

// As an audit does: what each place has is narrowed, and whatever those who send hold is added; then the rules judge.
const roles = new Map(Object.entries(snapshot.roles));
const senders = senderIds(snapshot);
const assignments = snapshot.services.flatMap(({ service }, index) => {
  const rows = read<AuditSnapshot['assignments']>(`place-${index}`);
  const place = { scope: service.id, serviceIds: [service.id] };
  const kept = bearingOnMail(place, { assignments: rows, eligible: [], roles }).assignments;
  return [...kept, ...rows.filter(({ principalId }) => senders.has(principalId))];
});
const facts = auditFacts({ ...snapshot, assignments });
const judged = judgeFacts(facts);
const report = buildReport({ id: 'bench', kind: 'full', facts, judged, exemptions: [] });

const { user, system } = process.cpuUsage(from);
const evaluation: Evaluation = {
  seconds: (user + system) / 1e6,
  megabytes: process.resourceUsage().maxRSS / 1024,
  findings: report.findings.length,
  kept: assignments.length,
};
console.log(JSON.stringify(evaluation));

function senderIds({ services, principals }: AuditSnapshot): Set<string> {
  const appIds = new Set(services.flatMap(({ usernames }) => usernames.map(({ appId }) => appId)));
  return new Set(
    Object.entries(principals).flatMap(([id, principal]) =>
      principal.kind === 'servicePrincipal' && appIds.has(principal.appId) ? [id] : [],
    ),
  );
}
