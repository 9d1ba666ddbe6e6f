import { auditFacts } from './auditFacts.ts';
import { byImportance } from './finding.ts';
import type { Observation } from './finding.ts';
import { rules } from './rules/index.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** What the rules say about a snapshot, worst first. The order of what was read makes no difference. */
export function judgeSnapshot(snapshot: AuditSnapshot): Observation[] {
  const facts = auditFacts(snapshot);
  const found = Object.values(rules).flatMap(({ look }) => look(facts));
  return [...new Map(found.map((each) => [each.id, each])).values()].sort(byImportance);
}
