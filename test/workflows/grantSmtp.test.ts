import { describe, expect, it, test } from 'vitest';
import { senderRole } from '../../src/domain/senderRole.ts';
import { fakeActivities, no } from '../support/fakeActivities.ts';
import { aDomain, aRole, aUsername, appId, grantInput, groupScope } from '../support/records.ts';
import {
  inspectedService,
  requester,
  resolvedApplication,
  serviceId,
  start,
  subscriptionScope,
} from '../support/records.ts';
import { failed, granted, runGrant } from './runs.ts';

const role = senderRole(groupScope);
/** Where nothing waits for approval. */
const unasked = { approval: { mode: 'never', timeout: 1 } } as const;
const seconds = (clock: { now(): number }) => (clock.now() - Date.parse(start)) / 1000;

describe('a grant where nothing is there yet', () => {
  it('makes role, assignment and username in this order, and hands over', async () => {
    const azure = fakeActivities();

    const outcome = granted(await runGrant(azure));

    expect(azure.called()).toEqual([
      'resolveApplication',
      'inspectMailService',
      'inspectRole',
      'putRole',
      'findAssignment',
      'putAssignment',
      'putSmtpUsername',
      'checkPropagation',
      'checkPropagation',
      'findSmtpUsername',
    ]);
    const [assignment] = azure.holds.assignments.values();
    const [username] = azure.holds.usernames.values();
    expect(outcome).toMatchObject({
      application: { appId, displayName: 'Payroll Reports' },
      serviceId,
      username: username?.username,
      roleAssignment: { id: assignment?.id, scope: serviceId, roleName: role.roleName },
      readiness: { level: 'expected', reasons: [] },
      card: { host: 'smtp.azurecomm.net', port: 587, username: username?.username },
    });
    expect(outcome.created).toEqual([
      `role '${role.roleName}'`,
      `role assignment ${assignment?.id}`,
      `SMTP username '${username?.username}'`,
    ]);
    expect(azure.inputsOf('putAssignment')).toEqual([
      expect.objectContaining({
        roleDefinition: role.name,
        description: 'Mailgrant operation grant-1 (http): asked for by ada@contoso.example. POST /api/grants',
      }),
    ]);
  });

  it('waits for two sightings, then the settle time, and no longer', async () => {
    const azure = fakeActivities();
    const { clock } = await runGrant(azure);
    expect(azure.calls.map(({ at }) => (at - Date.parse(start)) / 1000)).toEqual([
      ...[0, 0, 0, 0, 0, 0, 0, 0],
      1,
      90,
    ]);
    expect(seconds(clock)).toBe(90);
  });

  it('shows each step with its state, since when, and percent that only grow', async () => {
    const run = await runGrant(fakeActivities());
    const percents = run.progress.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((one, other) => one - other));
    expect(run.customStatus).toEqual({
      percent: 100,
      about: { application: grantInput().request.application, communicationService: serviceId, requester },
      steps: [
        { name: 'resolveApplication', state: 'done', since: start },
        { name: 'inspectMailService', state: 'done', since: start },
        {
          name: 'decidePolicy',
          state: 'done',
          since: start,
          note: `The grant for the application '${appId}' at the mail service 'contoso-mail' needs no approval.`,
        },
        { name: 'awaitApproval', state: 'skipped', since: start },
        { name: 'createRole', state: 'done', since: start, note: `${role.roleName}: created` },
        {
          name: 'assignRole',
          state: 'done',
          since: start,
          note: `${role.roleName} at ${serviceId}: assigned`,
        },
        { name: 'createSmtpUsername', state: 'done', since: '2026-01-01T00:00:01.000Z' },
        { name: 'waitForPropagation', state: 'done', since: '2026-01-01T00:00:01.000Z' },
        { name: 'confirmReady', state: 'done', since: '2026-01-01T00:01:30.000Z', note: 'expected' },
        {
          name: 'publish',
          state: 'skipped',
          since: '2026-01-01T00:01:30.000Z',
          note: 'no event topic is configured',
        },
      ],
    });
    const waiting = run.progress.find(({ steps }) => steps.some(({ state }) => state === 'running'));
    expect(waiting?.steps.map(({ state }) => state)).toEqual([
      'running',
      'running',
      ...Array<string>(8).fill('waiting'),
    ]);
  });

  it('reads nothing again that the door has just read', async () => {
    const azure = fakeActivities();
    const { name, roleName, permissions } = role;
    const inspection = {
      resolved: resolvedApplication(),
      inspected: inspectedService(),
      role: { name, roleName, permissions, state: 'absent' as const, wanted: role },
    };
    granted(await runGrant(azure, { ...grantInput(), inspection }));
    expect(azure.called().slice(0, 2)).toEqual(['putRole', 'findAssignment']);
  });

  it.each([
    ['resourceGroup', groupScope, groupScope],
    ['subscription', subscriptionScope, subscriptionScope],
  ] as const)('assigns at the %s if asked to', async (scope, assignedAt, definedAt) => {
    const azure = fakeActivities();
    const outcome = granted(await runGrant(azure, grantInput({ request: { scope }, settings: unasked })));
    expect(outcome.roleAssignment.scope).toBe(assignedAt);
    expect([...azure.holds.roles.values()].at(-1)?.assignableScopes).toEqual([definedAt]);
  });

  it('gives the built-in owner role without making a role', async () => {
    const azure = fakeActivities();
    const outcome = granted(
      await runGrant(azure, grantInput({ request: { role: { kind: 'owner' } }, settings: unasked })),
    );
    expect(azure.called()).not.toContain('putRole');
    expect(outcome.roleAssignment.roleName).toBe('Communication and Email Service Owner');
  });

  it('gives a clone of a role', async () => {
    const azure = fakeActivities();
    const request = { role: { kind: 'clone', of: 'Report Reader' } } as const;
    const outcome = granted(await runGrant(azure, grantInput({ request, settings: unasked })));
    expect(outcome.roleAssignment.roleName).toContain('Report Reader');
    expect(outcome.readiness.level).toBe('expected');
  });

  it('gives the username asked for, in email format', async () => {
    const azure = fakeActivities();
    const request = { username: 'payroll@mail.contoso.example' };
    expect(granted(await runGrant(azure, grantInput({ request }))).username).toBe(request.username);
  });
});

