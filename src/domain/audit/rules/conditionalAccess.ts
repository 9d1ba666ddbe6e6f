import { accessFinding } from '../accessFinding.ts';
import type { Rule } from '../auditFacts.ts';

/** A condition on the assignment decides: only Azure can tell when it holds. */
export const conditionalAccess: Rule = (facts) =>
  facts.access
    .filter(({ judgement }) => judgement === 'conditional')
    .map((held) => accessFinding(facts, 'MG107', held));
