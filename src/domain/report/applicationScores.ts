import type { AuditFacts } from '../audit/auditFacts.ts';
import { excessScore } from '../excess/score.ts';
import type { ApplicationScore } from './auditReport.ts';

/** Enough to see a year of quarterly clean-ups, or two weeks of a score that moves every day. */
const longestTrend = 14;

/** The applications that send or hold more than they need: how much more, and how much it was before. */
export function applicationScores(
  facts: AuditFacts,
  previous: readonly ApplicationScore[],
): ApplicationScore[] {
  const before = new Map(previous.map((each) => [each.id, each]));
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
    const score = excessScore(excess);
    const last = before.get(id);
    return [
      {
        id,
        appId,
        displayName,
        score,
        ...(last === undefined ? {} : { previousScore: last.score }),
        trend: trendOf(last?.trend ?? [], { at: facts.snapshot.takenAt, score }),
        sentence,
        conditional,
      },
    ];
  });
  return scores.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
}

/** A score that stays is one point of the trend, however many audits see it. */
function trendOf(
  before: ApplicationScore['trend'],
  now: ApplicationScore['trend'][number],
): ApplicationScore['trend'] {
  const same = before.at(-1)?.score === now.score;
  return same ? before : [...before, now].slice(-longestTrend);
}
