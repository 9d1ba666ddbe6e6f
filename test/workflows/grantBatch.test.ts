import * as df from 'durable-functions';
import { describe, expect, it } from 'vitest';
import { registerWorkflows } from '../../src/app.ts';
import type { BatchInput, BatchOutcome, BatchRow } from '../../src/domain/operation.ts';
import type { Progress } from '../../src/domain/progress.ts';
import { batchCallsPerGeneration } from '../../src/workflows/policies.ts';
import { always, crashing, fakeActivities, first, later, no } from '../support/fakeActivities.ts';
import type { FakeAzure } from '../support/fakeActivities.ts';
import { fakeDoors, granted } from '../support/fakeDoors.ts';
import type { FakeDoors } from '../support/fakeDoors.ts';
import { aProblem, aRequest, otherServiceId, requester, someSettings } from '../support/records.ts';
import { runWorkflow } from '../support/workflowRunner.ts';
import type { WorkflowRun } from '../support/workflowRunner.ts';

function rowsFor(
  count: number,
  request: (index: number) => Partial<BatchRow['request']> = () => ({}),
): BatchRow[] {
  return Array.from({ length: count }, (_, index) => ({
    row: index + 2,
    request: aRequest({ application: `app-${index + 2}`, ...request(index) }),
  }));
}

function batchInput(rows: BatchRow[], overrides: Partial<BatchInput> = {}): BatchInput {
  return { rows, requester, settings: someSettings(), concurrency: 5, ...overrides };
}

type Doors = Omit<Parameters<typeof fakeDoors>[0], 'clock'>;

async function runBatch(
  input: BatchInput,
  {
    azure = fakeActivities(),
    doors = {},
    ...options
  }: { azure?: FakeAzure; doors?: Doors } & Partial<WorkflowRun> = {},
) {
  const fake: FakeDoors = fakeDoors({ clock: azure.clock, ...doors });
  const result = await runWorkflow({
    ...options,
    name: 'grantBatch',
    input,
    instanceId: 'batch-1',
    clock: azure.clock,
    register() {
      registerWorkflows();
      for (const [name, handler] of Object.entries({ ...azure.activities, ...fake.doors }))
        df.app.activity(name, { handler });
    },
  });
  const output = result.output as BatchOutcome;
  return { ...result, output, ...fake, azure, progress: result.customStatuses as Progress[] };
}

function outcomesOf({ rows }: BatchOutcome): string[] {
  return rows.map(({ row, outcome }) => `${row} ${outcome}`);
}

describe('the window', () => {
  it('never has more than its size, is filled again, and gives every outcome in the order of the rows', async () => {
    const { output, most, asked, azure } = await runBatch(batchInput(rowsFor(23)), {
      doors: { takes: (application) => 10_000 + (Number(application.slice(4)) % 7) * 20_000 },
    });
    expect(most()).toBe(5);
    expect(output.counts).toEqual({
      total: 23,
      waiting: 0,
      running: 0,
      granted: 23,
      failed: 0,
      awaitingApproval: 0,
    });
    expect(output.rows.map(({ row }) => row)).toEqual(rowsFor(23).map(({ row }) => row));
    expect(output.rows[0]).toEqual({
      row: 2,
      application: 'app-2',
      operation: 'grant-app-2',
      outcome: 'granted',
      username: 'app-2',
      readiness: 'expected',
    });
    // One after another they would take 27 minutes; five at a time, with the time to notice, under 8.
    expect(azure.clock.now() - asked[0]!.at).toBeLessThan(8 * 60_000);
  });

  it('asks for each row once, says whose it is, and hands over the role', async () => {
    const { asked, azure } = await runBatch(batchInput(rowsFor(12)));
    expect(asked.map(({ why, role }) => `${why} ${role}`)).toEqual(
      rowsFor(12).map(({ row }) => `row ${row} of batch-1 same`),
    );
    expect(azure.called().sort()).toEqual(['inspectRole', 'putRole']);
  });

  it('shows its counts, and how far it is', async () => {
    const { progress } = await runBatch(batchInput(rowsFor(12)));
    expect(progress[0]).toMatchObject({ percent: 0, counts: { total: 12, waiting: 12 }, steps: [] });
    expect(progress[0]?.about).toEqual({ application: '12 rows', requester });
    for (const { counts } of progress) {
      const { total, ...parts } = counts!;
      expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(total);
      expect(counts!.running).toBeLessThanOrEqual(5);
    }
    expect(progress.map(({ percent }) => percent)).toEqual(
      [...progress.map(({ percent }) => percent)].sort((a, b) => a - b),
    );
    expect(progress.at(-1)).toMatchObject({ percent: 100, counts: { granted: 12 } });
  });

  it('lets a row that awaits approval go', async () => {
    const { output, azure } = await runBatch(batchInput(rowsFor(8), { concurrency: 1 }), {
      doors: {
        takes: (application) => (application === 'app-3' ? 0 : 60_000),
        ends: (application) =>
          application === 'app-3' ? { outcome: 'awaitingApproval' } : granted(application),
      },
    });
    expect(output.rows[1]).toEqual({
      row: 3,
      application: 'app-3',
      operation: 'grant-app-3',
      outcome: 'awaitingApproval',
    });
    expect(output.counts).toMatchObject({ granted: 7, awaitingApproval: 1 });
    // The role has to be there when somebody approves.
    expect(azure.called()).not.toContain('deleteUnusedRole');
  });

  it('takes two rows that come to the same grant', async () => {
    const same = rowsFor(4, (index) => (index < 2 ? { application: 'same' } : {}));
    const { output, most } = await runBatch(batchInput(same));
    expect(outcomesOf(output)).toEqual(['2 granted', '3 granted', '4 granted', '5 granted']);
    expect(output.rows[1]?.operation).toBe('grant-same');
    expect(most()).toBe(3);
  });

  it('does the same when every call is delivered twice, and whatever failures look like', async () => {
    const { output, most } = await runBatch(batchInput(rowsFor(23)), {
      deliverTwice: true,
      failureDetails: false,
    });
    expect(output.counts).toMatchObject({ total: 23, granted: 23 });
    expect(most()).toBe(5);
  });
});

