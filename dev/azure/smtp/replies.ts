import { limits } from './limits.ts';

export const host = 'smtp.azurecomm.net';

export type Reply = { code: number; data?: string | string[] };

const refusedSignIn = '5.7.3 Authentication unsuccessful';

// What the library says, in the words of Microsoft's SMTP front ends (fact smtp.replies).
const wording: Record<string, string> = {
  '220 Ready to start TLS': '220 2.0.0 SMTP server ready',
  '221 Bye': '221 2.0.0 Service closing transmission channel',
  '235 Authentication successful': '235 2.7.0 Authentication successful',
  '250 Accepted': '250 2.1.0 OK',
  '354 End data with <CR><LF>.<CR><LF>': '354 Start mail input; end with <CRLF>.<CRLF>',
  '452 Error: too many recipients': '452 4.5.3 Too many recipients',
  '503 Error: need MAIL command': '503 5.5.2 Need mail command',
  '503 Error: need RCPT command': '503 5.5.2 Need rcpt command',
  '504 Error: Unrecognized authentication type': '504 5.7.4 Unrecognized authentication type',
  // Before STARTTLS there is no AUTH at all, so no mechanism is recognised.
  '538 Error: Must issue a STARTTLS command first': '504 5.7.4 Unrecognized authentication type',
  '530 Error: authentication Required': '530 5.7.57 Client not authenticated to send mail',
  '500 Error: command not recognized': '500 5.3.3 Unrecognized command',
};

/** What Azure would say instead of the library's reply, as far as it is known. */
export function reword(reply: Reply, session: { secure: boolean; address: string; now: number }): Reply {
  const { code, data } = reply;
  if (Array.isArray(data)) return { code, data: ehlo(session) };
  const text = `${code} ${data ?? ''}`;
  if (code === 220 && data?.startsWith(`${host} `) === true)
    return { code, data: `${host} Microsoft ESMTP MAIL Service ready at ${date(session.now)}` };
  if (code === 552) return { code, data: '5.3.4 Message size exceeds fixed maximum message size' };
  if (code === 535) return { code, data: signInRefusal(session.now) };
  const known = wording[text];
  if (known === undefined) return reply;
  return { code: Number(known.slice(0, 3)), data: known.slice(4) };
}

function ehlo({ secure, address }: { secure: boolean; address: string }): string[] {
  return [
    `${host} Hello [${address}]`,
    `SIZE ${limits.messageBytes}`,
    'PIPELINING',
    'DSN',
    'ENHANCEDSTATUSCODES',
    // Facts smtp.startTls and smtp.mechanisms: nothing to sign in with before TLS, and never PLAIN.
    ...(secure ? ['AUTH LOGIN XOAUTH2'] : ['STARTTLS']),
    '8BITMIME',
    'SMTPUTF8',
  ];
}

/** One text for every refusal, so that nobody learns what was wrong (fact smtp.535). */
function signInRefusal(now: number): string {
  return `${refusedSignIn} [${host} ${new Date(now).toISOString()}]`;
}

/** As in `Thu, 11 Jul 2024 11:46:44 +0000`. */
function date(now: number): string {
  return new Date(now).toUTCString().replace('GMT', '+0000');
}
