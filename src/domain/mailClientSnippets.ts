/** What a snippet is filled with. The username must pass `usernameProblem`: no quotes, no blanks, no backslashes. */
type Account = { host: string; port: number; username: string; sender: string };

/** Settings for the usual clients. The secret is always read from the environment, never written down. */
export function mailClientSnippets({ host, port, username, sender }: Account): Record<string, string> {
  return {
    nodemailer: `createTransport({
  host: '${host}', port: ${port}, requireTLS: true, authMethod: 'LOGIN',
  auth: { user: '${username}', pass: process.env.SMTP_SECRET },
}).sendMail({ from: '${sender}', to: 'you@example.com', subject: 'Hello', text: 'It works.' });`,
    python: `with smtplib.SMTP('${host}', ${port}) as smtp:
    smtp.starttls(context=ssl.create_default_context())
    smtp.ehlo()
    smtp.user, smtp.password = '${username}', os.environ['SMTP_SECRET']
    smtp.auth('LOGIN', smtp.auth_login)
    smtp.sendmail('${sender}', ['you@example.com'], 'Subject: Hello\\n\\nIt works.')`,
    mailkit: `await client.ConnectAsync("${host}", ${port}, SecureSocketOptions.StartTls);
client.AuthenticationMechanisms.IntersectWith(["LOGIN"]);
await client.AuthenticateAsync("${username}", Environment.GetEnvironmentVariable("SMTP_SECRET"));`,
    swaks: `swaks --server ${host}:${port} --tls --auth LOGIN --auth-user '${username}' --auth-password "$SMTP_SECRET" --from '${sender}' --to you@example.com`,
    postfix: `relayhost = [${host}]:${port}
smtp_tls_security_level = secure
smtp_sasl_auth_enable = yes
smtp_sasl_mechanism_filter = login
smtp_sasl_security_options = noanonymous
smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd   # [${host}]:${port} ${username}:<client secret>`,
  };
}
