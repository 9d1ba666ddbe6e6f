import { describe, expect, it, test } from 'vitest';
import { done } from '../../src/domain/answer.ts';
import type { FixStep } from '../../src/domain/audit/fixSteps.ts';
import { roleAssignmentName } from '../../src/domain/naming.ts';
import type { Progress } from '../../src/domain/progress.ts';
import { communicationOwnerRole } from '../../src/domain/roleChoice.ts';
import { anAssignment, aRole, appId, otherServiceId, ownerRole } from '../support/records.ts';
import { aUsername, otherAppId, principalId, resolvedApplication, serviceId } from '../support/records.ts';
import { always, no } from '../support/fakeActivities.ts';
import { assign, azureToFix, broad, fixed, fixInput, makeRole, narrow, remove, runFix } from './fixes.ts';
import { sender, unfixed } from './fixes.ts';

const minutes = 60_000;
const timeout = fixInput().settings.propagationTimeout;
const made = `${serviceId}/providers/Microsoft.Authorization/roleAssignments/${roleAssignmentName(serviceId, principalId, sender.name)}`;
const gone: FixStep[] = [remove];
const two = [expect.any(String), expect.any(String)] as string[];
const at = (azure: ReturnType<typeof azureToFix>, name: string) =>
  azure.calls.find((call) => call.name === name)?.at ?? NaN;

describe('the fix of a broad role', () => {
  it('gives the narrow role, lets all the time pass that Azure may take, and only then takes the broad one', async () => {
    const azure = azureToFix();
    const outcome = fixed(await runFix(azure));
    expect(outcome).toEqual({
      outcome: 'fixed',
      finding: fixInput().finding.id,
      created: [`role '${sender.roleName}'`, `role assignment ${made}`],
      removed: [`role assignment ${broad.id}`],
    });
    expect([...azure.holds.assignments.keys()]).toEqual([made]);
    const order = ['putRole', 'putAssignment', 'checkPropagation', 'readAccessOf', 'deleteAssignment'];
    expect(
      azure.called().filter((name, place, all) => order.includes(name) && all.indexOf(name) === place),
    ).toEqual(order);
    expect(at(azure, 'deleteAssignment') - at(azure, 'putAssignment')).toBeGreaterThanOrEqual(timeout);
    // Right before it goes, everything is read anew.
    expect(at(azure, 'readAccessOf')).toBe(at(azure, 'deleteAssignment'));
    expect(azure.calls.filter((call) => call.name === 'readAssignment').at(-1)?.at).toBe(
      at(azure, 'deleteAssignment'),
    );
  });

  it('says in Azure whose doing it is', async () => {
    const azure = azureToFix();
    await runFix(azure);
    expect(azure.holds.assignments.get(made)?.description).toBe(
      'Mailgrant operation fix-1 (http): asked for by ada@contoso.example. POST /api/grants',
    );
  });

  it('shows what it does', async () => {
    const run = await runFix(azureToFix());
    const { steps, about, percent } = run.customStatus as Progress;
    expect(percent).toBe(100);
    expect(about).toMatchObject({ application: 'Payroll Reports', finding: fixInput().finding.id });
    expect(steps.map(({ name, state, note }) => [name, state, note])).toEqual([
      ['awaitApproval', 'skipped', 'MAILGRANT_APPROVAL is never'],
      ['lookAgain', 'done', undefined],
      ['createRole', 'done', undefined],
      ['assignRole', 'done', 'at contoso-mail: 1 of 1 are new'],
      ['waitForPropagation', 'done', undefined],
      ['checkMail', 'done', 'mail goes on from contoso-mail'],
      ['removeExcess', 'done', `role assignment ${broad.id}`],
    ]);
  });

  it('carried out again has nothing to do, and writes nothing', async () => {
    const azure = azureToFix();
    await runFix(azure);
    azure.calls.length = 0;
    expect(fixed(await runFix(azure))).toMatchObject({ created: [], removed: [] });
    expect(azure.called().filter((name) => /^(put|delete)/.test(name))).toEqual([]);
  });

  it('gives the narrow role also where somebody has taken the broad one away meanwhile', async () => {
    const azure = azureToFix();
    azure.holds.assignments.delete(broad.id);
    expect(fixed(await runFix(azure))).toMatchObject({ removed: [], created: two });
    // Nothing is taken, so nothing has to be waited for.
    expect(azure.clock.now() - at(azure, 'putAssignment')).toBeLessThan(minutes);
  });
});

