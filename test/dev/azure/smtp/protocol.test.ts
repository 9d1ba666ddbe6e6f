import { expect, onTestFinished, test } from 'vitest';
import { good, smtp } from './smtpCalls.ts';
import { Talk } from './talk.ts';

async function talking() {
  const calls = await smtp();
  const opened = await Talk.open(calls.port);
  onTestFinished(() => opened.talk.close());
  return { ...calls, ...opened };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

test('[smtp.banner] the greeting is that of a Microsoft front end', async () => {
  const { greeting } = await talking();
  expect(greeting).toBe(
    '220 smtp.azurecomm.net Microsoft ESMTP MAIL Service ready at Thu, 01 Jan 2026 00:00:00 +0000',
  );
});

test('[smtp.startTls] signing in is offered and possible only after STARTTLS', async () => {
  const { talk, certificates } = await talking();
  const before = await talk.say('EHLO client.example');
  expect(before).toMatch(/^250-smtp\.azurecomm\.net Hello \[127\.0\.0\.1\]\r\n/);
  expect(before).toContain('STARTTLS');
  expect(before).not.toContain('AUTH');
  expect(await talk.say('AUTH LOGIN')).toMatch(/^504 5\.7\.4/);
  expect(await talk.secure(certificates.ca)).toBe('220 2.0.0 SMTP server ready');
  const after = await talk.say('EHLO client.example');
  expect(after).toContain('250-AUTH LOGIN XOAUTH2');
  expect(after).not.toContain('STARTTLS');
});

test('[smtp.mechanisms] [smtp.504] PLAIN is neither offered nor taken, with the best of credentials', async () => {
  const { talk, certificates } = await talking();
  await talk.secure(certificates.ca);
  expect(await talk.say('EHLO client.example')).not.toContain('PLAIN');
  const plain = await talk.say(`AUTH PLAIN ${base64(`\0${good.user}\0${good.pass}`)}`);
  expect(plain).toBe('504 5.7.4 Unrecognized authentication type');
});

test('[smtp.replies] a whole conversation has the wording of the front end', async () => {
  const { talk, certificates, azure } = await talking();
  await talk.secure(certificates.ca);
  await talk.say('EHLO client.example');
  expect(await talk.say('MAIL FROM:<news@mail.contoso.example>')).toMatch(/^530 5\.7\.57/);
  expect(await talk.say('AUTH LOGIN')).toBe(`334 ${base64('Username:')}`);
  expect(await talk.say(base64(good.user))).toBe(`334 ${base64('Password:')}`);
  expect(await talk.say(base64(good.pass))).toBe('235 2.7.0 Authentication successful');
  expect(await talk.say('MAIL FROM:<news@mail.contoso.example>')).toMatch(/^250 2\.1\.0/);
  expect(await talk.say('RCPT TO:<reader@example.com>')).toMatch(/^250 2\.1/);
  expect(await talk.say('DATA')).toBe('354 Start mail input; end with <CRLF>.<CRLF>');
  expect(await talk.say('Subject: Bare\n\nText\r\n.')).toMatch(/^250 2\.0\.0 OK </);
  expect(await talk.say('QUIT')).toBe('221 2.0.0 Service closing transmission channel');
  expect(azure.mailbox.mails).toMatchObject([{ subject: 'Bare', text: 'Text' }]);
});

test('[smtp.tls12] a client that knows nothing newer than TLS 1.1 is turned away', async () => {
  const { talk } = await talking();
  await talk.say('EHLO client.example');
  await talk.say('STARTTLS');
  // Security level 0, so that it is the server that refuses.
  const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await expect(talk.handshake(old)).rejects.toThrow(/alert protocol version/i);
});
