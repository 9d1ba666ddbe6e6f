import { findingPrincipal } from '../access.ts';
import { named } from '../accessFinding.ts';
import type { Rule } from '../auditFacts.ts';
import { findingId } from '../finding.ts';
import { deleteAssignment, fixOf } from '../fix.ts';
import { scopeKey } from '../scopeKeys.ts';
import { severityOf } from '../severity.ts';

// Long enough for any grant that is under way to finish.
const graceHours = 24;

/**
 * An application may send from a mail service, and has no SMTP username there. Only at the service itself: above it,
 * the username may be at a mail service that this audit does not look at.
 */
export const unusedGrant: Rule = (facts) =>
  facts.placed.flatMap(({ assignment, within, facts: role }) => {
    const isSenderRole = role.wanted !== undefined || (role.leastPrivilege && role.sends);
    const principal = findingPrincipal(facts, assignment.principalId.toLowerCase());
    if (within === undefined || !isSenderRole || principal?.kind !== 'servicePrincipal') return [];
    if (within.usernames.has(principal.appId?.toLowerCase() ?? '')) return [];
    if (facts.hoursSince(assignment.createdOn) < graceHours) return [];
    return [
      {
        id: findingId('MG201', principal.id, assignment.roleDefinition, scopeKey(assignment.scope)),
        rule: 'MG201',
        severity: severityOf('MG201'),
        title: `${named(principal)} may send from '${within.inspected.service.name}' and has no SMTP username there`,
        principal,
        service: within.id,
        assignment: assignment.id,
        scope: assignment.scope,
        evidence: [
          `'${role.role.name}' is assigned since ${assignment.createdOn}, and no login was ever made for it or it is gone.`,
        ],
        fix: fixOf(
          [deleteAssignment(assignment)],
          'Or ask Mailgrant for a grant, which makes the SMTP username.',
        ),
      },
    ];
  });
