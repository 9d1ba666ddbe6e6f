import type { Rule } from '../auditFacts.ts';
import { findingId } from '../finding.ts';
import { deleteAssignment, fixOf } from '../fix.ts';
import { scopeKey } from '../scopeKeys.ts';
import { severityOf } from '../severity.ts';

// A new principal is not everywhere in the directory at once.
const graceHours = 1;

/** A role assigned to an application or group that was deleted. People and other tenants' groups are not judged. */
export const orphanedAssignment: Rule = (facts) =>
  facts.placed.flatMap(({ assignment, within, reached, facts: role }) => {
    const { principalId, principalType, createdOn, scope } = assignment;
    if (!['serviceprincipal', 'group'].includes(principalType.toLowerCase())) return [];
    if (facts.principal(principalId) !== undefined || facts.hoursSince(createdOn) < graceHours) return [];
    // Above the mail service, roles that have nothing to do with mail are others' business.
    if (within === undefined && !role.helpsToSend && role.readsKeys.length === 0) return [];
    const service = within ?? (reached.length === 1 ? reached[0] : undefined);
    return [
      {
        id: findingId('MG202', principalId, assignment.roleDefinition, scopeKey(scope)),
        rule: 'MG202',
        severity: severityOf('MG202'),
        title: `'${role.role.name}' at ${scope} is assigned to a deleted ${principalType === 'Group' ? 'group' : 'application'}`,
        principal: { id: principalId.toLowerCase(), kind: 'deleted' },
        ...(service === undefined ? {} : { service: service.id }),
        assignment: assignment.id,
        scope,
        evidence: [
          `The directory knows no principal ${principalId}; the role is assigned since ${createdOn}.`,
        ],
        fix: fixOf([deleteAssignment(assignment)], 'Nobody can use it; it only clouds the view.'),
      },
    ];
  });