describe('what is in effect already needs no wait', () => {
  it('when the narrow role was assigned long ago', async () => {
    const azure = azureToFix();
    azure.holds.assignments.set(narrow.id, narrow);
    azure.holds.roles.set(sender.name, { ...sender, type: 'CustomRole' });
    const before = azure.clock.now();
    expect(fixed(await runFix(azure, fixInput({ steps: gone })))).toMatchObject({ created: [] });
    expect(azure.clock.now()).toBe(before);
    expect([...azure.holds.assignments.keys()]).toEqual([narrow.id]);
  });

  it.each([
    ['was assigned', { createdOn: true }],
    ['was written', { updatedOn: true }],
  ])('but it has to be old enough: one that %s a moment ago is waited for', async (_what, which) => {
    const azure = azureToFix();
    const moment = new Date(azure.clock.now() - 2 * minutes).toISOString();
    const young = Object.fromEntries(Object.keys(which).map((key) => [key, moment]));
    azure.holds.assignments.set(narrow.id, { ...narrow, ...young });
    azure.holds.roles.set(sender.name, { ...sender, type: 'CustomRole' });
    const before = azure.clock.now();
    fixed(await runFix(azure, fixInput({ steps: gone })));
    expect(azure.clock.now() - before).toBe(timeout - 2 * minutes);
  });

  it('and a role that the run has to write back is waited for as a new one', async () => {
    const azure = azureToFix();
    azure.holds.assignments.set(narrow.id, narrow);
    azure.holds.roles.set(sender.name, { ...sender, type: 'CustomRole', permissions: [] });
    fixed(await runFix(azure));
    expect(at(azure, 'deleteAssignment') - at(azure, 'putRole')).toBe(timeout);
  });
});

