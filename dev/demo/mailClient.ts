import { createTransport } from 'nodemailer';

export type Account = { host: string; port: number; username: string; password: string };
export type Letter = { from: string; to: string; subject: string; text: string };

/**
 * Submits a letter as any mail client does: STARTTLS with a checked certificate, then AUTH LOGIN.
 * Gives the server's last reply, or its refusal.
 */
export async function sendMail(
  account: Account,
  letter: Letter,
): Promise<{ accepted: boolean; reply: string }> {
  const { host, port, username, password } = account;
  const transport = createTransport({
    host,
    port,
    requireTLS: true,
    authMethod: 'LOGIN',
    auth: { user: username, pass: password },
  });
  try {
    const { response } = await transport.sendMail(letter);
    return { accepted: true, reply: response };
  } catch (error) {
    const reply = (error as { response?: string }).response;
    // Only what the server said is a refusal; anything else is a fault of the demo itself.
    if (reply === undefined) throw error;
    return { accepted: false, reply };
  } finally {
    transport.close();
  }
}
