import { describe, expect, it } from 'vitest';
import { createActivities } from '../../src/activities/index.ts';
import type { Answer } from '../../src/domain/answer.ts';
import type { Gateways } from '../../src/gateways/ports.ts';
import { always, crashing, fakeActivities, first, later, losing, no } from '../support/fakeActivities.ts';
import type { ActivityName, FakeAzure } from '../support/fakeActivities.ts';
import { aProblem, grantInput } from '../support/records.ts';
import { failed, granted, runGrant, runRevoke, snapshot } from './runs.ts';

/** Every activity that there is: one that is new has to find its place in the tables below. */
const everyActivity = Object.keys(createActivities({} as Gateways)) as ActivityName[];
const reads = [
  'resolveApplication',
  'inspectMailService',
  'inspectRole',
  'findAssignment',
  'checkPropagation',
];
const writes = ['putRole', 'putAssignment', 'putSmtpUsername'];
const grantCalls = everyActivity.filter((name) => [...reads, ...writes].includes(name));
const undoCalls: ActivityName[] = ['deleteUnusedRole', 'deleteAssignment', 'deleteSmtpUsername'];

const input = grantInput();
type AnyActivity = (input: never) => Promise<Answer<unknown>>;
const forms = [true, false];

/** A healthy Azure but for one activity. */
function azureWhere(name: ActivityName, play: (healthy: AnyActivity) => unknown): FakeAzure {
  return fakeActivities((healthy) => ({ [name]: play(healthy[name]) }));
}

/** What has to be undone, newest first, when this step fails for good. */
const undoneAfter: Partial<Record<ActivityName, string[]>> = {
  findAssignment: ['role '],
  putAssignment: ['role '],
  putSmtpUsername: ['role assignment', 'role '],
  checkPropagation: ['SMTP username', 'role assignment', 'role '],
};

it('has a place for every activity', async () => {
  const well = fakeActivities();
  await runGrant(well, grantInput({ settings: { prove: true, publishEvents: true } }));
  await runRevoke(well);
  const unwell = azureWhere('checkPropagation', () => always(no()));
  await runGrant(unwell);
  // What only the watch over the directory asks: test/workflows/watchApplications.test.ts.
  const watch = ['readApplicationChanges', 'listUsernameHolders'];
  // What only the doors ask.
  const shared = fakeActivities({ checkPropagation: always(no()) });
  await runGrant(
    shared,
    grantInput({
      request: { scope: 'resourceGroup' },
      settings: { approval: { mode: 'never', timeout: 1 } },
    }),
  );
  const doors = ['readAccessOf', 'findApplication'];
  // What only an audit asks.
  const lookUps = ['lookUpPrincipals', 'lookUpApplications', 'listGroupMembers'];
  const reading = ['readAccess', 'readHeld', 'findMailService', 'listProviderOperations'];
  const audit = [...lookUps, ...reading];
  // What only a fix asks: test/workflows/fixFaults.test.ts.
  const fixes = ['readAssignment', 'removeCondition'];
  const elsewhere = [...watch, ...doors, ...audit, ...fixes];
  expect(
    [...new Set([...well.called(), ...unwell.called(), ...shared.called(), ...elsewhere])].sort(),
  ).toEqual([...everyActivity].sort());
  expect([...reads, ...writes].every((name) => well.called().includes(name as ActivityName))).toBe(true);
});

describe.each(grantCalls)('when %s', (name) => {
  it('is refused for good, all that this run made is undone, newest first', async () => {
    const azure = azureWhere(name, () => always(no({ code: 'limit-reached', message: `No ${name}.` })));
    const before = snapshot(azure.holds);
    const run = await runGrant(azure, input);
    const { problems, undone, leftBehind } = failed(run);
    expect(problems).toEqual([aProblem({ code: 'limit-reached', message: `No ${name}.` })]);
    expect(undone).toEqual(
      (undoneAfter[name] ?? []).map((what) => expect.stringMatching(new RegExp(`^${what}`)) as string),
    );
    expect(leftBehind).toEqual([]);
    expect(snapshot(azure.holds)).toEqual(before);
    expect(run.runtimeStatus).toBe('Completed');
  });

  it.each([
    ['at Azure’s own pace', { afterSeconds: 45 }, 2 * 45],
    ['by backing off', {}, 1 + 2],
  ])('is throttled for a while, it ends granted, %s', async (_how, pause, waited) => {
    const azure = azureWhere(name, (healthy) => first([later(pause), later(pause)], healthy));
    granted(await runGrant(azure, input));
    // The settle time counts from the last write; the watch goes on meanwhile, and sees late by a second or 2 %.
    const written = name === 'checkPropagation' ? 0 : waited;
    const took = (azure.clock.now() - azure.calls[0]!.at) / 1000;
    expect(took).toBeGreaterThanOrEqual(Math.max(written + 90, waited));
    expect(took).toBeLessThanOrEqual(Math.max(written + 90, waited + Math.max(1, waited * 0.02)) + 0.001);
  });

  it('is throttled until the deadline, it ends with that problem and everything undone', async () => {
    const azure = azureWhere(name, () => always(later()));
    const before = snapshot(azure.holds);
    const { problems, undone } = failed(await runGrant(azure, input));
    expect(problems.map(({ code }) => code)).toEqual(['azure-throttled']);
    expect(undone).toHaveLength((undoneAfter[name] ?? []).length);
    expect(snapshot(azure.holds)).toEqual(before);
    const tries = azure.calls.filter((call) => call.name === name);
    expect(tries.length).toBeGreaterThan(20);
    expect(tries.at(-1)!.at - azure.calls[0]!.at).toBeLessThanOrEqual(input.settings.propagationTimeout);
  });

  it('is to be tried again only after the deadline, nobody waits for that', async () => {
    const azure = azureWhere(name, () => always(later({ afterSeconds: 16 * 60 })));
    const { problems } = failed(await runGrant(azure, input));
    expect(problems[0]?.code).toBe('azure-throttled');
    // What is asked beside it may take its second look.
    expect(azure.clock.now() - azure.calls[0]!.at).toBeLessThanOrEqual(1000);
  });

  it.each(forms)(
    'crashes once, it is tried again and granted (failure details: %s)',
    async (failureDetails) => {
      const azure = azureWhere(name, (healthy) => crashing(1, healthy));
      granted(await runGrant(azure, input, { failureDetails }));
    },
  );

  it.each(forms)('crashes thrice, all is undone (failure details: %s)', async (failureDetails) => {
    const azure = azureWhere(name, (healthy) => crashing(3, healthy));
    const before = snapshot(azure.holds);
    const run = await runGrant(azure, input, { failureDetails });
    const { problems, leftBehind } = failed(run);
    expect(problems).toMatchObject([
      { code: 'internal-error', message: expect.stringContaining('the host went down') as string },
    ]);
    expect(leftBehind).toEqual([]);
    expect(snapshot(azure.holds)).toEqual(before);
    expect(run.runtimeStatus).toBe('Completed');
  });
});

