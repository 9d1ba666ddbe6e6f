import { accessFinding } from '../accessFinding.ts';
import type { Rule } from '../auditFacts.ts';
import type { Placed } from '../auditIndex.ts';
import { fixOf } from '../fix.ts';
import { scopeKey } from '../scopeKeys.ts';
import { lessened } from '../severity.ts';

/** An application that sends could have a broad role activated for it (Privileged Identity Management). */
export const eligibleRole: Rule = (facts) => {
  const active = new Set(facts.placed.map(sameAccess));
  return facts.eligibleAccess
    .filter(({ sender, placed }) => sender && !active.has(sameAccess(placed)))
    .map((held) => {
      const found = accessFinding(facts, 'MG108', held);
      const { assignment, facts: role } = held.placed;
      return {
        ...found,
        severity: lessened(found.severity),
        title: `'${held.principal.displayName}' sends mail and is eligible for the broad role '${role.role.name}' at ${assignment.scope}`,
        evidence: [...found.evidence, 'Not active: somebody has to activate it first.'],
        fix: fixOf(
          [],
          'Remove the eligibility (portal: Privileged Identity Management > Azure resources > Assignments > Eligible).',
        ),
      };
    });
};

/** The same principal, role and scope: whoever holds it already has nothing to activate. */
function sameAccess({ assignment }: Placed): string {
  const { principalId, roleDefinition, scope } = assignment;
  return `${principalId} ${roleDefinition} ${scopeKey(scope)}`.toLowerCase();
}
