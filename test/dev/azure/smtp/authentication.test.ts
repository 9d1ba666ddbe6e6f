import { expect, test } from 'vitest';
import { good, smtp } from './smtpCalls.ts';

const refusal = /^535 5\.7\.3 Authentication unsuccessful/;

test('a good login is let in, and the log says who it was', async () => {
  const { signIn, azure } = await smtp();
  expect(await signIn()).toBeUndefined();
  expect(azure.requests.entries.at(-1)).toMatchObject({
    service: 'SMTP',
    operation: 'AUTH LOGIN',
    status: 235,
    caller: 'Newsletter',
    target: 'contoso-newsletter',
  });
});

test('[smtp.535] every cause has one and the same answer, and only the operator learns which', async () => {
  const { signIn, because, application, azure } = await smtp();
  const causes: [string, { user: string; pass: string }][] = [
    ['has the username', { ...good, user: 'nobody' }],
    ['is no client secret', { ...good, pass: 'wrong-password' }],
    ['is no client secret', { ...good, pass: application('Newsletter').secrets[0]?.keyId ?? '' }],
  ];
  for (const [cause, login] of causes) {
    expect(await signIn(login)).toMatch(refusal);
    expect(because()).toContain(cause);
  }
  expect(JSON.stringify(azure.requests.entries)).not.toContain('wrong-password');
});

test('[smtp.username] the login is the username in any case, not the resource name', async () => {
  const { signIn, because } = await smtp();
  expect(await signIn({ ...good, user: 'Contoso-NEWSLETTER' })).toBeUndefined();
  expect(await signIn({ ...good, user: 'newsletter-smtp' })).toMatch(refusal);
  expect(because()).toContain('No SMTP username resource');
});

test('[smtp.usernameReady] a new username is not known to the front end at once', async () => {
  const { signIn, because, azure, clock } = await smtp({ delays: { smtpUsernameReady: 75_000 } });
  for (const each of azure.state.smtpUsernames.values()) each.createdAt = clock.now();
  clock.advance(74_999);
  expect(await signIn()).toMatch(refusal);
  expect(because()).toContain('not known here before 2026-01-01T00:01:15.000Z');
  clock.advance(1);
  expect(await signIn()).toBeUndefined();
});

test('[smtp.legacyLogin] service, application and tenant make a login, with dots or bars', async () => {
  const { signIn, application, azure } = await smtp();
  azure.state.smtpUsernames.clear();
  const parts = ['contoso-mail', application('Newsletter').appId, azure.state.tenantId];
  expect(await signIn({ ...good, user: parts.join('.') })).toBeUndefined();
  expect(await signIn({ ...good, user: parts.join('|') })).toBeUndefined();
  expect(await signIn({ ...good, user: `${parts[0]}.${parts[1]}|${parts[2]}` })).toMatch(refusal);
  expect(await signIn(good)).toMatch(refusal);
});

test('[smtp.password] an expired secret, and one that is not valid yet, are refused', async () => {
  const { signIn, because, application, clock } = await smtp();
  const [secret] = application('Newsletter').secrets;
  if (secret === undefined) throw new Error('The estate has no secret for Newsletter.');
  const { endDateTime } = secret;
  secret.endDateTime = new Date(clock.now()).toISOString();
  expect(await signIn()).toMatch(refusal);
  expect(because()).toContain('expired');
  secret.endDateTime = endDateTime;
  secret.startDateTime = new Date(clock.now() + 1).toISOString();
  expect(await signIn()).toMatch(refusal);
  expect(because()).toContain('not valid yet');
});

test('[secret.replication] a secret made just now is refused until it has replicated', async () => {
  const { signIn, because, application, clock } = await smtp({ delays: { secretReplication: 10_000 } });
  for (const secret of application('Newsletter').secrets) secret.createdAt = clock.now();
  expect(await signIn()).toMatch(refusal);
  expect(because()).toContain('not replicated');
  clock.advance(10_000);
  expect(await signIn()).toBeUndefined();
});

test('[smtp.oauth] XOAUTH2 takes a token of the application for the communication audience', async () => {
  const { signIn, because, credential, azure } = await smtp();
  const login = async (name: string, scope: string) => {
    const token = await credential(name).getToken(scope);
    return { type: 'OAuth2' as const, user: good.user, accessToken: token?.token ?? '' };
  };
  const scope = 'https://communication.azure.com/.default';
  expect(await signIn(await login('Newsletter', scope))).toBeUndefined();
  expect(azure.requests.entries.at(-1)?.operation).toBe('AUTH XOAUTH2');
  expect(await signIn(await login('Newsletter', 'https://graph.microsoft.com/.default'))).toMatch(refusal);
  expect(because()).toContain('audience');
  expect(await signIn(await login('Invoice Service', scope))).toMatch(refusal);
  expect(because()).toContain('belongs to');
});

test('[smtp.emailUsername] an address as username works while its domain is linked', async () => {
  const { signIn, because, azure } = await smtp();
  const [login] = azure.state.smtpUsernames.values();
  if (login === undefined) throw new Error('The estate has no SMTP username.');
  login.username = 'news@mail.contoso.example';
  expect(await signIn({ ...good, user: login.username })).toBeUndefined();
  login.username = 'news@shop.contoso.example';
  expect(await signIn({ ...good, user: login.username })).toMatch(refusal);
  expect(because()).toContain('not linked');
});