describe.each(writes as ActivityName[])('when the first answer of %s gets lost', (name) => {
  it('it is written again and granted', async () => {
    const azure = azureWhere(name, (healthy) => losing([], healthy));
    const { created } = granted(await runGrant(azure, input));
    expect(created).toHaveLength(3);
  });

  it('and the second is a refusal, what it made is undone as well', async () => {
    const azure = azureWhere(name, (healthy) => losing([no()], healthy));
    const before = snapshot(azure.holds);
    const { undone } = failed(await runGrant(azure, input));
    expect(undone).toHaveLength(writes.indexOf(name) + 1);
    expect(snapshot(azure.holds)).toEqual(before);
  });
});

describe.each(undoCalls)('when the undo %s', (name) => {
  const stuck = (play: (healthy: AnyActivity) => unknown) =>
    fakeActivities((healthy) => ({
      checkPropagation: always(no()),
      [name]: play(healthy[name]),
    }));

  it('is refused, the rest is undone, and what stays is named with the reason', async () => {
    const azure = stuck(() => always(no({ code: 'scope-locked', message: 'It is locked.' })));
    const { undone, leftBehind } = failed(await runGrant(azure, input));
    // A role whose assignment stays is in use, and stays as well.
    expect(leftBehind).toHaveLength(name === 'deleteAssignment' ? 2 : 1);
    expect(undone).toHaveLength(3 - leftBehind.length);
    expect(leftBehind.join()).toContain('(scope-locked: It is locked.)');
  });

  it('crashes thrice, the rest is undone, and what stays is named', async () => {
    const azure = stuck((healthy) => crashing(3, healthy));
    const { leftBehind } = failed(await runGrant(azure, input));
    expect(leftBehind[0]).toContain('the host went down');
  });

  it('is throttled for a while, all is undone', async () => {
    const azure = stuck((healthy) => first([later(), later({ afterSeconds: 600 })], healthy));
    const { undone, leftBehind } = failed(await runGrant(azure, input));
    expect({ undone: undone.length, leftBehind }).toEqual({ undone: 3, leftBehind: [] });
  });
});

it('does not let the undo overtake what still runs', async () => {
  // The third attempt to write the username is under way when the watch beside it crashes for the third time.
  const azure = fakeActivities((healthy) => ({
    checkPropagation: crashing(3, healthy.checkPropagation),
    putSmtpUsername: crashing(2, async (call) => {
      for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
      return healthy.putSmtpUsername(call);
    }),
  }));
  const before = snapshot(azure.holds);
  expect(failed(await runGrant(azure, input)).undone).toHaveLength(3);
  expect(snapshot(azure.holds)).toEqual(before);
});

it('says so when a role stays because it has come into use', async () => {
  const azure = fakeActivities({
    checkPropagation: always(no()),
    deleteUnusedRole: () => Promise.resolve({ kind: 'done', value: 'in use' }),
  });
  const { undone, leftBehind } = failed(await runGrant(azure, input));
  expect(undone.map((what) => what.split(' ')[0])).toEqual(['SMTP', 'role']);
  expect(leftBehind).toEqual([expect.stringMatching(/^role 'Mailgrant SMTP Sender .*come into use/)]);
});

it('grants when every activity is delivered twice', async () => {
  const azure = fakeActivities();
  const { created } = granted(await runGrant(azure, input, { deliverTwice: true }));
  expect(created).toHaveLength(3);
  expect(azure.holds).toMatchObject({ assignments: { size: 1 }, usernames: { size: 1 }, roles: { size: 2 } });
});

it('undoes when every activity is delivered twice', async () => {
  const azure = azureWhere('checkPropagation', () => always(no()));
  const before = snapshot(azure.holds);
  const { undone } = failed(await runGrant(azure, input, { deliverTwice: true }));
  expect(undone).toHaveLength(3);
  expect(snapshot(azure.holds)).toEqual(before);
});

it('undoes nothing that it did not make', async () => {
  const azure = fakeActivities((healthy) => ({
    putSmtpUsername: always(no()),
    findAssignment: healthy.findAssignment,
  }));
  const theirs = fakeActivities();
  await runGrant(theirs, input);
  for (const [id, assignment] of theirs.holds.assignments) azure.holds.assignments.set(id, assignment);
  for (const [name, role] of theirs.holds.roles) azure.holds.roles.set(name, role);
  const before = snapshot(azure.holds);
  expect(failed(await runGrant(azure, input)).undone).toEqual([]);
  expect(snapshot(azure.holds)).toEqual(before);
});
