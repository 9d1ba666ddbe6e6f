import type { MailDomain, MailService, SmtpUsername } from './mailService.ts';
import { generatedEnding } from './naming.ts';
import type { Problem } from './problems.ts';
import { sameText } from './sameText.ts';

/** A mail service with its linked domains and the logins that it has. */
export type InspectedService = {
  service: MailService;
  domains: MailDomain[];
  usernames: SmtpUsername[];
};

/** Whose grant the mail service is inspected for; `username` is the login asked for, generated if absent. */
export type Concerned = { appId: string; username?: string };

/**
 * The mail service with those of its logins that matter to an application's grant: its own ones, and the one that it
 * asks for or would get. The rest can be thousands, and would travel in the history of every grant.
 */
export function narrowedTo({ appId, username }: Concerned, inspected: InspectedService): InspectedService {
  const ending = generatedEnding(appId, inspected.service.id);
  const matters = (each: SmtpUsername) => {
    if (sameText(each.appId, appId)) return true;
    if (username !== undefined) return sameText(each.username, username);
    const [name = ''] = each.username.toLowerCase().split('@');
    return name.endsWith(`-${ending}`);
  };
  return { ...inspected, usernames: inspected.usernames.filter(matters) };
}

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
