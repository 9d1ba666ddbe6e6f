// npm run demo: the main job once, with nothing hidden. Ends with 0 only if a real email went through.
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import type { GrantOutcome } from '../src/domain/operation.ts';
import { buildApp } from './buildApp.ts';
import type { LoggedRequest } from './azure/requestLog.ts';
import { depositSecret, registerApp } from './demo/appOwner.ts';
import { callJson } from './demo/azureClient.ts';
import { followOperation } from './demo/followOperation.ts';
import { sendMail } from './demo/mailClient.ts';
import { bar, Narrator } from './demo/narrator.ts';
import { timings } from './demo/timings.ts';
import { startMailgrant } from './local/startMailgrant.ts';

const { chapter, say, quote } = bound(new Narrator());

console.log(`Mailgrant gives an application in Microsoft Entra the right to send email over SMTP through Azure
Communication Services: the narrowest role that works, a login, and the proof that both are in effect.
There is no Azure behind this demo: a local one plays its part, with its delays shortened to seconds.`);

chapter('A local Azure, and Mailgrant beside it on a local Functions host');
await buildApp();
const hostLog: string[] = [];
const mailgrant = await startMailgrant({ onLog: (line) => hostLog.push(line) });
const { addresses } = mailgrant;
// This process plays the app's owner, who trusts the local Azure's certificate as any client would: by its CA.
tls.setDefaultCACertificates([...tls.getCACertificates('default'), await readFile(addresses.caFile, 'utf8')]);
say(`Azure Resource Manager and Microsoft Graph  ${addresses.arm}`);
say(`SMTP submission                             ${addresses.smtp.host}:${addresses.smtp.port}`);
say(`Mailgrant                                   ${addresses.app}`);

try {
  await tellTheStory();
} catch (error) {
  process.exitCode = 1;
  console.error(error);
  console.error(`\nThe end of the host's log:\n${hostLog.slice(-20).join('\n')}`);
} finally {
  await mailgrant.stop();
}

async function tellTheStory(): Promise<void> {
  chapter('Ben registers an app for himself, as any developer may');
  const app = await registerApp(addresses, 'Ben Developer', { displayName: 'Invoice Robot', say });

  const vaultPath = await depositSecret(addresses, 'Contoso Build Pipeline', app);
  say(`PUT ${vaultPath}   → in the team's Key Vault, where Mailgrant may read it`);

  chapter('The app tries to send mail with its secret');
  const letter = {
    from: '',
    to: 'customer@example.com',
    subject: 'Your invoice',
    text: 'Dear customer,\n\nthank you for your order. The invoice is in your account.\n',
  };
  const tooSoon = await sendMail(
    { ...addresses.smtp, username: `contoso-mail.${app.appId}`, password: app.secret },
    { ...letter, from: 'DoNotReply@mail.contoso.example' },
  );
  say(`MAIL refused: ${tooSoon.reply}`);
  say('Azure says the same for every mistake. What is missing: a role, a login, and the time they need.');
  if (tooSoon.accepted) throw new Error('The app could send mail before it was granted anything.');

  chapter('Mailgrant is asked what it would do');
  const body = { application: app.displayName };
  const plan = await callJson<{
    steps: { action: string; step: string; what: string }[];
    refused: { message: string }[];
  }>(`${addresses.app}/grants?plan=true`, { method: 'POST', body });
  say(`POST /api/grants?plan=true ${JSON.stringify(body)}`);
  for (const { action, step, what } of plan.steps)
    say(`${action.padEnd(7)} ${step.padEnd(19)} ${shorten(what)}`);
  for (const { message } of plan.refused) say(`refused: ${message}`);

  chapter('Mailgrant is asked to do it');
  await callJson(`${addresses.control}requests`, { method: 'DELETE' });
  const { statusUrl } = await callJson<{ statusUrl: string }>(`${addresses.app}/grants`, {
    method: 'POST',
    body,
  });
  say(`POST /api/grants ${JSON.stringify(body)}`);
  say(`GET ${statusUrl}`);
  const operation = await followOperation(statusUrl, ({ name, state, note }, percent) => {
    say(`${bar(percent)}  ${name.padEnd(19)} ${state.padEnd(8)} ${shorten(note ?? '')}`);
  });
  const outcome = operation.outcome as GrantOutcome | undefined;
  if (outcome?.outcome !== 'granted')
    throw new Error(`The grant failed: ${JSON.stringify(outcome, null, 2)}`);
  const { card, readiness } = outcome;
  say(`Readiness: ${readiness.level}. What Ben gets:`);
  quote(`${card.host}:${card.port}, ${card.security}, AUTH ${card.authentication}
username  ${card.username}
password  ${card.password}
senders   ${card.senders.join(', ')}`);

  chapter('The app sends the same mail again');
  const from = (card.senders[0] ?? '').replace('*', 'DoNotReply');
  const sent = await sendMail(
    { ...addresses.smtp, username: card.username, password: app.secret },
    { ...letter, from },
  );
  say(`MAIL ${sent.accepted ? 'accepted' : 'refused'}: ${sent.reply}`);
  if (!sent.accepted) throw new Error('The mail was refused although the grant is ready.');

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

  chapter('Where the time went');
  for (const { what, seconds } of timings(operation)) say(`${seconds.toFixed(1).padStart(5)} s  ${what}`);
  const { requests } = await callJson<{ requests: LoggedRequest[] }>(`${addresses.control}requests`);
  const asked = requests.filter(({ caller }) => caller === 'mailgrant');
  const writes = asked.filter(({ method }) => method !== 'GET').length;
  say(`Mailgrant asked Azure ${asked.length} times: ${asked.length - writes} reads, ${writes} writes.`);
  console.log(`\nDone: ${app.displayName} sends email, with the narrowest role that works.`);
}

/** ARM ids without their beginning, which is the same everywhere in this story. */
function shorten(text: string): string {
  return text.replace(/\/subscriptions\/\S+(?=\/communicationServices\/)/g, '…');
}

function bound(narrator: Narrator) {
  return { chapter: narrator.chapter.bind(narrator), say: narrator.say, quote: narrator.quote };
}
