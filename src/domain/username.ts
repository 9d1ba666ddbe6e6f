import type { MailDomain } from './mailService.ts';
import type { Problem } from './problems.ts';

// Printable ASCII without spaces, quotes and backslashes: what survives every mail client's login field.
const freeForm = /^[A-Za-z0-9!#$%&*+./=?^_{|}~-]+$/;
const emailForm =
  /^[A-Za-z0-9!#$%&*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&*+/=?^_{|}~-]+)*@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/;
const longest = 253;

/** What is wrong with a login, as far as one can tell without asking Azure; undefined if nothing is. */
export function usernameProblem(username: string): Problem | undefined {
  const wrong = (message: string, fix: string): Problem => ({
    code: 'invalid-username',
    field: 'username',
    message,
    fix,
  });
  if (username.length === 0 || username.length > longest) {
    return wrong(
      `The username has ${username.length} characters.`,
      `Give a username of 1 to ${longest} characters, or leave it out to have one generated.`,
    );
  }
  if (username.includes('@') && !emailForm.test(username)) {
    return wrong(
      `The username '${username}' has an @ but is not an email address.`,
      'Give an address such as reports@mail.contoso.com, or a name without @.',
    );
  }
  if (!username.includes('@') && !freeForm.test(username)) {
    return wrong(
      `The username '${username}' has characters that mail clients or Azure do not take.`,
      'Use letters, digits and the characters . - _ only.',
    );
  }
  return undefined;
}

/**
 * What keeps an email-format login from being used at a mail service; undefined if nothing does.
 * "If an SMTP username uses the email format, the domain must be one of the Communication Service resource's
 * linked domains" (Azure Communication Services documentation, "SMTP authentication").
 */
export function usernameDomainProblem(username: string, domains: readonly MailDomain[]): Problem | undefined {
  const wanted = domainOf(username);
  if (wanted === undefined) return undefined;
  const domain = domains.find(({ senderDomain }) => senderDomain.toLowerCase() === wanted);
  const known = domains.map(({ senderDomain }) => senderDomain).join(', ');
  if (domain === undefined) {
    return {
      code: 'username-domain-not-linked',
      field: 'username',
      message: `The domain '${wanted}' of the username is not linked to the mail service; linked are: ${known}.`,
      fix: 'Choose a username at a linked domain, or link the domain to the Communication Services resource first.',
    };
  }
  if (!domain.verified) {
    return {
      code: 'username-domain-not-verified',
      field: 'username',
      message: `The domain '${wanted}' of the username is linked, but its ownership is not verified.`,
      fix: 'Finish the verification of the domain in its Email Communication Service, or choose another domain.',
    };
  }
  return undefined;
}

/** The part behind the `@` in lower case; undefined for a free-form login. */
export function domainOf(username: string): string | undefined {
  const at = username.lastIndexOf('@');
  return at === -1 ? undefined : username.slice(at + 1).toLowerCase();
}
