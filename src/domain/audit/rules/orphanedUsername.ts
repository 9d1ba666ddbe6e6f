import { byId } from '../accessFinding.ts';
import type { Rule } from '../auditFacts.ts';
import { findingId } from '../finding.ts';
import { fixOf } from '../fix.ts';
import { severityOf } from '../severity.ts';

/** A login of an application that is gone. One of another tenant is not: its service principal is here. */
export const orphanedUsername: Rule = (facts) =>
  [...facts.withUsername.values()].flatMap(({ appId, application, servicePrincipal, services }) =>
    application !== undefined || servicePrincipal !== undefined
      ? []
      : services.map((service) => {
          const usernames = [...(service.usernames.get(appId) ?? [])].sort(byId);
          const logins = usernames.map(({ username }) => `'${username}'`).join(', ');
          return {
            id: findingId('MG203', appId, service.id),
            rule: 'MG203',
            severity: severityOf('MG203'),
            title: `The SMTP username ${logins} at '${service.inspected.service.name}' belongs to no application`,
            principal: { id: appId, kind: 'deleted', appId },
            service: service.id,
            evidence: [
              `The directory knows no application and no service principal with the client id ${appId}.`,
            ],
            fix: fixOf(
              usernames.map(({ id }) => ({ do: 'deleteUsername', id, appId })),
              'Nobody can sign in with it. Deleting it frees the login for others.',
            ),
          };
        }),
  );
