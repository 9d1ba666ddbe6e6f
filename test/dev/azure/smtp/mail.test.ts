import { expect, test } from 'vitest';
import { smtp } from './smtpCalls.ts';

test('accepted mail is in the mailbox as a person would read it', async () => {
  const { send, azure } = await smtp();
  const refused = await send({
    to: ['a@example.com', 'b@example.com'],
    subject: 'Grüße aus München, und noch etwas mehr, damit die Zeile umbricht 🎉',
    text: 'Schöne Grüße!\nZweite Zeile = fertig',
    html: '<p>Schöne Grüße!</p>',
  });
  expect(refused).toBeUndefined();
  expect(azure.mailbox.mails).toMatchObject([
    {
      at: '2026-01-01T00:00:00.000Z',
      from: 'news@mail.contoso.example',
      to: ['a@example.com', 'b@example.com'],
      subject: 'Grüße aus München, und noch etwas mehr, damit die Zeile umbricht 🎉',
      text: 'Schöne Grüße!\nZweite Zeile = fertig',
      username: 'contoso-newsletter',
      application: 'Newsletter',
    },
  ]);
  expect(azure.mailbox.mails[0]?.bytes).toBeGreaterThan(100);
});

test('[smtp.sender] mail goes out from linked, verified domains only', async () => {
  const { send, azure, because, managedDomain } = await smtp();
  expect(await send({ from: `DoNotReply@${managedDomain}` })).toBeUndefined();
  for (const from of ['x@shop.contoso.example', 'x@elsewhere.example']) {
    expect(await send({ from })).toMatch(/^550 /);
    expect(because()).toContain('no linked, verified domain');
  }
  for (const domain of azure.state.emailDomains.values()) domain.verification.DKIM = 'NotStarted';
  expect(await send()).toMatch(/^550 /);
  expect(azure.mailbox.mails).toHaveLength(1);
});

test('[smtp.limits] 51 recipients and more than 10 MB are too many', async () => {
  const { send, azure } = await smtp();
  const to = Array.from({ length: 51 }, (_, index) => `reader${index}@example.com`);
  expect(await send({ to: to.slice(0, 50) })).toBeUndefined();
  await send({ to });
  // The 51st was refused, the others got their mail.
  expect(azure.mailbox.mails.at(-1)?.to).toHaveLength(50);
  const attachments = [{ filename: 'big.bin', content: Buffer.alloc(8 * 1024 * 1024) }];
  expect(await send({ attachments })).toMatch(/^552 5\.3\.4/);
  expect(azure.mailbox.mails).toHaveLength(2);
});

test('[smtp.rate] 30 messages a minute and 100 an hour from a domain of one’s own', async () => {
  const { keepSending, clock, azure } = await smtp();
  const send = keepSending();
  for (let round = 0; round < 3; round++) {
    for (let sent = 0; sent < 30; sent++) expect(await send()).toBeUndefined();
    expect(await send()).toMatch(/^452 /);
    clock.advance(60_000);
  }
  for (let sent = 0; sent < 10; sent++) expect(await send()).toBeUndefined();
  expect(await send()).toMatch(/^452 /);
  clock.advance(3600_000);
  expect(await send()).toBeUndefined();
  expect(azure.mailbox.mails).toHaveLength(101);
});

test('[smtp.rate] 5 messages a minute and 10 an hour from an Azure-managed domain', async () => {
  const { keepSending, managedDomain, clock } = await smtp();
  const send = keepSending(`DoNotReply@${managedDomain}`);
  for (let round = 0; round < 2; round++) {
    for (let sent = 0; sent < 5; sent++) expect(await send()).toBeUndefined();
    expect(await send()).toMatch(/^452 /);
    clock.advance(60_000);
  }
  expect(await send()).toMatch(/^452 /);
  clock.advance(3600_000);
  expect(await send()).toBeUndefined();
});
