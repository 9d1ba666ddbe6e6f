import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handoverCard } from '../../src/domain/handoverCard.ts';
import { usernameProblem } from '../../src/domain/username.ts';
import { aDomain, appId, inspectedService, resolvedApplication } from '../support/records.ts';

const smtp = { host: 'smtp.azurecomm.net', port: 587 };
const domains = [
  aDomain('1234.azurecomm.net'),
  aDomain('mail.contoso.example'),
  aDomain('new.contoso.example', false),
];
const cardOf = (username: string, resolved = resolvedApplication()) =>
  handoverCard(resolved, inspectedService({ domains }), { username, smtp });

describe('handoverCard', () => {
  it('has all that a mail client asks for, and no secret', () => {
    expect(cardOf('payroll')).toMatchObject({
      host: 'smtp.azurecomm.net',
      port: 587,
      security: 'STARTTLS',
      authentication: 'LOGIN',
      username: 'payroll',
      senders: ['DoNotReply@1234.azurecomm.net', '*@mail.contoso.example'],
      password: expect.stringContaining(`client id ${appId}`) as string,
    });
  });

  it('has a snippet for each usual client, with host, login and sender filled in', () => {
    const { snippets } = cardOf('payroll@mail.contoso.example');
    expect(Object.keys(snippets)).toEqual(['nodemailer', 'python', 'mailkit', 'swaks', 'postfix']);
    for (const snippet of Object.values(snippets)) {
      expect(snippet).toContain('smtp.azurecomm.net');
      expect(snippet).toContain('payroll@mail.contoso.example');
    }
    expect(cardOf('payroll').snippets.swaks).toContain("--from 'DoNotReply@1234.azurecomm.net'");
    expect(snippets.python).toMatch(/starttls\(.*\)\n +smtp\.ehlo\(\)\n/);
  });

  it('sends from the custom domain where there is no other', () => {
    const inspected = inspectedService({ domains: [aDomain('mail.contoso.example')] });
    const card = handoverCard(resolvedApplication(), inspected, { username: 'payroll', smtp });
    expect(card.snippets.swaks).toContain("--from 'DoNotReply@mail.contoso.example'");
    const none = handoverCard(resolvedApplication(), inspectedService({ domains: [] }), {
      username: 'p',
      smtp,
    });
    expect(none.senders).toEqual([]);
  });

  it.each([
    "a'; rm -rf ~; '",
    'a$(id)',
    'a`id`',
    'a"+Evil()+"',
    'a\nb',
    'a b',
    'a\\',
    "a'@mail.contoso.example",
  ])('puts the adopted username %j into no snippet', (username) => {
    const card = cardOf(username);
    expect(card.snippets).toEqual({});
    expect(card.username).toBe(username);
    expect(card.notes[0]).toContain('unusual characters');
  });

  it('never lets a username break out of the quotes it stands in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (username) => {
        const { snippets } = cardOf(username);
        expect(Object.keys(snippets).length > 0).toBe(usernameProblem(username) === undefined);
        if (Object.keys(snippets).length > 0) expect(username).not.toMatch(/['"`\\\s]/);
      }),
    );
  });

  it('keeps a hostile display name out of every snippet', () => {
    const { snippets } = cardOf('payroll', resolvedApplication({ displayName: "'; $(id)" }));
    expect(Object.values(snippets).join()).not.toContain('$(id)');
  });
});
