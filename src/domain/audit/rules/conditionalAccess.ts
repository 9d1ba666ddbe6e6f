import { accessFinding } from '../accessFinding.ts';
import type { AuditFacts, Rule } from '../auditFacts.ts';
import { findingId } from '../finding.ts';
import type { Observation } from '../finding.ts';
import { fixOf } from '../fix.ts';
import { permissionToSend } from '../permissionToSend.ts';
import { severityOf } from '../severity.ts';

/** A condition decides about access: only Azure can tell when it holds. */
export const conditionalAccess: Rule = (facts) => {
  const held = facts.access.filter(({ judgement }) => judgement === 'conditional');
  const known = new Set(held.map(({ principal }) => principal.id));
  return [...held.map((each) => accessFinding(facts, 'MG107', each)), ...otherwise(facts, known)];
};

/** A login whose permission hangs on the condition of a role or of a deny assignment. */
function otherwise(facts: AuditFacts, known: ReadonlySet<string>): Observation[] {
  return [...facts.withUsername.values()].flatMap(({ servicePrincipal, appId, displayName, services }) => {
    const id = servicePrincipal?.id.toLowerCase();
    if (id === undefined || servicePrincipal?.enabled !== true || known.has(id)) return [];
    return services.flatMap((service): Observation[] => {
      const { verdict, conditions } = permissionToSend(facts, id, service);
      if (verdict !== 'conditional') return [];
      return [
        {
          id: findingId('MG107', id, service.id),
          rule: 'MG107',
          severity: severityOf('MG107'),
          title: `'${displayName}' may send from '${service.inspected.service.name}' under a condition`,
          principal: { id, kind: 'servicePrincipal', displayName, appId },
          service: service.id,
          scope: service.id,
          evidence: conditions.map((condition) => `It depends on the condition ${condition}`),
          fix: fixOf(
            [],
            'Only Azure can tell whether the condition holds: have it judged, then change or exempt it.',
          ),
        },
      ];
    });
  });
}
