import { excessOf } from '../../src/domain/excess/excess.ts';
import { prepareOperations } from '../../src/domain/excess/operations.ts';
import { excessScore } from '../../src/domain/excess/score.ts';
import { evaluate } from '../../src/domain/permissions/evaluate.ts';
import { neededActions } from '../../src/domain/senderRole.ts';
import type { Estate } from './estate.ts';

/** What an audit asks about access: each assignment for itself, each principal, and whether it may send. */
export function judge({ operations, assignments, principalIds, mailService }: Estate): Map<string, number> {
  const prepared = prepareOperations(operations);
  const byPrincipal = Map.groupBy(assignments, ({ principalId }) => principalId);
  const scores = new Map<string, number>();
  const sentences: string[] = [];
  for (const assignment of assignments) sentences.push(excessOf([assignment], prepared).sentence);
  for (const id of principalIds) {
    const held = byPrincipal.get(id) ?? [];
    for (const action of neededActions)
      evaluate({ principalIds: [id], action, scope: mailService }, { assignments: held });
    const excess = excessOf(held, prepared);
    sentences.push(excess.sentence);
    scores.set(id, excessScore(excess));
  }
  return scores;
}
