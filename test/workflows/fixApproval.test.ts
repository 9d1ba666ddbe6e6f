import { describe, expect, it } from 'vitest';
import type { Progress } from '../../src/domain/progress.ts';
import type { OperationSettings } from '../../src/domain/operation.ts';
import type { FakeAzure } from '../support/fakeActivities.ts';
import { start } from '../support/records.ts';
import { azureToFix, broad, fixed, fixInput, runFix, unfixed } from './fixes.ts';

const days = 24 * 60 * 60_000;
const modes: OperationSettings['approval']['mode'][] = ['custom', 'always'];
const by = { who: 'grace@contoso.example', principalId: 'p-1' };
const writes = (azure: FakeAzure) => azure.called().filter((name) => /^(put|delete)/.test(name));

/** Runs a fix that waits, and decides after two days. */
async function decided(azure: FakeAzure, mode: (typeof modes)[number], approve: boolean | undefined) {
  const waits: Progress[] = [];
  const input = fixInput({}, { approval: { mode, timeout: 3 * days }, publishEvents: true });
  const run = await runFix(azure, input, {
    onIdle({ engine, instanceId, clock }) {
      const progress = (engine.get(instanceId)?.customStatus ?? {}) as Progress;
      if (progress.approval === undefined || waits.length > 0) return;
      waits.push(progress);
      expect(azure.called()).toEqual(['publishEvents']);
      if (approve === undefined) return;
      clock.moveTo(Date.parse(start) + 2 * days);
      const approval = progress.approval.id;
      engine.raiseEvent(instanceId, 'decision', { approve, reason: 'Agreed.', approval, by });
    },
  });
  return { run, waits };
}

describe.each(modes)('with MAILGRANT_APPROVAL %s a fix', (mode) => {
  it('waits, says what it would do, tells the topic, and is carried out once approved', async () => {
    const azure = azureToFix();
    const { run, waits } = await decided(azure, mode, true);
    expect(waits[0]?.approval).toMatchObject({ until: '2026-01-04T00:00:00.000Z' });
    expect(waits[0]?.approval?.reasons.join(' ')).toContain(`the role assignment ${broad.id} is deleted`);
    expect(azure.holds.published).toMatchObject([
      {
        type: 'Mailgrant.Grant.AwaitingApproval',
        data: { operation: 'fix', finding: fixInput().finding.id, door: 'http' },
      },
    ]);
    expect(fixed(run)).toMatchObject({
      removed: [`role assignment ${broad.id}`],
      approval: { who: by.who, reason: 'Agreed.' },
    });
    expect(azure.inputsOf('putAssignment')).toMatchObject([
      { description: expect.stringContaining(`Approved by ${by.who}: Agreed.`) as string },
    ]);
    // Its time to ask Azure begins with the approval.
    expect(azure.calls.find(({ name }) => name === 'putRole')?.at).toBe(Date.parse(start) + 2 * days);
  });

  it.each([
    ['rejected', false, 'approval-rejected'],
    ['not decided on', undefined, 'approval-timed-out'],
  ])('that is %s changes nothing', async (_what, approve, code) => {
    const azure = azureToFix();
    const { run } = await decided(azure, mode, approve);
    expect(unfixed(run)).toMatchObject({ problems: [{ code }], removed: [], undone: [], leftBehind: [] });
    expect(writes(azure)).toEqual([]);
  });
});
