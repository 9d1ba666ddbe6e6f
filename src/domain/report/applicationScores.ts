import type { AuditFacts } from '../audit/auditFacts.ts';
import { excessScore } from '../excess/score.ts';
import type { ApplicationScore } from './auditReport.ts';

/** The applications that send or hold more than they need: how much more, and how much it was before. */
export function applicationScores(
  facts: AuditFacts,
  previous: readonly ApplicationScore[],
): ApplicationScore[] {
  const before = new Map(previous.map(({ id, score }) => [id, score]));
  const ids = new Set([
    ...[...facts.withUsername.values()].flatMap(({ servicePrincipal }) => servicePrincipal?.id ?? []),
    ...facts.access.map(({ principal }) => principal.id),
  ]);
  const scores = [...new Set([...ids].map((id) => id.toLowerCase()))].flatMap((id): ApplicationScore[] => {
    const principal = facts.principal(id);
    if (principal?.kind !== 'servicePrincipal') return [];
    const { appId, displayName } = principal;
    const excess = facts.excessOfAll(facts.heldBy(id));
    const { sentence, conditional } = excess;
    const previousScore = before.get(id);
    const trend = previousScore === undefined ? {} : { previousScore };
    return [{ id, appId, displayName, score: excessScore(excess), ...trend, sentence, conditional }];
  });
  return scores.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
}