describe('nothing is removed', () => {
  const changed = { code: 'finding-changed' };
  const stops = { code: 'mail-would-stop' };

  it.each([
    ['the role', { roleDefinition: aRole().name }],
    ['the principal', { principalId: 'c9999999-9999-4999-8999-999999999999' }],
  ])('when %s of the assignment is another by now', async (_what, other) => {
    const azure = azureToFix();
    azure.holds.assignments.set(broad.id, { ...broad, ...other });
    expect(unfixed(await runFix(azure))).toMatchObject({ problems: [changed], undone: [], removed: [] });
    expect(azure.holds.assignments.size).toBe(1);
  });

  it('when the assignment has become another while the run waited', async () => {
    const azure = azureToFix();
    const run = await runFix(azure, fixInput(), {
      onIdle() {
        if (azure.holds.assignments.has(made))
          azure.holds.assignments.set(broad.id, { ...broad, roleDefinition: aRole().name });
      },
    });
    expect(unfixed(run)).toMatchObject({ problems: [changed], undone: two });
    expect([...azure.holds.assignments.keys()]).toEqual([broad.id]);
  });

  it('when the application has got a username elsewhere below it, and could not send from there any more', async () => {
    const azure = azureToFix((healthy) => ({
      async findGrants(whose) {
        const answer = await healthy.findGrants(whose);
        if (answer.kind !== 'done') return answer;
        const elsewhere = { serviceId: otherServiceId, name: 'elsewhere-smtp', username: 'elsewhere' };
        return done({ ...answer.value, usernames: [...answer.value.usernames, elsewhere] });
      },
    }));
    const input = fixInput({}, { services: [serviceId, otherServiceId] });
    expect(unfixed(await runFix(azure, input))).toMatchObject({
      problems: [{ ...stops, message: expect.stringContaining('contoso-lab') as string }],
      undone: two,
    });
    expect([...azure.holds.assignments.keys()]).toEqual([broad.id]);
  });

  it('when the narrow role is taken away while the run waits', async () => {
    const azure = azureToFix();
    const run = await runFix(azure, fixInput(), {
      onIdle({ engine, instanceId }) {
        const { steps = [] } = (engine.get(instanceId)?.customStatus ?? {}) as Partial<Progress>;
        if (steps.some(({ name, note }) => name === 'waitForPropagation' && note?.startsWith('until')))
          azure.holds.assignments.delete(made);
      },
    });
    expect(unfixed(run).problems).toMatchObject([stops]);
    expect([...azure.holds.assignments.keys()]).toEqual([broad.id]);
  });

  it('when a grant that was never used is used by now', async () => {
    const azure = azureToFix();
    azure.holds.assignments.clear();
    azure.holds.assignments.set(narrow.id, narrow);
    azure.holds.roles.set(sender.name, { ...sender, type: 'CustomRole' });
    const unused: FixStep = { do: 'deleteAssignment', id: narrow.id, principalId, role: sender.name };
    const input = fixInput({ rule: 'MG201', steps: [unused] });
    expect(unfixed(await runFix(azure, input)).problems).toMatchObject([stops]);
    azure.holds.usernames.clear();
    expect(fixed(await runFix(azure, input)).removed).toEqual([`role assignment ${narrow.id}`]);
  });

  it('when the role has to be deployed, and is not', async () => {
    const azure = azureToFix();
    const run = await runFix(azure, fixInput({}, { createRole: false }));
    expect(unfixed(run).problems).toMatchObject([{ code: 'role-missing' }]);
    expect([...azure.holds.assignments.keys()]).toEqual([broad.id]);
  });
});

