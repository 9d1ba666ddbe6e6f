import { describe, expect, it } from 'vitest';
import { chooseUsername } from '../../src/domain/chosenUsername.ts';
import { decideGrant } from '../../src/domain/grantDecision.ts';
import { planGrant } from '../../src/domain/grantPlan.ts';
import { orphanReport } from '../../src/domain/grantReport.ts';
import { generatedUsername, smtpUsernameNameFor } from '../../src/domain/naming.ts';
import { domainOf, usernameDomainProblem, usernameProblem } from '../../src/domain/username.ts';
import { aDomain, anApplication, anAssignment, aRequest, aUsername, groupScope } from '../support/records.ts';
import { appId, inspectedService, otherAppId, resolvedApplication } from '../support/records.ts';
import { serviceId } from '../support/records.ts';

const application = anApplication();
const generated = generatedUsername(application, serviceId);
const theirs = aUsername({ appId: otherAppId, username: 'Newsletter' });
const own = aUsername({ appId: appId.toUpperCase() });
const second = aUsername({ name: 'second', username: 'Payroll-2' });

describe('chooseUsername', () => {
  const create = (username: string) => ({
    kind: 'create',
    name: smtpUsernameNameFor(username, appId),
    username,
  });
  const keep = ({ name, username }: { name: string; username: string }) => ({
    kind: 'exists',
    name,
    username,
  });

  it.each([
    ['none asked, none there', undefined, [], create(generated)],
    ['none asked, of another app there', undefined, [theirs], create(generated)],
    ['none asked, one there', undefined, [theirs, own], keep(own)],
    ['one asked', 'payroll', [theirs], create('payroll')],
    ['the one that is there, in odd case', 'PAYROLL', [own], keep(own)],
    ['the second of two', 'payroll-2', [own, second], keep(second)],
    ['a third', 'payroll-3', [own, second], { code: 'username-exists' }],
    ['that of another application', 'newsletter', [theirs], { code: 'username-taken' }],
    ['an address at a linked domain', 'a@mail.contoso.example', [], create('a@mail.contoso.example')],
    ['an address at another', 'a@fabrikam.example', [], { code: 'username-domain-not-linked' }],
  ])('%s', (...[, asked, usernames, expected]) => {
    const inspected = inspectedService({ usernames });
    expect(chooseUsername(asked, application, { inspected, format: 'freeform' })).toMatchObject(expected);
  });

  it('names all that the application signs in as', () => {
    const inspected = inspectedService({ usernames: [own, second] });
    const problem = chooseUsername('third', application, { inspected, format: 'freeform' });
    expect(problem).toMatchObject({ message: expect.stringContaining("'payroll', 'Payroll-2'") as string });
  });

  it('makes up an address at the first verified domain where addresses are wanted', () => {
    const domains = [aDomain('new.contoso.example', false), aDomain('mail.contoso.example')];
    const inspected = inspectedService({ domains });
    expect(chooseUsername(undefined, application, { inspected, format: 'email' })).toMatchObject({
      username: `${generated}@mail.contoso.example`,
    });
    const none = inspectedService({ domains: [aDomain('new.contoso.example', false)] });
    expect(chooseUsername(undefined, application, { inspected: none, format: 'email' })).toMatchObject({
      username: generated,
    });
  });
});

describe('decideGrant', () => {
  it('says what the grant will consist of', () => {
    const inspection = { resolved: resolvedApplication(), inspected: inspectedService() };
    expect(decideGrant(aRequest({ scope: 'resourceGroup' }), inspection, 'freeform')).toEqual({
      assignmentScope: groupScope,
      definitionScope: groupScope,
      username: { kind: 'create', name: smtpUsernameNameFor(generated, appId), username: generated },
    });
  });

  const disabled = resolvedApplication({}, { enabled: false });
  const codes = ['service-principal-disabled', 'no-verified-domain', 'username-domain-not-verified'];
  it.each([
    ['everything at once', disabled, [aDomain('a.example', false)], 'a@a.example', codes],
    [
      'no word about the username’s domain without any',
      resolvedApplication(),
      [],
      'a@b.example',
      ['no-linked-domain'],
    ],
    [
      'an unverified domain',
      resolvedApplication(),
      [aDomain('a.example', false)],
      undefined,
      ['no-verified-domain'],
    ],
  ])('tells %s', (...[, resolved, domains, username, expected]) => {
    const inspected = inspectedService({ domains });
    const request = aRequest(username === undefined ? {} : { username });
    const problems = decideGrant(request, { resolved, inspected }, 'freeform');
    expect((problems as { code: string }[]).map(({ code }) => code)).toEqual(expected);
  });
});

