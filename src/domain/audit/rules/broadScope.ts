import { findingPrincipal } from '../access.ts';
import { byId, isNarrow, named, narrowRole } from '../accessFinding.ts';
import type { AuditFacts, Rule } from '../auditFacts.ts';
import type { Placed } from '../auditIndex.ts';
import { findingId } from '../finding.ts';
import type { FindingPrincipal, Observation } from '../finding.ts';
import { deleteAssignment, fixOf } from '../fix.ts';
import { scopeKey } from '../scopeKeys.ts';
import { lessened, severityOfAccess } from '../severity.ts';

/** The right role above the mail service: it also sends from every other one there, today's and tomorrow's. */
export const broadScope: Rule = (facts) =>
  facts.placed.flatMap((placed) => {
    const principal = findingPrincipal(facts, placed.assignment.principalId.toLowerCase());
    if (principal === undefined || !isNarrow(placed) || placed.within !== undefined) return [];
    // A group without service principals sends nothing.
    if (principal.kind === 'group' && !facts.membersOf.has(principal.id)) return [];
    return [aboveService(facts, placed, principal)];
  });

function aboveService(facts: AuditFacts, placed: Placed, principal: FindingPrincipal): Observation {
  const { assignment, reached, facts: role } = placed;
  const severity = severityOfAccess(facts.excessOf(placed), placed.width);
  const known = facts.principal(principal.id);
  const disabled = known?.kind === 'servicePrincipal' && !known.enabled;
  const users = facts.withUsername.get(principal.appId?.toLowerCase() ?? '')?.services ?? [];
  const used = users.filter((service) => reached.includes(service)).sort(byId);
  const names = reached.map(({ inspected }) => inspected.service.name).sort();
  return {
    id: findingId('MG105', principal.id, assignment.roleDefinition, scopeKey(assignment.scope)),
    rule: 'MG105',
    severity: disabled ? lessened(severity) : severity,
    title: `${named(principal)} holds '${role.role.name}' above the mail service, at ${assignment.scope}`,
    principal,
    ...(used[0] === undefined ? {} : { service: used[0].id }),
    assignment: assignment.id,
    scope: assignment.scope,
    evidence: [
      `It may send from every mail service below that scope, among them ${names.slice(0, 5).join(', ')}.`,
      ...(principal.kind === 'group'
        ? []
        : used.length === 0
          ? ['It has no SMTP username at any of them.']
          : [
              `It has an SMTP username at ${used.map(({ inspected }) => inspected.service.name).join(', ')}.`,
            ]),
    ],
    fix:
      principal.kind === 'group'
        ? fixOf(
            [],
            'Assign the role to the group at each mail service that it sends from, then delete this assignment.',
          )
        : fixOf(
            [
              ...used.flatMap((service) => narrowRole(facts, principal.id, service)),
              deleteAssignment(assignment),
            ],
            'The last command deletes the wide assignment. Before it, wait 10 minutes for what the others assign.',
          ),
  };
}
