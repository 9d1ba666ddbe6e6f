import { auditFacts } from './auditFacts.ts';
import type { AuditFacts } from './auditFacts.ts';
import { byImportance } from './finding.ts';
import type { Observation } from './finding.ts';
import { rules } from './rules/index.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** What the rules say about a snapshot, worst first. The order of what was read makes no difference. */
export function judgeSnapshot(snapshot: AuditSnapshot): Observation[] {
  return judgeFacts(auditFacts(snapshot));
}

/** The same for facts that are prepared already, because a report needs them too. */
export function judgeFacts(facts: AuditFacts): Observation[] {
  const found = Object.values(rules).flatMap(({ look }) => look(facts));
  return [...new Map(found.map((each) => [each.id, each])).values()].sort(byImportance);
}
