import { describe, expect, it } from 'vitest';
import type { Requester } from '../../src/domain/requester.ts';
import { always, crashing, fakeActivities, later, no } from '../support/fakeActivities.ts';
import type { FakeAzure } from '../support/fakeActivities.ts';
import { appId, grantInput, requester, resolvedApplication } from '../support/records.ts';
import { revokeInput, serviceId, someSettings } from '../support/records.ts';
import type { WorkflowHandle } from '../support/workflowRunner.ts';
import { granted, runGrant, runRevoke } from './runs.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const tagDoor: Requester = { door: 'event', who: 'x', why: 'y' };
const settings = someSettings({ publishEvents: true });
const untagged = revokeInput({ requester: tagDoor, settings, grace: day });
const nothingLeft = { usernames: { size: 0 }, assignments: { size: 0 } };
const allLeft = { usernames: { size: 1 }, assignments: { size: 1 } };
const tagged = (...tags: string[]) => ({ kind: 'done' as const, value: resolvedApplication({ tags }) });

type Asked = 'resolveApplication' | 'findGrants' | 'deleteSmtpUsername' | 'deleteAssignment';
type Trouble = { of: Asked; answers: ReturnType<typeof no>; lasts: number };

const locked = no({ code: 'scope-locked' });

/** An Azure with one grant that a tag asked for, which answers otherwise from the end of a day's grace on. */
async function azureInTrouble({ of, answers, lasts }: Trouble) {
  let begins = Infinity;
  const azure: FakeAzure = fakeActivities((healthy) => ({
    [of]: (input: never) => {
      const since = azure.clock.now() - begins;
      return since >= 0 && since < lasts ? Promise.resolve(answers) : healthy[of](input);
    },
  }));
  granted(await runGrant(azure, { ...grantInput(), requester: tagDoor }));
  azure.calls.length = 0;
  begins = azure.clock.now() + day;
  return { azure, begins };
}

/** Raises an event so long after the start, when nothing else is left to do. */
function raising(after: number, ...signal: [name: string, data?: unknown]) {
  let isRaised = false;
  let from: number | undefined;
  return {
    async onIdle({ engine, instanceId, clock }: WorkflowHandle) {
      from ??= clock.now();
      if (isRaised || clock.now() - from < after) return;
      isRaised = true;
      engine.raiseEvent(instanceId, ...signal);
      await engine.idle();
    },
  };
}