describe('MAILGRANT_CREATE_ROLE=false', () => {
  const settings = { createRole: false };

  it('uses the role that deployment made', async () => {
    const azure = fakeActivities();
    azure.holds.roles.set(role.name, { ...role, type: 'CustomRole' });
    granted(await runGrant(azure, grantInput({ settings })));
    expect(azure.called()).not.toContain('putRole');
  });

  it.each([
    ['role-missing', 'does not exist', undefined],
    ['role-drifted', 'is not what it should be', aRole({ ...role, permissions: [] })],
  ] as const)('refuses with %s', async (code, why, found) => {
    const azure = fakeActivities();
    if (found !== undefined) azure.holds.roles.set(role.name, found);
    const { problems, undone } = failed(await runGrant(azure, grantInput({ settings })));
    expect(problems).toMatchObject([{ code, message: expect.stringContaining(why) as string }]);
    expect(undone).toEqual([]);
    expect(azure.called()).not.toContain('putRole');
  });
});

describe('a request that can not be granted', () => {
  test('ends at once with every problem, and changes nothing', async () => {
    const azure = fakeActivities({
      resolveApplication: () =>
        Promise.resolve({ kind: 'done', value: resolvedApplication({}, { enabled: false }) }),
      inspectMailService: () =>
        Promise.resolve({
          kind: 'done',
          value: inspectedService({
            domains: [aDomain('mail.contoso.example', false)],
            usernames: [aUsername({ appId: 'another', username: 'payroll' })],
          }),
        }),
    });
    const run = await runGrant(azure, grantInput({ request: { username: 'payroll' } }));
    expect(failed(run).problems.map(({ code }) => code)).toEqual([
      'service-principal-disabled',
      'no-verified-domain',
      'username-taken',
    ]);
    expect(azure.called()).toEqual(['resolveApplication', 'inspectMailService']);
    expect(run.runtimeStatus).toBe('Completed');
    expect(run.customStatus).toMatchObject({
      percent: 12,
      steps: expect.arrayContaining([
        expect.objectContaining({ name: 'decidePolicy', state: 'failed' }),
        expect.objectContaining({ name: 'createRole', state: 'waiting' }),
      ]) as object,
    });
  });

  test('two refusals side by side are both told', async () => {
    const azure = fakeActivities({
      resolveApplication: () => Promise.resolve(no({ code: 'application-not-found' })),
      inspectMailService: () => Promise.resolve(no({ code: 'service-not-found' })),
    });
    expect(failed(await runGrant(azure)).problems.map(({ code }) => code)).toEqual([
      'application-not-found',
      'service-not-found',
    ]);
  });
});

test('a grant whose application has no secret is made, but called not ready and not announced', async () => {
  const azure = fakeActivities({
    resolveApplication: () => Promise.resolve({ kind: 'done', value: resolvedApplication({ secrets: [] }) }),
  });
  const run = await runGrant(azure, grantInput({ settings: { publishEvents: true } }));
  const { readiness } = granted(run);
  expect(readiness.level).toBe('not');
  expect(readiness.reasons.join()).toContain('no client secret');
  expect(azure.called()).not.toContain('publishEvents');
});
