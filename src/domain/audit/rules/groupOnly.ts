import { byId, isNarrow, narrowRole } from '../accessFinding.ts';
import type { Rule } from '../auditFacts.ts';
import { findingId } from '../finding.ts';
import { fixOf } from '../fix.ts';
import { permissionToSend } from '../permissionToSend.ts';
import { severityOf } from '../severity.ts';

/**
 * An application sends only because a group does: whoever manages the group's members decides who sends. Where the
 * group's role is broad, that is the finding, not this.
 */
export const groupOnly: Rule = (facts) =>
  [...facts.withUsername.values()].flatMap((view) =>
    view.services.flatMap((service) => {
      const { servicePrincipal, displayName, appId } = view;
      if (servicePrincipal === undefined) return [];
      const permission = permissionToSend(facts, servicePrincipal.id, service);
      const { granting } = permission;
      if (permission.verdict !== 'allowed' || !granting.every((each) => isNarrow(each))) return [];
      const own = servicePrincipal.id.toLowerCase();
      if (granting.some(({ assignment }) => assignment.principalId.toLowerCase() === own)) return [];
      const assignments = granting.map(({ assignment }) => assignment).sort(byId);
      return [
        {
          id: findingId('MG106', own, service.id),
          rule: 'MG106',
          severity: severityOf('MG106'),
          title: `'${displayName}' may send from '${service.inspected.service.name}' only through a group`,
          principal: { id: own, kind: 'servicePrincipal', displayName, appId },
          service: service.id,
          ...(assignments[0] === undefined ? {} : { assignment: assignments[0].id }),
          scope: service.id,
          evidence: assignments.map(({ principalId, scope }) => {
            const group = facts.principal(principalId);
            const name = group?.kind === 'group' ? `'${group.displayName}'` : principalId;
            return `The role comes from the group ${name} at ${scope}.`;
          }),
          fix: fixOf(
            narrowRole(facts, own, service),
            'Gives the application the SMTP sender role itself. Then take it out of the group, if nothing else needs it there.',
          ),
        },
      ];
    }),
  );