describe('a row that', () => {
  const problems = [aProblem({ code: 'application-not-found' }), aProblem({ code: 'no-linked-domain' })];

  it('is turned away at the door ends alone, with all problems and no operation', async () => {
    const { output } = await runBatch(batchInput(rowsFor(12)), {
      doors: {
        overrides: (healthy) => ({
          startGrant: (input) =>
            input.request.application === 'app-4'
              ? Promise.resolve({ kind: 'done', value: { problems } })
              : healthy.startGrant(input),
        }),
      },
    });
    expect(output.rows[2]).toEqual({ row: 4, application: 'app-4', outcome: 'failed', problems });
    expect(output.counts).toMatchObject({ granted: 11, failed: 1 });
  });

  it('fails on the way ends alone', async () => {
    const { output } = await runBatch(batchInput(rowsFor(12)), {
      doors: {
        ends: (application) =>
          application === 'app-4' ? { outcome: 'failed', problems } : granted(application),
      },
    });
    expect(output.rows[2]).toMatchObject({ outcome: 'failed', operation: 'grant-app-4', problems });
    expect(output.counts).toMatchObject({ granted: 11, failed: 1 });
  });

  it('is throttled waits as long as it is told, and the others go on', async () => {
    const wait = first([later({ afterSeconds: 300 })], (input: unknown) => Promise.resolve(input as never));
    let throttled = true;
    const { output, asked } = await runBatch(batchInput(rowsFor(20), { concurrency: 2 }), {
      doors: {
        overrides: (healthy) => ({
          async startGrant(input) {
            if (input.request.application !== 'app-2' || !throttled) return healthy.startGrant(input);
            throttled = false;
            return wait(input);
          },
        }),
      },
    });
    expect(output.counts).toMatchObject({ granted: 20 });
    const begun = asked[0]!.at;
    const own = asked.find(({ application }) => application === 'app-2')!;
    expect(own.at - begun).toBe(300_000);
    // By then the other place has been filled several times.
    expect(asked.findIndex(({ application }) => application === 'app-2')).toBeGreaterThan(3);
  });

  it('is throttled for ever ends with that, after the time a grant has', async () => {
    const { output, azure } = await runBatch(batchInput(rowsFor(3)), {
      doors: {
        overrides: (healthy) => ({
          startGrant: (input) =>
            input.request.application === 'app-2' ? Promise.resolve(later()) : healthy.startGrant(input),
        }),
      },
    });
    expect(output.rows[0]).toMatchObject({ outcome: 'failed', problems: [{ code: 'azure-throttled' }] });
    expect(output.counts).toMatchObject({ granted: 2, failed: 1 });
    expect(azure.clock.now()).toBeLessThanOrEqual(
      azure.calls[0]!.at + someSettings().propagationTimeout + 60_000,
    );
  });

  it.each([true, false])('crashes at the door ends alone (failure details: %s)', async (failureDetails) => {
    const { output } = await runBatch(batchInput(rowsFor(12)), {
      failureDetails,
      doors: {
        overrides: (healthy) => ({
          startGrant: (input) =>
            input.request.application === 'app-4'
              ? Promise.reject(new TypeError('the host went down'))
              : healthy.startGrant(input),
        }),
      },
    });
    expect(output.rows[2]).toMatchObject({ outcome: 'failed', problems: [{ code: 'internal-error' }] });
    expect(output.counts).toMatchObject({ granted: 11, failed: 1 });
  });

  it('can’t be seen for a while is seen later', async () => {
    const { output } = await runBatch(batchInput(rowsFor(12)), {
      doors: { overrides: ({ readOutcomes }) => ({ readOutcomes: crashing(7, readOutcomes) }) },
    });
    expect(output.counts).toMatchObject({ granted: 12 });
  });
});

