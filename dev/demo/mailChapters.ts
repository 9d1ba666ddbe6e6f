import type { HandoverCard } from '../../src/domain/handoverCard.ts';
import type { RegisteredApp } from './appOwner.ts';
import { callJson } from './azureClient.ts';
import { sendMail } from './mailClient.ts';
import type { Stage } from './stage.ts';

const letter = {
  to: 'customer@example.com',
  subject: 'Your invoice',
  text: 'Dear customer,\n\nthank you for your order. The invoice is in your account.\n',
};

/** The app's secret is good, but nothing else is there yet. Throws if the mail goes through all the same. */
export async function sendTooSoon({ addresses, chapter, say }: Stage, app: RegisteredApp): Promise<void> {
  chapter('The app tries to send mail with its secret');
  const { accepted, reply } = await sendMail(
    { ...addresses.smtp, username: `contoso-mail.${app.appId}`, password: app.secret },
    { ...letter, from: 'DoNotReply@mail.contoso.example' },
  );
  say(`MAIL refused: ${reply}`);
  say('Azure says the same for every mistake. What is missing: a role, a login, and the time they need.');
  if (accepted) throw new Error('The app could send mail before it was granted anything.');
}

/** Sends with what the handover card says, and looks into the mailbox. Throws unless the mail is there. */
export async function sendAndRead(
  { addresses, chapter, say, quote }: Stage,
  app: RegisteredApp,
  card: HandoverCard,
): Promise<void> {
  chapter('The app sends the same mail again');
  const { accepted, reply } = await sendBy(addresses, app, card);
  say(`MAIL ${accepted ? 'accepted' : 'refused'}: ${reply}`);
  if (!accepted) throw new Error('The mail was refused although the grant is ready.');

  chapter('The mailbox');
  const { value: mails } = await callJson<{
    value: { from: string; to: string[]; subject: string; text: string }[];
  }>(`${addresses.control}mailbox`);
  const arrived = mails.find(({ subject }) => subject === letter.subject);
  if (arrived === undefined) throw new Error('The mail was accepted, but it is not in the mailbox.');
  say(`${mails.length} mail`);
  quote(
    `From: ${arrived.from}\nTo: ${arrived.to.join(', ')}\nSubject: ${arrived.subject}\n\n${arrived.text.trim()}`,
  );
}

/** What the server says to the same mail, by the login of the handover card. */
export function sendBy(
  { smtp }: Stage['addresses'],
  { secret }: RegisteredApp,
  { username, senders }: HandoverCard,
): ReturnType<typeof sendMail> {
  const from = (senders[0] ?? '').replace('*', 'DoNotReply');
  return sendMail({ ...smtp, username, password: secret }, { ...letter, from });
}
