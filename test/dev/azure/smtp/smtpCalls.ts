import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { onTestFinished } from 'vitest';
import { loadCertificates } from '../../../../dev/azure/certificates.ts';
import { listenSmtp } from '../../../../dev/azure/listen.ts';
import { testAzure } from '../../../support/localAzure.ts';

const folder = mkdtempSync(join(tmpdir(), 'local-azure-'));

export const good = { user: 'contoso-newsletter', pass: 'newsletter-local-secret' };

type Auth =
  { user: string; pass: string } | { type: 'OAuth2'; user: string; accessToken: string } | undefined;
type Session = { auth?: Auth; pool?: boolean; maxConnections?: number };

/** A local Azure with a real SMTP listener, closed when the test ends. */
export async function smtp(options: Parameters<typeof testAzure>[0] = {}) {
  const test = testAzure(options);
  const certificates = await loadCertificates(folder);
  const listener = await listenSmtp(test.azure, 0, certificates);
  onTestFinished(() => listener.close());
  const connect = (session: Session) => {
    const transport = createTransport({
      host: 'localhost',
      port: listener.port,
      requireTLS: true,
      tls: { ca: readFileSync(certificates.caFile) },
      ...session,
    } as Parameters<typeof createTransport>[0]);
    onTestFinished(() => transport.close());
    return transport;
  };
  const message = {
    from: 'news@mail.contoso.example',
    to: 'reader@example.com',
    subject: 'Hi',
    text: 'Hello',
  };
  const managed = [...test.azure.state.emailDomains.values()].find(
    ({ domainManagement }) => domainManagement === 'AzureManaged',
  );
  return {
    ...test,
    managedDomain: managed?.fromSenderDomain,
    port: listener.port,
    certificates,
    /** Signs in with AUTH LOGIN; the server's reply if it refuses, `undefined` if it lets us in. */
    signIn: (auth: Auth = good) =>
      connect({ auth })
        .verify()
        .then(() => undefined, responseOf),
    /** Signs in and sends; the server's refusal if there is one. */
    send: (mail: SendMailOptions = {}, auth: Auth = good) =>
      connect({ auth })
        .sendMail({ ...message, ...mail })
        .then(() => undefined, responseOf),
    /** A sender that signs in once and keeps its connection. */
    keepSending: (from = message.from) => {
      const transport = connect({ auth: good, pool: true, maxConnections: 1 });
      return () => transport.sendMail({ ...message, from }).then(() => undefined, responseOf);
    },
    /** Why the last sign-in was refused, as the operator sees it. */
    because: () => test.azure.requests.entries.at(-1)?.because,
    application: (name: string) => {
      const found = [...test.azure.state.applications.values()].find((each) => each.displayName === name);
      if (found === undefined) throw new Error(`No application '${name}' in the estate.`);
      return found;
    },
  };
}

/** What the server said; anything that is no reply of the server fails the test. */
function responseOf(error: Error & { response?: string }): string {
  if (error.response === undefined) throw error;
  return error.response;
}
