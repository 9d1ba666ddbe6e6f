import { accessFinding } from '../accessFinding.ts';
import type { Rule } from '../auditFacts.ts';

/** An application that nobody meant to send holds a role that lets it. */
export const couldSend: Rule = (facts) =>
  facts.access
    .filter(({ judgement }) => judgement === 'couldSend')
    .map((held) => accessFinding(facts, 'MG102', held));
