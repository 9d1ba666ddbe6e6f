import { narrowRole } from '../accessFinding.ts';
import type { Rule } from '../auditFacts.ts';
import { findingId } from '../finding.ts';
import { fixOf } from '../fix.ts';
import { permissionToSend } from '../permissionToSend.ts';
import type { PermissionToSend } from '../permissionToSend.ts';
import { severityOf } from '../severity.ts';

/** An application has a login, and lacks what sending takes: every sign-in ends with 535. */
export const usernameWithoutPermission: Rule = (facts) =>
  [...facts.withUsername.values()].flatMap((view) =>
    view.services.flatMap((service) => {
      const { servicePrincipal, application, appId, displayName } = view;
      // Gone for good is another finding; switched off by somebody is none.
      if (servicePrincipal === undefined ? application === undefined : !servicePrincipal.enabled) return [];
      const permission =
        servicePrincipal === undefined ? undefined : permissionToSend(facts, servicePrincipal.id, service);
      if (permission !== undefined && permission.verdict !== 'missing') return [];
      const id = servicePrincipal?.id.toLowerCase();
      const denied = permission?.missing.some(({ verdict }) => verdict.verdict === 'denied') ?? false;
      const usable = id !== undefined && !denied;
      return [
        {
          id: findingId('MG204', appId, service.id),
          rule: 'MG204',
          severity: severityOf('MG204'),
          title: `'${displayName}' has an SMTP username at '${service.inspected.service.name}' and may not send`,
          principal: {
            id: id ?? appId,
            kind: id === undefined ? 'application' : 'servicePrincipal',
            displayName,
            appId,
          },
          service: service.id,
          scope: service.id,
          evidence:
            permission === undefined ? ['It has no service principal in this tenant.'] : reasons(permission),
          fix: fixOf(
            usable ? narrowRole(facts, id, service) : [],
            usable
              ? 'Gives it the SMTP sender role. If it is not to send any more, delete the SMTP username instead.'
              : denied
                ? 'A deny assignment wins over every role: it belongs to a managed application or deployment stack, and is changed there.'
                : `Ask its owner to make the service principal (az ad sp create), then ask Mailgrant for a grant.`,
          ),
        },
      ];
    }),
  );

function reasons({ missing }: PermissionToSend): string[] {
  return missing.map(({ action, verdict }) => {
    if (verdict.verdict === 'denied') {
      const names = verdict.because.map(({ name, scope }) => `'${name}' at ${scope}`).sort();
      return `${action} is denied by ${names.join(', ')}.`;
    }
    const misses =
      verdict.verdict === 'notGranted'
        ? verdict.because.map(({ role, excludedBy }) => `'${role}' excludes it by '${excludedBy}'`).sort()
        : [];
    return `${action} is not granted${misses.length === 0 ? '' : `: ${misses.join(', ')}`}.`;
  });
}
