import { accessFinding } from '../accessFinding.ts';
import type { Rule } from '../auditFacts.ts';

/** Whoever can hand out roles can make itself Owner. */
export const handsOutRoles: Rule = (facts) =>
  facts.access
    .filter(({ judgement }) => judgement === 'handsOutRoles')
    .map((held) => accessFinding(facts, 'MG104', held));
