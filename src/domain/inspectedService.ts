import type { MailDomain, MailService, SmtpUsername } from './mailService.ts';
import type { Problem } from './problems.ts';

/** A mail service with its linked domains and the logins that it has. */
export type InspectedService = {
  service: MailService;
  domains: MailDomain[];
  usernames: SmtpUsername[];
};

/** What keeps the mail service from sending any mail; undefined if nothing does. */
export function sendingProblem({ service, domains }: InspectedService): Problem | undefined {
  if (domains.length === 0) {
    return {
      code: 'no-linked-domain',
      field: 'communicationService',
      message: `The mail service '${service.name}' has no linked email domain, so it can send no mail.`,
      fix: 'Link a verified domain of an Email Communication Service to it (portal: Email > Domains > Connect domain).',
    };
  }
  if (!domains.some((domain) => domain.verified)) {
    const names = domains.map((domain) => domain.senderDomain).join(', ');
    return {
      code: 'no-verified-domain',
      field: 'communicationService',
      message: `None of the domains linked to the mail service '${service.name}' is verified: ${names}.`,
      fix: 'Finish the verification of a domain in its Email Communication Service, then ask again.',
    };
  }
  return undefined;
}
