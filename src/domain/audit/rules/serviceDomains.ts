import type { Rule } from '../auditFacts.ts';
import { byId } from '../accessFinding.ts';
import { findingId } from '../finding.ts';
import { fixOf } from '../fix.ts';
import { severityOf } from '../severity.ts';
import { domainOf } from '../../username.ts';

/** A mail service with logins and without any linked domain. One without logins may be there for other things. */
export const noLinkedDomain: Rule = (facts) =>
  facts.services.flatMap(({ id, inspected: { service, domains, usernames } }) =>
    usernames.length === 0 || domains.length > 0
      ? []
      : [
          {
            id: findingId('MG301', id),
            rule: 'MG301',
            severity: severityOf('MG301'),
            title: `The mail service '${service.name}' has no linked domain`,
            service: id,
            evidence: [`It has ${usernames.length} SMTP usernames, and can send no mail.`],
            fix: fixOf(
              [],
              'Link a verified domain of an Email Communication Service (portal: Email > Domains > Connect domain).',
            ),
          },
        ],
  );

/** A linked domain whose ownership is not verified (any more): no mail from it goes out. */
export const unverifiedDomain: Rule = (facts) =>
  facts.services.flatMap(({ id, inspected: { service, domains, usernames } }) =>
    usernames.length === 0
      ? []
      : domains
          .filter(({ verified }) => !verified)
          .map((domain) => {
            const concerned = usernames
              .map(({ username }) => username)
              .filter((username) => domainOf(username) === domain.senderDomain.toLowerCase())
              .sort();
            return {
              id: findingId('MG302', id, domain.id),
              rule: 'MG302',
              severity: severityOf('MG302'),
              title: `The domain '${domain.senderDomain}' of the mail service '${service.name}' is not verified`,
              service: id,
              scope: domain.id,
              evidence: [
                ...concerned.map((username) => `The login '${username}' is of this domain.`),
                'Azure sends no mail from a domain whose ownership is not verified.',
              ],
              fix: fixOf(
                [],
                'Put the DNS records in place and verify the domain (portal: Email Communication Service > Provision domains), or disconnect it.',
              ),
            };
          }),
  );

/** A login in email format whose domain is not linked. Where none is linked, that is the finding. */
export const usernameDomainNotLinked: Rule = (facts) =>
  facts.services.flatMap(({ id, inspected: { service, domains, usernames } }) => {
    const linked = new Set(domains.map(({ senderDomain }) => senderDomain.toLowerCase()));
    if (linked.size === 0) return [];
    return [...usernames].sort(byId).flatMap((username) => {
      const domain = domainOf(username.username);
      if (domain === undefined || linked.has(domain)) return [];
      const appId = username.appId.toLowerCase();
      const { servicePrincipal, application, displayName } = facts.withUsername.get(appId) ?? {};
      // A login of nobody is another finding.
      if (servicePrincipal === undefined && application === undefined) return [];
      return [
        {
          id: findingId('MG303', id, username.name),
          rule: 'MG303',
          severity: severityOf('MG303'),
          title: `The domain of the SMTP username '${username.username}' is not linked to '${service.name}'`,
          principal: {
            id: servicePrincipal?.id ?? appId,
            kind: servicePrincipal === undefined ? 'application' : 'servicePrincipal',
            appId,
            ...(displayName === undefined ? {} : { displayName }),
          },
          service: id,
          evidence: [`Linked are: ${[...linked].sort().join(', ')}.`],
          fix: fixOf(
            [],
            `Link the domain '${domain}' to the mail service, or give the application another SMTP username.`,
          ),
        },
      ];
    });
  });
