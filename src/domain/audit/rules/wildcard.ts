import { accessFinding } from '../accessFinding.ts';
import type { Rule } from '../auditFacts.ts';

/** A wildcard in a custom role gives power over a mail service, today's and whatever Azure adds. */
export const wildcard: Rule = (facts) =>
  facts.access
    .filter(({ judgement }) => judgement === 'wildcard')
    .map((held) => accessFinding(facts, 'MG103', held));