describe('the role', () => {
  const two = rowsFor(10, (index) =>
    index % 2 === 0 ? {} : { serviceId: otherServiceId, role: { kind: 'owner' } },
  );

  it('is looked after once for each that the rows need', async () => {
    const { azure } = await runBatch(batchInput(two));
    expect(azure.inputsOf('inspectRole')).toMatchObject([
      { choice: { kind: 'least-privilege' } },
      { choice: { kind: 'owner' } },
    ]);
    expect(azure.inputsOf('putRole')).toHaveLength(1);
  });

  it('that can’t be had fails its rows and no others', async () => {
    const azure = fakeActivities((healthy) => ({
      inspectRole: (input) =>
        input.choice.kind === 'owner'
          ? Promise.resolve(no({ code: 'role-not-found' }))
          : healthy.inspectRole(input),
    }));
    const { output, asked } = await runBatch(batchInput(two), { azure });
    expect(output.counts).toMatchObject({ granted: 5, failed: 5 });
    expect(output.rows[1]).toEqual({
      row: 3,
      application: 'app-3',
      outcome: 'failed',
      problems: [aProblem({ code: 'role-not-found' })],
    });
    expect(asked).toHaveLength(5);
  });

  it('that crashes fails its rows, and ends the batch as any other', async () => {
    const azure = fakeActivities((healthy) => ({ putRole: crashing(3, healthy.putRole) }));
    const { output, runtimeStatus } = await runBatch(batchInput(rowsFor(3)), { azure });
    expect(runtimeStatus).toBe('Completed');
    expect(output.rows.map((row) => row.outcome === 'failed' && row.problems[0]?.code)).toEqual(
      Array(3).fill('internal-error'),
    );
    expect(azure.holds.roles.size).toBe(1);
  });

  it('that is missing where deployment makes it fails its rows', async () => {
    const settings = someSettings({ createRole: false });
    const { output, azure } = await runBatch(batchInput(rowsFor(3), { settings }));
    expect(output.rows).toMatchObject(Array(3).fill({ problems: [{ code: 'role-missing' }] }));
    expect(azure.called()).toEqual(['inspectRole']);
  });

  it('goes again when no row came to use it', async () => {
    const { azure } = await runBatch(batchInput(rowsFor(3)), {
      doors: { ends: () => ({ outcome: 'failed', problems: [aProblem()] }) },
    });
    expect(azure.called()).toContain('putRole');
    expect(azure.holds.roles.size).toBe(1);
  });

  it('stays when it was there before', async () => {
    const azure = fakeActivities();
    await runBatch(batchInput(rowsFor(1)), { azure });
    await runBatch(batchInput(rowsFor(3)), {
      azure,
      doors: { ends: () => ({ outcome: 'failed', problems: [aProblem()] }) },
    });
    expect(azure.called()).not.toContain('deleteUnusedRole');
    expect(azure.holds.roles.size).toBe(2);
  });

  it('is not written before somebody agreed, where everything waits for that', async () => {
    const settings = someSettings({ approval: { mode: 'always', timeout: 1000 } });
    const { azure, asked } = await runBatch(batchInput(rowsFor(3), { settings }));
    expect(azure.called()).toEqual(['inspectRole']);
    expect(asked.map(({ role }) => role)).toEqual(['absent', 'absent', 'absent']);
  });
});

it('writes the role where one row at least needs nobody’s decision', async () => {
  const mixed = rowsFor(2, (index) => (index === 0 ? { scope: 'resourceGroup' } : {}));
  expect((await runBatch(batchInput(mixed))).azure.called()).toEqual(['inspectRole', 'putRole']);
  const broad = rowsFor(2, () => ({ scope: 'resourceGroup' }));
  expect((await runBatch(batchInput(broad))).azure.called()).toEqual(['inspectRole']);
});

it('has a history that stays short, and forgets nothing from one generation to the next', async () => {
  let generations = 0;
  let longest = 0;
  const rows = rowsFor(1000);
  const { output, most, asked, azure } = await runBatch(batchInput(rows, { concurrency: 20 }), {
    onIdle({ engine, instanceId }) {
      const { length } = engine.history(instanceId);
      if (length < longest) generations += 1;
      longest = Math.max(longest, length);
    },
  });
  expect(output.counts).toMatchObject({ total: 1000, granted: 1000 });
  expect(output.rows.map(({ row }) => row)).toEqual(rows.map(({ row }) => row));
  expect(most()).toBe(20);
  expect(asked).toHaveLength(1000);
  expect(azure.inputsOf('inspectRole')).toHaveLength(1);
  expect(longest).toBeLessThan(4 * (batchCallsPerGeneration + 20));
  expect(generations).toBeGreaterThan(1);
});

it('a refusal of everything ends at once', async () => {
  const { output } = await runBatch(batchInput(rowsFor(30)), {
    azure: fakeActivities({ inspectRole: always(no({ code: 'role-ambiguous' })) }),
  });
  expect(output.counts).toMatchObject({ total: 30, failed: 30 });
});