describe('a revocation that an event has started', () => {
  it.each<[string, Trouble]>([
    ['findGrants is answered 503 for an hour', { of: 'findGrants', answers: later(), lasts: hour }],
    ['the login is, too', { of: 'deleteSmtpUsername', answers: later(), lasts: hour }],
    ['the assignment is, too', { of: 'deleteAssignment', answers: later(), lasts: hour }],
    ['a lock holds the login for 3 h', { of: 'deleteSmtpUsername', answers: locked, lasts: 3 * hour }],
    ['a lock holds the assignment for days', { of: 'deleteAssignment', answers: locked, lasts: 6 * day }],
  ])('goes on until all is gone: %s', async (_what, trouble) => {
    const { azure, begins } = await azureInTrouble(trouble);
    const run = await runRevoke(azure, untagged);
    expect(run.output).toMatchObject({ outcome: 'revoked', removed: { length: 2 } });
    expect(azure.holds).toMatchObject(nothingLeft);
    expect(azure.clock.now() - begins).toBeLessThan(trouble.lasts + 6 * hour + 20 * minute);
    expect(azure.holds.published).toMatchObject([
      {
        type: 'Mailgrant.Grant.Failed',
        subject: '/operations/revoke-1',
        data: { operation: 'revoke', appId, triesUntil: new Date(begins + 7 * day).toISOString() },
      },
      { type: 'Mailgrant.Grant.Revoked', data: { removed: 2 } },
    ]);
  });

  it('says in its progress when it tries again, and why', async () => {
    const { azure } = await azureInTrouble({
      of: 'deleteAssignment',
      answers: no({ code: 'scope-locked' }),
      lasts: hour,
    });
    const { progress } = await runRevoke(azure, untagged);
    expect(progress.flatMap(({ steps }) => steps[0]?.note ?? [])).toContainEqual(
      expect.stringMatching(/^until .*Z, then it is tried again: scope-locked$/),
    );
  });

  it('ends as failed after seven days, says so twice, and asks a bounded number of times', async () => {
    const { azure, begins } = await azureInTrouble({
      of: 'deleteAssignment',
      answers: later(),
      lasts: 99 * day,
    });
    const run = await runRevoke(azure, untagged);
    expect(run.output).toMatchObject({
      outcome: 'failed',
      removed: [expect.stringContaining('SMTP username')],
    });
    expect(azure.clock.now() - begins).toBeGreaterThan(6 * day);
    expect(azure.clock.now() - begins).toBeLessThanOrEqual(7 * day + hour);
    expect(azure.calls.length).toBeLessThan(500);
    expect(azure.holds.published.map(({ data }) => 'triesUntil' in data)).toEqual([true, false]);
  });

  it('gets over activities that crash', async () => {
    const azure: FakeAzure = fakeActivities((healthy) => ({ findGrants: crashing(3, healthy.findGrants) }));
    granted(await runGrant(azure, { ...grantInput(), requester: tagDoor }));
    expect((await runRevoke(azure, untagged)).output).toMatchObject({ outcome: 'revoked' });
    expect(azure.holds).toMatchObject(nothingLeft);
  });

  it('is kept in a pause when the application is tagged again', async () => {
    const { azure, begins } = await azureInTrouble({
      of: 'deleteAssignment',
      answers: no({ code: 'scope-locked' }),
      lasts: 3 * day,
    });
    const run = await runRevoke(azure, untagged, raising(day + hour, 'keep', { serviceIds: [serviceId] }));
    expect(run.output).toMatchObject({ outcome: 'kept', removed: [expect.any(String)] });
    expect(azure.clock.now() - begins).toBeLessThan(day);
    expect(azure.holds.assignments.size).toBe(1);
  });

  it('ends as failed in a pause when a DELETE fails as well', async () => {
    const { azure, begins } = await azureInTrouble({
      of: 'deleteAssignment',
      answers: no({ code: 'scope-locked' }),
      lasts: 3 * day,
    });
    const now = { requester, serviceIds: [serviceId] };
    const run = await runRevoke(azure, untagged, raising(day + hour, 'now', now));
    expect(run.output).toMatchObject({ outcome: 'failed' });
    expect(azure.clock.now() - begins).toBeLessThan(day);
  });
});

it('a revocation over HTTP ends as failed at once, and an event says so', async () => {
  const { azure } = await azureInTrouble({ of: 'findGrants', answers: no(), lasts: 0 });
  Object.assign(azure.activities, { deleteAssignment: always(no({ code: 'scope-locked' })) });
  const { output } = await runRevoke(azure, revokeInput({ settings }));
  expect(output).toMatchObject({ outcome: 'failed', problems: [{ code: 'scope-locked' }] });
  expect(azure.holds.published).toMatchObject([
    {
      type: 'Mailgrant.Grant.Failed',
      data: { operation: 'revoke', appId, problems: ['scope-locked'], removed: 1 },
    },
  ]);
});

describe('a directory that gives no answer at the end of the grace', () => {
  it.each([hour, 20 * hour])('is asked again: what is tagged by then stays, after %d ms', async (lasts) => {
    const { azure } = await azureInTrouble({ of: 'resolveApplication', answers: later(), lasts });
    const { resolveApplication } = azure.activities;
    Object.assign(azure.activities, {
      resolveApplication: async (input: { reference: string }) => {
        const answer = await resolveApplication(input);
        return answer.kind === 'done' ? tagged('mailgrant') : answer;
      },
    });
    const run = await runRevoke(azure, untagged);
    expect(run.output).toMatchObject({ outcome: 'kept' });
    expect(azure.holds).toMatchObject({ ...allLeft, published: [] });
  });

  it('is waited for no longer than a day: then it counts as untagged', async () => {
    const { azure, begins } = await azureInTrouble({
      of: 'resolveApplication',
      answers: later({ afterSeconds: 300 }),
      lasts: 99 * day,
    });
    const run = await runRevoke(azure, untagged);
    expect(run.output).toMatchObject({ outcome: 'revoked' });
    expect(azure.clock.now() - begins).toBeGreaterThanOrEqual(day);
    expect(azure.clock.now() - begins).toBeLessThan(day + hour);
    expect(azure.holds.published).toMatchObject([{ type: 'Mailgrant.Grant.Revoked' }]);
    expect(azure.calls.length).toBeLessThan(100);
  });
});