describe('planGrant', () => {
  const inspection = { resolved: resolvedApplication(), inspected: inspectedService() };
  const decision = {
    assignmentScope: serviceId,
    definitionScope: groupScope,
    username: { kind: 'create', name: 'n', username: 'payroll' },
  } as const;
  const role = { name: 'guid', roleName: 'Sender', permissions: [] };
  const policy = { kind: 'approval' as const, reasons: ['It is much.'] };

  it.each([
    ['absent', null, 'create', ['create', 'create', 'create']],
    ['drifted', anAssignment(), 'exists', ['repair', 'none', 'none']],
    ['same', anAssignment(), 'create', ['none', 'none', 'create']],
  ] as const)('where the role is %s', (...[state, assignment, kind, actions]) => {
    const username = { ...decision.username, kind };
    const found = { role: { ...role, state }, assignment, createRole: true, policy };
    const plan = planGrant(inspection, { ...decision, username }, found);
    expect(plan.steps.map(({ action }) => action)).toEqual(actions);
    expect(plan.steps.map(({ what }) => what)).toEqual(['Sender', `Sender at ${serviceId}`, 'payroll']);
    expect(plan).toMatchObject({
      username: 'payroll',
      approval: { needed: true, reasons: ['It is much.'] },
      refused: [],
      application: { appId, knownBy: 'appId' },
    });
  });

  it.each([
    ['absent', ['role-missing']],
    ['drifted', ['role-drifted']],
    ['same', []],
  ] as const)('where deployment makes the role and it is %s', (state, codes) => {
    const found = { role: { ...role, state }, assignment: null, createRole: false, policy };
    const { refused } = planGrant(inspection, decision, found);
    expect(refused.map(({ code }) => code)).toEqual(codes);
  });
});

describe('usernames', () => {
  it.each(['a', 'A.b_c-d', 'payroll!#$%&*+/=?^{|}~', 'x'.repeat(253), 'a.b@c.d-e.fg'])(
    'takes %j',
    (username) => {
      expect(usernameProblem(username)).toBeUndefined();
    },
  );

  it.each([
    '',
    'x'.repeat(254),
    'a b',
    'a"b',
    'a;b',
    'a,b',
    'a<b',
    'a:b',
    '@a.bc',
    'a@.bc',
    'a@b.c',
    '.a@b.cd',
  ])('refuses %j', (username) => {
    expect(usernameProblem(username)).toMatchObject({ code: 'invalid-username', field: 'username' });
  });

  it.each([
    ['payroll', undefined],
    ['a@Mail.Contoso.Example', 'mail.contoso.example'],
    ['"a@b"@c.example', 'c.example'],
  ])('the domain of %s is %s', (username, domain) => expect(domainOf(username)).toBe(domain));

  const domains = [aDomain('Mail.Contoso.Example'), aDomain('new.contoso.example', false)];
  it.each([
    ['payroll', undefined],
    ['a@mail.contoso.example', undefined],
    ['a@sub.mail.contoso.example', 'username-domain-not-linked'],
    ['a@new.contoso.example', 'username-domain-not-verified'],
  ])('%s at the linked domains: %s', (username, code) => {
    expect(usernameDomainProblem(username, domains)?.code).toBe(code);
  });
});

it('reports a login without an application as not ready, with the reason', () => {
  expect(orphanReport(theirs, serviceId, 'It is gone.')).toMatchObject({
    application: { appId: otherAppId },
    username: 'Newsletter',
    readiness: { level: 'not', reasons: ['It is gone.'] },
  });
});
