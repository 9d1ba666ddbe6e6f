import { describe, expect, it } from 'vitest';
import { always, crashing, fakeActivities, first, later, no } from '../support/fakeActivities.ts';
import { aHeldAssignment, anAssignment, appId, revokeInput, serviceId } from '../support/records.ts';
import { runGrant, runRevoke } from './runs.ts';

/** An Azure with one grant, whose calls so far are forgotten. */
async function grantedAzure(overrides: Parameters<typeof fakeActivities>[0] = {}) {
  const azure = fakeActivities(overrides);
  await runGrant(azure);
  azure.calls.length = 0;
  const [username] = azure.holds.usernames.values();
  const [assignment] = azure.holds.assignments.values();
  const gone = [`SMTP username '${username?.username}'`, `role assignment ${assignment?.id}`];
  return { azure, gone };
}

describe('a revocation', () => {
  it('deletes the login first, then the role assignment, and leaves the role for others', async () => {
    const { azure, gone } = await grantedAzure();
    const run = await runRevoke(azure);
    expect(azure.called()).toEqual(['findGrants', 'deleteSmtpUsername', 'deleteAssignment']);
    expect(run.output).toEqual({ outcome: 'revoked', removed: gone, stillGrants: [] });
    expect(azure.holds).toMatchObject({
      usernames: { size: 0 },
      assignments: { size: 0 },
      roles: { size: 2 },
    });
    expect(run.customStatus).toMatchObject({ percent: 100 });
  });

  it('says what still lets the application send, and leaves it alone', async () => {
    const { azure } = await grantedAzure();
    const theirs = anAssignment();
    azure.holds.assignments.set(theirs.id, theirs);
    const { output } = await runRevoke(azure);
    const { id, scope } = theirs;
    const roleName = 'Communication and Email Service Owner';
    expect(output).toMatchObject({ stillGrants: [{ roleAssignment: id, scope, roleName }] });
    expect([...azure.holds.assignments.keys()]).toEqual([id]);
  });

  it('takes everything that the application holds', async () => {
    const azure = fakeActivities({
      findGrants: () =>
        Promise.resolve({
          kind: 'done',
          value: {
            usernames: ['one', 'two'].map((name) => ({ serviceId, name, username: name })),
            // One above two mail services is seen from both.
            ours: ['/a', '/b', '/b'].map((id) => ({ ...aHeldAssignment(), id })),
            others: [],
          },
        }),
    });
    const { output } = await runRevoke(azure);
    expect(output).toMatchObject({
      removed: ["SMTP username 'one'", "SMTP username 'two'", 'role assignment /a', 'role assignment /b'],
    });
  });

  it('is fine with nothing to take, and with an application that is gone', async () => {
    const azure = fakeActivities();
    const { principalId: _gone, ...input } = revokeInput();
    const { output } = await runRevoke(azure, input);
    expect(output).toEqual({ outcome: 'revoked', removed: [], stillGrants: [] });
    expect(azure.inputsOf('findGrants')).toEqual([{ appId, serviceIds: [serviceId] }]);
  });
});

describe('a revocation that can not be finished', () => {
  it.each([
    ['findGrants', 0],
    ['deleteSmtpUsername', 1],
    ['deleteAssignment', 1],
  ] as const)('removes the rest, and says what is gone, when %s is refused', async (name, done) => {
    const { azure, gone } = await grantedAzure({ [name]: always(no({ code: 'scope-locked' })) });
    const run = await runRevoke(azure);
    expect(run.output).toMatchObject({
      outcome: 'failed',
      problems: [{ code: 'scope-locked' }],
      removed: name === 'deleteSmtpUsername' ? gone.slice(1) : gone.slice(0, done),
    });
    expect(run.runtimeStatus).toBe('Completed');
  });

  it('says so when an activity crashes thrice, and finishes the rest when run again', async () => {
    const { azure, gone } = await grantedAzure((healthy) => ({
      deleteAssignment: crashing(3, healthy.deleteAssignment),
    }));
    const first = await runRevoke(azure);
    expect(first.output).toMatchObject({
      outcome: 'failed',
      problems: [{ code: 'internal-error' }],
      removed: gone.slice(0, 1),
    });
    const second = await runRevoke(azure);
    expect(second.output).toMatchObject({ outcome: 'revoked', removed: gone.slice(1) });
  });

  it.each(['findGrants', 'deleteSmtpUsername', 'deleteAssignment'] as const)(
    'waits while %s is throttled',
    async (name) => {
      const { azure } = await grantedAzure((healthy) => ({
        [name]: first([later(), later({ afterSeconds: 30 })], healthy[name] as never),
      }));
      expect((await runRevoke(azure)).output).toMatchObject({ outcome: 'revoked' });
    },
  );

  it('ends as failed at the deadline', async () => {
    const { azure } = await grantedAzure({ deleteAssignment: always(later()) });
    expect((await runRevoke(azure)).output).toMatchObject({
      outcome: 'failed',
      problems: [{ code: 'azure-throttled' }],
    });
  });
});

it('revokes when every activity is delivered twice', async () => {
  const { azure, gone } = await grantedAzure();
  const { output } = await runRevoke(azure, revokeInput(), { deliverTwice: true, failureDetails: false });
  expect(output).toMatchObject({ outcome: 'revoked', removed: gone });
});
