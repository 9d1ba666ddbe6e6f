import type { InspectedService } from './inspectedService.ts';
import type { ResolvedApplication } from './resolvedApplication.ts';
import { mailClientSnippets } from './mailClientSnippets.ts';
import { domainOf, usernameProblem } from './username.ts';

/** All that the owner of an application needs to set up a mail client. Holds no secret. */
export type HandoverCard = {
  host: string;
  port: number;
  security: 'STARTTLS';
  /** ACS offers LOGIN and XOAUTH2. Many clients try PLAIN first, which it does not. */
  authentication: 'LOGIN';
  username: string;
  /** What the password is and where it comes from. */
  password: string;
  /** The addresses that mail may be sent from; `*` stands for any sender username that the domain has. */
  senders: string[];
  notes: string[];
  /** Ready to paste, by client; none for a username that is not safe to paste. */
  snippets: Record<string, string>;
};

const azureManaged = /\.azurecomm\.net$/i;

/** `smtp` is host and port of the SMTP endpoint. */
export function handoverCard(
  { application }: ResolvedApplication,
  { domains }: InspectedService,
  { username, smtp }: { username: string; smtp: { host: string; port: number } },
): HandoverCard {
  const senders = domains
    .filter((domain) => domain.verified)
    .map(({ senderDomain }) =>
      azureManaged.test(senderDomain) ? `DoNotReply@${senderDomain}` : `*@${senderDomain}`,
    );
  const ownDomain = domainOf(username);
  const sender = ownDomain === undefined ? (senders[0] ?? '').replace('*', 'DoNotReply') : username;
  // A username that somebody else made may hold anything: never put into code what could break out of it.
  const canBePasted = usernameProblem(username) === undefined;
  return {
    ...smtp,
    security: 'STARTTLS',
    authentication: 'LOGIN',
    username,
    password: `The value (not the id) of a client secret of '${application.displayName}' (client id ${application.appId}).`,
    senders,
    notes: [
      ...(canBePasted
        ? []
        : ['The username has unusual characters: mind the quoting wherever you enter it.']),
      'Choose LOGIN where the client lets you choose: PLAIN is not offered, and encryption starts with STARTTLS, not on port 465.',
      'Every mistake looks the same, 535 5.7.3: wrong secret, wrong username, a role that is not in effect yet.',
      'Azure takes up to ten minutes to put a new role into effect. If the first mail is refused, wait and try again.',
    ],
    snippets: canBePasted ? mailClientSnippets({ ...smtp, username, sender }) : {},
  };
}
