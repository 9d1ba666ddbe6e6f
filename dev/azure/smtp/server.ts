import { randomUUID } from 'node:crypto';
import type { SMTPServer, SMTPServerAuthentication, SMTPServerSession } from 'smtp-server';
import type { LocalAzure } from '../localAzure.ts';
import { authenticate } from './authenticate.ts';
import type { Credentials, Sender } from './authenticate.ts';
import { sendingDomain } from './domains.ts';
import { stepUnderFaults } from './faults.ts';
import type { SmtpStep } from './faults.ts';
import { limits } from './limits.ts';
import { logSmtp } from './log.ts';
import { readMessage } from './message.ts';
import { RateLimit } from './rateLimit.ts';
import { SmtpRefusal } from './refusal.ts';
import { host } from './replies.ts';
import { SpokenServer } from './spokenServer.ts';

/** What a step does, and how the client is told. */
type Play = { work: () => SmtpRefusal | undefined; reply: (refusal?: Error) => void };

/** SMTP submission as smtp.azurecomm.net offers it: STARTTLS, then AUTH LOGIN or XOAUTH2, then mail. */
export function createSmtpServer(azure: LocalAzure, tls: { key: string; cert: string }): SMTPServer {
  const rate = new RateLimit(azure.clock);
  const senders = new Map<string, Sender>();
  const senderOf = (session: SMTPServerSession): Sender => {
    const sender = senders.get(session.id);
    if (sender === undefined) throw new Error('The library let a client send before it signed in.');
    return sender;
  };
  const step = (session: SMTPServerSession, what: SmtpStep, play: Play) => {
    stepUnderFaults(azure, what, () => play.work()).then(
      (outcome) => (outcome === undefined ? server.drop(session.id) : play.reply(outcome.refusal)),
      (error: Error) => play.reply(error),
    );
  };
  const server = new SpokenServer(azure.clock, {
    ...tls,
    minVersion: 'TLSv1.2',
    name: host,
    authMethods: ['LOGIN', 'XOAUTH2'],
    size: limits.messageBytes,
    maxRecipients: limits.recipients,
    maxClients: limits.connections,
    disableReverseLookup: true,
    closeTimeout: 1_000,
    logger: false,
    onConnect(session, callback) {
      const what = { operation: 'CONNECT', username: '' };
      step(session, what, { work: () => undefined, reply: callback });
    },
    onAuth(auth, session, callback) {
      const credentials = credentialsOf(auth);
      const { username } = credentials;
      const operation = `AUTH ${auth.method}`;
      const work = () => {
        const signIn = authenticate(azure, credentials);
        logSmtp(azure, operation, {
          username,
          ...('because' in signIn ? signIn : { application: signIn.sender.application.displayName }),
        });
        if ('because' in signIn) return new SmtpRefusal(535, 'refused');
        senders.set(session.id, signIn.sender);
        return undefined;
      };
      const reply = (refusal?: Error) => (refusal ? callback(refusal) : callback(null, { user: username }));
      step(session, { operation, username }, { work, reply });
    },
    onMailFrom({ address }, session, callback) {
      const sender = senderOf(session);
      const who = { username: sender.username, application: sender.application.displayName };
      const work = () => {
        const domain = sendingDomain(azure, sender.service, address);
        const refusal =
          domain === undefined
            ? new SmtpRefusal(550, '5.7.60 SMTP; Client does not have permissions to send as this sender')
            : rate.allows(domain)
              ? undefined
              : new SmtpRefusal(452, '4.3.1 Sending limit exceeded, try again later');
        const because =
          domain === undefined ? `'${address}' is at no linked, verified domain.` : 'Sending limit.';
        if (refusal !== undefined)
          logSmtp(azure, 'MAIL FROM', { ...who, because, status: refusal.responseCode });
        return refusal;
      };
      step(session, { operation: 'MAIL FROM', ...who }, { work, reply: callback });
    },
    onData(stream, session, callback) {
      const sender = senderOf(session);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      // A client that leaves in the middle of a message has sent nothing.
      stream.on('error', () => chunks.splice(0));
      stream.on('end', () => {
        const id = randomUUID();
        const work = () => {
          if (stream.sizeExceeded) return new SmtpRefusal(552, 'too large');
          deliver(azure, { id, sender, session, raw: Buffer.concat(chunks) });
          const domain = sendingDomain(azure, sender.service, fromOf(session));
          if (domain !== undefined) rate.count(domain);
          return undefined;
        };
        const reply = (refusal?: Error) =>
          refusal ? callback(refusal) : callback(null, `2.0.0 OK <${id}@${host}> [Hostname=${host}]`);
        const who = { username: sender.username, application: sender.application.displayName };
        step(session, { operation: 'DATA', ...who }, { work, reply });
      });
    },
    onClose: (session) => void senders.delete(session.id),
  });
  return server;
}

function credentialsOf(auth: SMTPServerAuthentication): Credentials {
  const { username = '' } = auth;
  return auth.method === 'XOAUTH2'
    ? { username, accessToken: auth.accessToken ?? '' }
    : { username, password: auth.password ?? '' };
}

function fromOf({ envelope }: SMTPServerSession): string {
  return envelope.mailFrom === false ? '' : envelope.mailFrom.address;
}

function deliver(
  azure: LocalAzure,
  { id, sender, session, raw }: { id: string; sender: Sender; session: SMTPServerSession; raw: Buffer },
): void {
  const application = sender.application.displayName;
  azure.mailbox.add({
    id,
    at: new Date(azure.clock.now()).toISOString(),
    from: fromOf(session),
    to: session.envelope.rcptTo.map(({ address }) => address),
    ...readMessage(raw),
    bytes: raw.length,
    username: sender.username,
    application,
    communicationService: sender.service.id,
  });
  logSmtp(azure, 'DATA', { username: sender.username, application, status: 250 });
}
