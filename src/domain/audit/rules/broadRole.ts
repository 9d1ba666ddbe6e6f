import { accessFinding } from '../accessFinding.ts';
import type { Rule } from '../auditFacts.ts';

/** An application that sends holds a role that gives more than the three needed actions. */
export const broadRole: Rule = (facts) =>
  facts.access
    .filter(({ judgement }) => judgement === 'broad')
    .map((held) => accessFinding(facts, 'MG101', held));
