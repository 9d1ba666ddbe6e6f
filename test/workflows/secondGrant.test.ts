import { describe, expect, it } from 'vitest';
import { senderRole } from '../../src/domain/senderRole.ts';
import { fakeActivities, no } from '../support/fakeActivities.ts';
import { anAssignment, appId, aUsername, grantInput, groupScope } from '../support/records.ts';
import { failed, granted, runGrant, snapshot } from './runs.ts';

const role = senderRole(groupScope);

describe('a grant where everything is there already', () => {
  async function grantTwice(changeBetween = () => {}, settings = {}) {
    const azure = fakeActivities();
    await runGrant(azure);
    changeBetween();
    const before = snapshot(azure.holds);
    azure.calls.length = 0;
    const from = azure.clock.now();
    const outcome = granted(await runGrant(azure, grantInput({ settings })));
    return { azure, before, outcome, waited: (azure.clock.now() - from) / 1000 };
  }

  it('changes nothing, writes nothing and does not wait', async () => {
    const { azure, before, outcome, waited } = await grantTwice();
    expect(azure.called()).toEqual([
      'resolveApplication',
      'inspectMailService',
      'inspectRole',
      'findAssignment',
      'findSmtpUsername',
    ]);
    expect(snapshot(azure.holds)).toEqual(before);
    expect(outcome).toMatchObject({ created: [], readiness: { level: 'expected' } });
    expect(waited).toBe(0);
  });

  it('waits the rest of the settle time of an assignment that is seconds old', async () => {
    const { waited } = await grantTwice(() => {}, { settle: 120_000 });
    expect(waited).toBe(120 - 90);
  });

  it('repairs a role that has drifted, and waits until the repair is in effect', async () => {
    const azure = fakeActivities();
    await runGrant(azure);
    azure.holds.roles.set(role.name, { ...role, type: 'CustomRole', permissions: [] });
    azure.calls.length = 0;
    const from = azure.clock.now();

    const run = await runGrant(azure);

    expect(azure.called()).toContain('putRole');
    expect(azure.holds.roles.get(role.name)?.permissions).toEqual(role.permissions);
    expect(granted(run).created).toEqual([]);
    expect((azure.clock.now() - from) / 1000).toBe(90);
    const { steps } = run.customStatus as { steps: { name: string; note?: string }[] };
    expect(steps.find(({ name }) => name === 'createRole')?.note).toBe(`${role.roleName}: repaired`);
  });

  it('leaves a repaired role repaired when a later step fails', async () => {
    const azure = fakeActivities({ putAssignment: () => Promise.resolve(no()) });
    azure.holds.roles.set(role.name, { ...role, type: 'CustomRole', permissions: [] });
    const { undone, leftBehind } = failed(await runGrant(azure));
    expect({ undone, leftBehind }).toEqual({ undone: [], leftBehind: [] });
    expect(azure.holds.roles.get(role.name)?.permissions).toEqual(role.permissions);
  });

  it('waits no longer than the settle time where the clock of Azure is ahead', async () => {
    const azure = fakeActivities();
    azure.holds.roles.set(role.name, { ...role, type: 'CustomRole' });
    const from = azure.clock.now();
    const createdOn = new Date(from + 3_600_000).toISOString();
    const made = anAssignment({ roleDefinition: role.name, createdOn });
    azure.holds.assignments.set(made.id, made);
    const login = aUsername({ name: 'payroll-smtp', username: 'payroll', appId });
    azure.holds.usernames.set(login.name, login);
    granted(await runGrant(azure, grantInput({ settings: { settle: 90_000 } })));
    expect((azure.clock.now() - from) / 1000).toBe(90);
  });

  it('adopts an assignment that somebody else made', async () => {
    const azure = fakeActivities();
    const theirs = anAssignment({ roleDefinition: role.name, description: 'by hand' });
    azure.holds.assignments.set(theirs.id, theirs);
    const outcome = granted(await runGrant(azure));
    expect(outcome.roleAssignment.id).toBe(theirs.id);
    expect(azure.called()).not.toContain('putAssignment');
    expect(azure.called()).not.toContain('checkPropagation');
  });

  it('does not claim, watch or take back an assignment that somebody made in between', async () => {
    const theirs = anAssignment({ roleDefinition: role.name, description: 'by hand' });
    const azure = fakeActivities({
      putAssignment() {
        azure.holds.assignments.set(theirs.id, theirs);
        return Promise.resolve({ kind: 'done', value: theirs });
      },
    });
    const outcome = granted(await runGrant(azure));
    expect(outcome.roleAssignment.id).toBe(theirs.id);
    expect(outcome.created.join()).not.toContain('role assignment');
    expect(azure.called()).not.toContain('checkPropagation');
  });
});