describe('other fixes', () => {
  it('give the sender role alone', async () => {
    const azure = azureToFix();
    const input = fixInput({ rule: 'MG204', steps: [makeRole, assign] });
    expect(fixed(await runFix(azure, input))).toMatchObject({ created: two, removed: [] });
    expect(azure.holds.assignments.size).toBe(2);
    expect(azure.clock.now() - at(azure, 'putAssignment')).toBeLessThan(minutes);
  });

  it('write a drifted role back', async () => {
    const azure = azureToFix();
    azure.holds.roles.set(sender.name, { ...sender, type: 'CustomRole', permissions: [] });
    const { principal: _principal, service: _service, ...finding } = fixInput().finding;
    const input = { ...fixInput(), finding: { ...finding, rule: 'MG109' as const, steps: [makeRole] } };
    fixed(await runFix(azure, input));
    expect(azure.holds.roles.get(sender.name)?.permissions).toEqual(sender.permissions);
  });

  const orphan = fixInput({ rule: 'MG202', principal: { id: principalId, kind: 'deleted' }, steps: gone });
  it('delete an assignment of a principal that is gone', async () => {
    const azure = azureToFix({ resolveApplication: always(no({ code: 'application-not-found' })) });
    expect(fixed(await runFix(azure, orphan)).removed).toEqual([`role assignment ${broad.id}`]);
  });

  it.each([
    ['is back', always(done(resolvedApplication())), 'finding-changed'],
    ['is of another tenant', always(no({ code: 'application-of-other-tenant' })), 'finding-changed'],
    ['can not be looked up', always(no({ code: 'not-authorized' })), 'not-authorized'],
  ])('but not of one that %s', async (_what, resolveApplication, code) => {
    const azure = azureToFix({ resolveApplication });
    expect(unfixed(await runFix(azure, orphan)).problems).toMatchObject([{ code }]);
    expect(azure.called()).not.toContain('deleteAssignment');
  });

  const login: FixStep = { do: 'deleteUsername', id: `${serviceId}/SmtpUsernames/payroll-smtp`, appId };
  const lost = fixInput({ rule: 'MG203', principal: { id: appId, kind: 'deleted', appId }, steps: [login] });
  it('delete a username of an application that is gone', async () => {
    const azure = azureToFix({ findApplication: always(done(null)) });
    expect(fixed(await runFix(azure, lost)).removed).toEqual([`SMTP username ${login.id}`]);
    expect(azure.inputsOf('deleteSmtpUsername')).toEqual([{ serviceId, name: 'payroll-smtp' }]);
    expect(fixed(await runFix(azure, lost)).removed).toEqual([]);
  });

  test('but not of one that is back, or when it is another’s by now', async () => {
    const back = azureToFix();
    expect(unfixed(await runFix(back, lost)).problems).toMatchObject([{ code: 'finding-changed' }]);
    const other = azureToFix({ findApplication: always(done(null)) });
    other.holds.usernames.set('payroll-smtp', aUsername({ appId: otherAppId }));
    expect(unfixed(await runFix(other, lost)).problems).toMatchObject([{ code: 'finding-changed' }]);
    expect([...back.called(), ...other.called()]).not.toContain('deleteSmtpUsername');
  });

  const limited = anAssignment({ roleDefinition: sender.name, condition: '@Resource[x] StringEquals y' });
  const free = fixInput({
    rule: 'MG107',
    steps: [
      {
        do: 'removeCondition',
        id: limited.id,
        principalId,
        principalType: 'ServicePrincipal',
        role: sender.name,
      },
    ],
  });
  it('take a needless condition away', async () => {
    const azure = azureToFix();
    azure.holds.assignments.set(limited.id, limited);
    azure.holds.roles.set(sender.name, { ...sender, type: 'CustomRole' });
    expect(fixed(await runFix(azure, free)).removed).toEqual([`condition of role assignment ${limited.id}`]);
    expect(azure.holds.assignments.get(limited.id)).not.toHaveProperty('condition');
  });

  test('but not from a role that gives more by now', async () => {
    const azure = azureToFix();
    azure.holds.assignments.set(limited.id, limited);
    azure.holds.roles.set(sender.name, { ...ownerRole(), name: sender.name });
    expect(unfixed(await runFix(azure, free)).problems).toMatchObject([{ code: 'finding-changed' }]);
    expect(azure.holds.assignments.get(limited.id)?.condition).toBeDefined();
  });
});

test('two fixes that count on one assignment: the one that fails leaves it to the other', async () => {
  const azure = azureToFix();
  const theirs = `Mailgrant operation fix-2 (http): asked for by somebody. `;
  azure.holds.roles.set(sender.name, { ...sender, type: 'CustomRole' });
  azure.holds.assignments.set(made, { ...narrow, id: made, name: made.slice(-36), description: theirs });
  fixed(await runFix(azure, fixInput({ steps: [assign, remove] })));
  expect(azure.inputsOf('putAssignment')).toMatchObject([
    {
      scope: serviceId,
      roleDefinition: sender.name,
      description: expect.stringContaining(' fix-1 ') as string,
    },
  ]);
});

test('what the finding takes from above subscriptions may reach every mail service', async () => {
  const scope = '/providers/Microsoft.Management/managementGroups/root';
  const wide = anAssignment({ scope, roleDefinition: communicationOwnerRole });
  const azure = azureToFix();
  azure.holds.assignments.clear();
  azure.holds.assignments.set(wide.id, wide);
  const step: FixStep = { do: 'deleteAssignment', id: wide.id, principalId, role: communicationOwnerRole };
  expect(unfixed(await runFix(azure, fixInput({ steps: [step] }))).problems).toMatchObject([
    { code: 'mail-would-stop' },
  ]);
  expect(azure.holds.assignments.has(wide.id)).toBe(true);
});
