import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callJson } from '../../dev/demo/azureClient.ts';
import { followOperation } from '../../dev/demo/followOperation.ts';
import type { LocalMailgrant } from '../../dev/local/startMailgrant.ts';
import type { GrantOutcome } from '../../src/domain/operation.ts';
import { startRunningMailgrant } from '../support/runningMailgrant.ts';
import { isInstalled, run } from './run.ts';

const password = 'invoice-service-local-secret';
const from = 'DoNotReply@mail.contoso.example';
let mailgrant: LocalMailgrant;
let username: string;

beforeAll(async () => {
  mailgrant = await startRunningMailgrant();
  const { app } = mailgrant.addresses;
  const body = { application: 'Invoice Service' };
  const { statusUrl } = await callJson<{ statusUrl: string }>(`${app}/grants`, { method: 'POST', body });
  const { outcome } = await followOperation(statusUrl, () => {});
  username = (outcome as Extract<GrantOutcome, { outcome: 'granted' }>).username;
});

afterAll(() => mailgrant.stop());

const python = `
import os, smtplib, ssl
with smtplib.SMTP(os.environ['HOST'], int(os.environ['PORT'])) as smtp:
    smtp.starttls(context=ssl.create_default_context(cafile=os.environ['CA']))
    smtp.login(os.environ['LOGIN'], os.environ['SECRET'])
    smtp.sendmail('${from}', ['customer@example.com'], 'Subject: from smtplib\\n\\nHello.')
print('sent')
`;

describe.skipIf(!isInstalled('python3'))('Python smtplib', () => {
  const send = (login: string, secret: string) => {
    const { host, port } = mailgrant.addresses.smtp;
    const env = {
      HOST: host,
      PORT: String(port),
      CA: mailgrant.addresses.caFile,
      LOGIN: login,
      SECRET: secret,
    };
    return run('python3', ['-c', python], { env });
  };

  it('sends with a grant', async () => {
    expect(await send(username, password)).toMatchObject({ code: 0, stdout: 'sent\n' });
  });

  it.each([
    ['without a grant', () => send('reporting', 'reporting-local-secret')],
    ['with a wrong secret', () => send(username, 'wrong')],
  ])('gets 535 5.7.3 %s', async (_how, sending) => {
    expect((await sending()).stderr).toMatch(
      /SMTPAuthenticationError: \(535, b'5\.7\.3 Authentication unsuccessful/,
    );
  });
});

describe.skipIf(!isInstalled('curl'))('curl', () => {
  const send = (login: string, secret: string) => {
    const { smtp, caFile } = mailgrant.addresses;
    const url = `smtp://${smtp.host}:${smtp.port}`;
    const args = ['--url', url, '--ssl-reqd', '--cacert', caFile, '--login-options', 'AUTH=LOGIN'];
    const mail = ['--mail-from', from, '--mail-rcpt', 'customer@example.com', '--upload-file', '-', '-v'];
    return run('curl', [...args, '--user', `${login}:${secret}`, ...mail], {
      input: 'Subject: curl\n\nHello.\n',
    });
  };

  it('sends with a grant', async () => {
    expect((await send(username, password)).code).toBe(0);
  });

  it('gets 535 5.7.3 without one', async () => {
    const { code, stderr } = await send('reporting', 'reporting-local-secret');
    expect(stderr).toContain('535 5.7.3');
    // curl's "login denied".
    expect(code).toBe(67);
  });
});

describe.skipIf(!isInstalled('openssl'))('openssl s_client', () => {
  it('checks the certificate and is offered LOGIN and XOAUTH2 after STARTTLS', async () => {
    const { smtp, caFile } = mailgrant.addresses;
    const args = [
      's_client',
      '-starttls',
      'smtp',
      '-connect',
      `${smtp.host}:${smtp.port}`,
      '-CAfile',
      caFile,
    ];
    const { stdout } = await run('openssl', [...args, '-verify_return_error', '-crlf', '-ign_eof'], {
      input: 'EHLO client.example\nQUIT\n',
    });
    expect(stdout).toContain('Verify return code: 0 (ok)');
    expect(stdout).toMatch(/250[- ]AUTH LOGIN XOAUTH2/);
  });
});
