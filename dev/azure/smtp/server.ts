import { randomUUID } from 'node:crypto';
import type { SMTPServer, SMTPServerAuthentication, SMTPServerSession } from 'smtp-server';
import type { LocalAzure } from '../localAzure.ts';
import { authenticate } from './authenticate.ts';
import type { Credentials, Sender } from './authenticate.ts';
import { sendingDomain } from './domains.ts';
import { limits } from './limits.ts';
import { readMessage } from './message.ts';
import { RateLimit } from './rateLimit.ts';
import { host } from './replies.ts';
import { SpokenServer } from './spokenServer.ts';

class SmtpRefusal extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/** SMTP submission as smtp.azurecomm.net offers it: STARTTLS, then AUTH LOGIN or XOAUTH2, then mail. */
export function createSmtpServer(azure: LocalAzure, tls: { key: string; cert: string }): SMTPServer {
  const rate = new RateLimit(azure.clock);
  const senders = new Map<string, Sender>();
  const senderOf = (session: SMTPServerSession): Sender => {
    const sender = senders.get(session.id);
    if (sender === undefined) throw new Error('The library let a client send before it signed in.');
    return sender;
  };
  return new SpokenServer(azure.clock, {
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
    onAuth(auth, session, callback) {
      const credentials = credentialsOf(auth);
      const signIn = authenticate(azure, credentials);
      log(azure, `AUTH ${auth.method}`, {
        username: credentials.username,
        ...('because' in signIn ? signIn : { application: signIn.sender.application.displayName }),
      });
      if ('because' in signIn) return callback(new SmtpRefusal(535, 'refused'));
      senders.set(session.id, signIn.sender);
      callback(null, { user: credentials.username });
    },
    onMailFrom({ address }, session, callback) {
      const { service, username, application } = senderOf(session);
      const domain = sendingDomain(azure, service, address);
      const refusal =
        domain === undefined
          ? new SmtpRefusal(550, '5.7.60 SMTP; Client does not have permissions to send as this sender')
          : rate.allows(domain)
            ? undefined
            : new SmtpRefusal(452, '4.3.1 Sending limit exceeded, try again later');
      if (refusal !== undefined)
        log(azure, 'MAIL FROM', {
          username,
          application: application.displayName,
          because: domain === undefined ? `'${address}' is at no linked, verified domain.` : 'Sending limit.',
          status: refusal.responseCode,
        });
      callback(refusal);
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      // A client that leaves in the middle of a message has sent nothing.
      stream.on('error', () => chunks.splice(0));
      stream.on('end', () => {
        if (stream.sizeExceeded) return callback(new SmtpRefusal(552, 'too large'));
        const id = randomUUID();
        deliver(azure, { id, sender: senderOf(session), session, raw: Buffer.concat(chunks) });
        const domain = sendingDomain(azure, senderOf(session).service, fromOf(session));
        if (domain !== undefined) rate.count(domain);
        callback(null, `2.0.0 OK <${id}@${host}> [Hostname=${host}]`);
      });
    },
    onClose: (session) => void senders.delete(session.id),
  });
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
  log(azure, 'DATA', { username: sender.username, application, status: 250 });
}

function log(
  azure: LocalAzure,
  operation: string,
  what: { username: string; application?: string; because?: string; status?: number },
): void {
  azure.requests.add({
    at: new Date(azure.clock.now()).toISOString(),
    service: 'SMTP',
    operation,
    method: operation.split(' ')[0] ?? '',
    target: what.username,
    status: what.status ?? (what.because === undefined ? 235 : 535),
    ...(what.application === undefined ? {} : { caller: what.application }),
    ...(what.because === undefined ? {} : { because: what.because }),
  });
}
