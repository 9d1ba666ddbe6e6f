import { describe, expect, it, test } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { always, crashing, first, later, losing, no } from '../support/fakeActivities.ts';
import type { ActivityName, FakeAzure } from '../support/fakeActivities.ts';
import { aProblem } from '../support/records.ts';
import { azureToFix, broad, fixed, fixInput, runFix, unfixed } from './fixes.ts';
import { snapshot } from './runs.ts';

type AnyActivity = (input: never) => Promise<Answer<unknown>>;

/** An Azure to fix but for one activity. */
function azureWhere(name: ActivityName, play: (healthy: AnyActivity) => unknown): FakeAzure {
  return azureToFix((healthy) => ({ [name]: play(healthy[name]) }));
}

/** All that a fix asks, and what this run has made by then, newest first. */
const asked: [ActivityName, string[]][] = [
  ['readAssignment', []],
  ['inspectRole', []],
  ['putRole', []],
  ['findAssignment', ['role ']],
  ['putAssignment', ['role ']],
  ['checkPropagation', ['role assignment', 'role ']],
  ['findGrants', ['role assignment', 'role ']],
  ['readAccessOf', ['role assignment', 'role ']],
  ['deleteAssignment', ['role assignment', 'role ']],
];
const all = asked.map(([name]) => name);

test('the table has all that a fix asks', async () => {
  const azure = azureToFix();
  fixed(await runFix(azure));
  expect([...new Set(azure.called())].sort()).toEqual([...all].sort());
});

describe.each(asked)('when %s', (name, made) => {
  const begins = made.map((what) => expect.stringMatching(new RegExp(`^${what}`)) as string);

  it('is refused for good, all that this run made is undone, newest first, and the broad role is there', async () => {
    const azure = azureWhere(name, () => always(no({ code: 'limit-reached', message: `No ${name}.` })));
    const before = snapshot(azure.holds);
    const outcome = unfixed(await runFix(azure));
    expect(outcome).toMatchObject({
      problems: [aProblem({ code: 'limit-reached', message: `No ${name}.` })],
      undone: begins,
      removed: [],
      leftBehind: [],
    });
    expect(snapshot(azure.holds)).toEqual(before);
  });

  it('is throttled for a while, the finding is fixed', async () => {
    const azure = azureWhere(name, (healthy) => first([later(), later({ afterSeconds: 45 })], healthy));
    expect(fixed(await runFix(azure)).removed).toHaveLength(1);
  });

  it('is throttled until the deadline, all that this run made is undone', async () => {
    const azure = azureWhere(name, () => always(later()));
    const before = snapshot(azure.holds);
    const outcome = unfixed(await runFix(azure));
    expect(outcome).toMatchObject({
      problems: [{ code: 'azure-throttled' }],
      undone: begins,
      leftBehind: [],
    });
    expect(snapshot(azure.holds)).toEqual(before);
  });

  it.each([true, false])(
    'crashes once, the finding is fixed (failure details: %s)',
    async (failureDetails) => {
      const azure = azureWhere(name, (healthy) => crashing(1, healthy));
      expect(fixed(await runFix(azure, fixInput(), { failureDetails })).removed).toHaveLength(1);
    },
  );

  it('crashes thrice, the application has a role that lets it send', async () => {
    const azure = azureWhere(name, (healthy) => crashing(3, healthy));
    const before = snapshot(azure.holds);
    const { problems, leftBehind } = unfixed(await runFix(azure));
    expect(problems).toMatchObject([{ code: 'internal-error' }]);
    // A removal that crashed may have happened.
    if (name === 'deleteAssignment') expect(leftBehind).toHaveLength(2);
    else expect(snapshot(azure.holds)).toEqual(before);
  });
});

describe.each(['putRole', 'putAssignment'] as ActivityName[])(
  'when the first answer of %s gets lost',
  (name) => {
    it('it is written again, and the finding is fixed', async () => {
      const azure = azureWhere(name, (healthy) => losing([], healthy));
      expect(fixed(await runFix(azure)).created).toHaveLength(2);
    });

    it('and the second is a refusal, what it made is undone as well', async () => {
      const azure = azureWhere(name, (healthy) => losing([no()], healthy));
      const before = snapshot(azure.holds);
      unfixed(await runFix(azure));
      expect(snapshot(azure.holds)).toEqual(before);
    });
  },
);

describe('when the answer of the removal gets lost', () => {
  it('it is asked again, and the finding is fixed', async () => {
    const azure = azureWhere('deleteAssignment', (healthy) => losing([], healthy));
    expect(fixed(await runFix(azure)).removed).toHaveLength(1);
    expect(azure.holds.assignments.has(broad.id)).toBe(false);
  });

  it.each([
    ['and the second is a refusal', () => losing([no()], () => Promise.resolve(no()))],
    ['and none ever comes', () => always(later({ mayHaveHappened: true }))],
  ])('%s, the narrow role stays, and is named', async (_what, play) => {
    const azure = azureWhere('deleteAssignment', play);
    const outcome = unfixed(await runFix(azure));
    expect(outcome).toMatchObject({ removed: [], undone: [] });
    expect(outcome.leftBehind).toEqual([
      expect.stringMatching(/^role '.*it stays: mail may hang on it/),
      expect.stringMatching(/^role assignment .*it stays: mail may hang on it/),
    ]);
    expect(azure.called()).not.toContain('undoAssignment');
    expect(azure.called()).not.toContain('deleteUnusedRole');
  });
});

test('a failure after somebody else has removed the broad role takes nothing back', async () => {
  const azure = azureWhere('readAccessOf', () => always(no()));
  const run = await runFix(azure, fixInput(), {
    onIdle() {
      if (azure.called().includes('checkPropagation')) azure.holds.assignments.delete(broad.id);
    },
  });
  expect(unfixed(run).leftBehind).toHaveLength(2);
  expect(azure.holds.assignments.size).toBe(1);
});

test('a failure in which nobody can see the broad role takes nothing back', async () => {
  let looks = 0;
  const azure = azureToFix((healthy) => ({
    findGrants: always(no()),
    readAssignment: async (input) => (looks++ === 0 ? healthy.readAssignment(input) : no()),
  }));
  expect(unfixed(await runFix(azure)).leftBehind).toHaveLength(2);
});

describe('every activity delivered twice', () => {
  it('fixes the finding once', async () => {
    const azure = azureToFix();
    const { created, removed } = fixed(await runFix(azure, fixInput(), { deliverTwice: true }));
    expect([created.length, removed.length, azure.holds.assignments.size]).toEqual([2, 1, 1]);
  });

  it.each(all)('undoes once when %s is refused', async (name) => {
    const azure = azureWhere(name, () => always(no()));
    const before = snapshot(azure.holds);
    unfixed(await runFix(azure, fixInput(), { deliverTwice: true }));
    expect(snapshot(azure.holds)).toEqual(before);
  });
});

test('what was there before is not undone', async () => {
  const ready = azureToFix();
  fixed(await runFix(ready));
  const azure = azureWhere('deleteAssignment', () => always(no()));
  for (const [name, role] of ready.holds.roles) azure.holds.roles.set(name, role);
  for (const [id, each] of ready.holds.assignments) azure.holds.assignments.set(id, each);
  const before = snapshot(azure.holds);
  expect(unfixed(await runFix(azure))).toMatchObject({ undone: [], leftBehind: [] });
  expect(snapshot(azure.holds)).toEqual(before);
});
