import { createTransport } from 'nodemailer';
import { AzureError } from '../domain/azureError.ts';
import type { Submission } from './ports.ts';

/** Milliseconds: the endpoint answers within a second or two, or something is wrong on the way. */
const timeout = 15_000;

/**
 * The SMTP endpoint of Azure Communication Services. Signs in and out again; sends nothing.
 * AUTH LOGIN, because PLAIN is not offered, and only after STARTTLS with a certificate that checks out.
 */
export function smtpSubmission({ host, port }: { host: string; port: number }): Submission {
  return {
    async signIn({ username, secret }) {
      const transport = createTransport({
        host,
        port,
        requireTLS: true,
        authMethod: 'LOGIN',
        auth: { user: username, pass: secret },
        tls: { minVersion: 'TLSv1.2' },
        connectionTimeout: timeout,
        greetingTimeout: timeout,
        socketTimeout: timeout,
      });
      try {
        await transport.verify();
        return 'accepted';
      } catch (error) {
        if (isAuthRefusal(error)) return 'refused';
        const text = error instanceof Error ? error.message : String(error);
        // The cause is left out on purpose: the library's errors may carry the command that held the secret.
        throw new AzureError(text, { status: 0, code: 'NoSmtpAnswer' });
      } finally {
        transport.close();
      }
    },
  };
}

/** 535 5.7.3 is all that the endpoint ever says about a sign-in that fails. */
function isAuthRefusal(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && error.responseCode === 535;
}
