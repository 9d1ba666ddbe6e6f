import { describe, expect, it, test } from 'vitest';
import { silentLog } from '../../dev/host/log.ts';
import type { HostLog } from '../../dev/host/log.ts';
import type { GrantInput } from '../../src/domain/operation.ts';
import type { Progress } from '../../src/domain/progress.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import { done } from '../../src/domain/answer.ts';
import { fakeActivities, always, no } from '../support/fakeActivities.ts';
import type { FakeAzure } from '../support/fakeActivities.ts';
import {
  appId,
  grantInput,
  groupScope,
  inspectedService,
  resolvedApplication,
  someSettings,
  start,
} from '../support/records.ts';
import { aUsername, otherAppId } from '../support/records.ts';
import type { WorkflowHandle } from '../support/workflowRunner.ts';
import { failed, granted, runGrant } from './runs.ts';

const days = 24 * 60 * 60_000;
const ceo = 'ceo@mail.contoso.example';
const tags = ['mailgrant', `mailgrant:username=${ceo}`];
const grace = { who: 'grace@contoso.example', principalId: 'p-1' };

/** What waits: a tag that asks for a username, and a call that asks for the whole subscription. */
const byTag: GrantInput = {
  ...grantInput({ request: { username: ceo }, settings: { publishEvents: true } }),
  requester: { door: 'event', who: 'the tags of the application', why: tags.join(', ') },
};
const byHttp = grantInput({ request: { scope: 'subscription' }, settings: { publishEvents: true } });
const both: [string, GrantInput][] = [
  ['a tag that asks for a username', byTag],
  ['a call that asks for the subscription', byHttp],
];

function azureWithTags(own: string[] = tags): FakeAzure {
  return fakeActivities({
    resolveApplication: () => Promise.resolve(done(resolvedApplication({ tags: own }))),
  });
}

type Raise = (handle: WorkflowHandle, approval: string) => void | Promise<void>;
type Doing = { act: Raise; log?: HostLog };

/** Runs a grant, and does something once it waits for its decision. */
async function whileWaiting(azure: FakeAzure, input: GrantInput, doing: Raise | Doing) {
  const { act, log = silentLog } = typeof doing === 'function' ? { act: doing } : doing;
  let acted = false;
  const run = await runGrant(azure, input, {
    log,
    async onIdle(handle) {
      const { approval } = progressOf(handle);
      if (acted || approval === undefined) return;
      acted = true;
      await act(handle, approval.id);
    },
  });
  return run;
}

const progressOf = ({ engine, instanceId }: WorkflowHandle) =>
  (engine.get(instanceId)?.customStatus ?? {}) as Progress;

function raise({ engine, instanceId }: WorkflowHandle, payload: unknown): void {
  engine.raiseEvent(instanceId, 'decision', payload);
}

const decision = (approval: string, approve = true, reason = 'Agreed with the board.') => ({
  approve,
  reason,
  approval,
  by: grace,
});

const types = ({ holds }: FakeAzure) => holds.published.map(({ type }) => type);
const writes = (azure: FakeAzure) => azure.called().filter((name) => name.startsWith('put'));

describe.each(both)('%s', (_what, input) => {
  it('waits, shows why and until when, tells the topic, and is granted once approved', async () => {
    const azure = azureWithTags();
    const run = await whileWaiting(azure, input, (handle, approval) => {
      expect(writes(azure)).toEqual([]);
      expect(types(azure)).toEqual(['Mailgrant.Grant.AwaitingApproval']);
      const { approval: awaited, steps } = progressOf(handle);
      expect(awaited).toMatchObject({ until: '2026-01-04T00:00:00.000Z' });
      expect(awaited?.reasons).toHaveLength(1);
      expect(steps.find(({ name }) => name === 'awaitApproval')?.state).toBe('running');
      raise(handle, decision(approval));
    });
    const outcome = granted(run);
    expect(outcome.approval).toEqual({ who: grace.who, reason: 'Agreed with the board.' });
    expect(azure.inputsOf('putAssignment')).toMatchObject([
      { description: expect.stringContaining(`Approved by ${grace.who}: Agreed with the board.`) as string },
    ]);
    expect(types(azure)).toEqual(['Mailgrant.Grant.AwaitingApproval', 'Mailgrant.Grant.Ready']);
    expect((run.customStatus as Progress).approval).toBeUndefined();
  });

  it.each([
    [
      'rejected',
      'approval-rejected',
      'grace@contoso.example rejected the request: Not yours.',
      (handle, approval) => raise(handle, decision(approval, false, 'Not yours.')),
    ],
    ['not decided on', 'approval-timed-out', 'until 2026-01-04T00:00:00.000Z', () => undefined],
    [
      'taken back',
      'request-withdrawn',
      'The tag is gone.',
      (handle) => raise(handle, { approve: false, reason: 'The tag is gone.', by: 'withdrawn' }),
    ],
  ] as [string, string, string, Raise][])('ends cleanly when it is %s', async (...[, code, why, act]) => {
    const azure = azureWithTags();
    const run = await whileWaiting(azure, input, act);
    expect(failed(run)).toMatchObject({
      problems: [{ code, message: expect.stringContaining(why) as string }],
      undone: [],
      leftBehind: [],
    });
    expect(writes(azure)).toEqual([]);
    expect(run.runtimeStatus).toBe('Completed');
    expect((run.customStatus as Progress).approval).toBeUndefined();
    expect(types(azure)).toEqual(['Mailgrant.Grant.AwaitingApproval', 'Mailgrant.Grant.Failed']);
    expect(azure.holds.published.at(-1)?.data.problems).toEqual([code]);
  });
});

it('gives up on the day that was said, and not before', async () => {
  const azure = azureWithTags();
  const settings = someSettings({ approval: { mode: 'custom', timeout: 30 * days } });
  failed(await runGrant(azure, { ...byHttp, settings }));
  expect(azure.clock.now() - Date.parse(start)).toBe(30 * days);
});

it('waits for a decision on the bare tag too where every grant does', async () => {
  const settings = someSettings({ approval: { mode: 'always', timeout: days } });
  const input = { ...grantInput(), settings };
  expect(failed(await runGrant(fakeActivities(), input)).problems).toMatchObject([
    { code: 'approval-timed-out' },
  ]);
});

it('lets the bare tag through, and refuses a chosen name where nothing waits', async () => {
  const settings = someSettings({ approval: { mode: 'never', timeout: days } });
  const { username: _username, ...bare } = byTag.request;
  expect(
    granted(await runGrant(azureWithTags(), { ...byTag, request: bare, settings })).approval,
  ).toBeUndefined();
  const azure = azureWithTags();
  const run = await runGrant(azure, { ...byTag, settings });
  expect(failed(run).problems).toMatchObject([
    { code: 'policy-refused', message: expect.stringContaining(`'${ceo}'`) as string },
  ]);
  expect(writes(azure)).toEqual([]);
});

describe('a decision', () => {
  const nonsense: [string, (approval: string) => unknown][] = [
    ['nothing', () => undefined],
    ['a text', () => 'approve'],
    ['a yes of nobody', (approval) => ({ approve: true, reason: 'Yes.', approval })],
    ['a yes to what was asked for before', () => decision('00000000-0000-0000-0000-000000000000')],
    ['a yes with a forged line', (approval) => decision(approval, true, 'a\nb')],
  ];

  it.each(nonsense)('that is none is ignored, and the waiting goes on: %s', async (_what, payload) => {
    const azure = azureWithTags();
    const run = await whileWaiting(azure, byTag, (handle, approval) => {
      for (let times = 0; times < 3; times++) raise(handle, payload(approval));
    });
    expect(failed(run).problems).toMatchObject([{ code: 'approval-timed-out' }]);
    expect(azure.clock.now() - Date.parse(start)).toBe(3 * days);
  });

  it('counts after any number of those that are none', async () => {
    const azure = azureWithTags();
    const run = await whileWaiting(azure, byTag, (handle, approval) => {
      for (const [, payload] of nonsense) raise(handle, payload(approval));
      raise(handle, decision(approval));
    });
    expect(granted(run).username).toBe(ceo);
  });

  it('leaves no timer running, nor any other task that the real host would stumble over', async () => {
    const warnings: string[] = [];
    await whileWaiting(azureWithTags(), byTag, {
      act(handle, approval) {
        for (const [, payload] of nonsense) raise(handle, payload(approval));
        raise(handle, decision(approval));
      },
      log: (level, _source, message) => void (level === 'warning' && warnings.push(message)),
    });
    expect(warnings.filter((text) => !text.includes('What was raised is no decision'))).toEqual([]);
    expect(warnings).toHaveLength(nonsense.length);
  });

  it('made twice counts once, and the first counts', async () => {
    const azure = azureWithTags();
    const run = await whileWaiting(azure, byTag, (handle, approval) => {
      raise(handle, decision(approval, true, 'First.'));
      raise(handle, decision(approval, false, 'Second.'));
    });
    expect(granted(run).approval?.reason).toBe('First.');
    const other = await whileWaiting(azureWithTags(), byTag, (handle, approval) => {
      raise(handle, decision(approval, false, 'First.'));
      raise(handle, decision(approval, true, 'Second.'));
    });
    expect(failed(other).problems).toMatchObject([{ code: 'approval-rejected' }]);
  });

  it('made before the waiting began can not know what it is about, and is ignored', async () => {
    const azure = azureWithTags();
    const healthy = azure.activities.inspectMailService;
    let handle: WorkflowHandle | undefined;
    azure.activities.inspectMailService = async (input) => {
      if (handle !== undefined) raise(handle, decision(''));
      return healthy(input);
    };
    const run = await runGrant(azure, byTag, {
      onIdle(now) {
        handle = now;
      },
    });
    expect(failed(run).problems).toMatchObject([{ code: 'approval-timed-out' }]);
  });

  it('taken back while the topic is told ends the waiting as it begins', async () => {
    const back = { approve: false, reason: 'The tag is gone.', by: 'withdrawn' };
    const azure = azureWithTags();
    let raised = false;
    const run = await runGrant(
      Object.assign(azure, {
        activities: { ...azure.activities, publishEvents: always(no()) },
      }),
      byTag,
      {
        onIdle(handle) {
          if (!raised) raise(handle, back);
          raised = true;
        },
      },
    );
    expect(failed(run).problems).toMatchObject([{ code: 'request-withdrawn' }]);
    expect(azure.clock.now()).toBe(Date.parse(start));
  });

  it.each([true, false])('at the moment of the time-out leads to one end (approve: %s)', async (approve) => {
    const azure = azureWithTags();
    const run = await whileWaiting(azure, byTag, (handle, approval) => {
      raise(handle, decision(approval, approve));
      handle.clock.moveTo(Date.parse(start) + 3 * days);
    });
    if (approve) expect(granted(run).approval?.who).toBe(grace.who);
    else expect(failed(run).problems).toMatchObject([{ code: 'approval-rejected' }]);
  });

  it('just after the time-out comes too late', async () => {
    const azure = azureWithTags();
    const run = await whileWaiting(azure, byTag, async (handle, approval) => {
      handle.clock.moveTo(Date.parse(start) + 3 * days);
      await handle.engine.idle();
      raise(handle, decision(approval));
    });
    expect(failed(run).problems).toMatchObject([{ code: 'approval-timed-out' }]);
    expect(writes(azure)).toEqual([]);
  });
});

describe('when it is approved days later', () => {
  const approve: Raise = (handle, approval) => {
    handle.clock.moveTo(Date.parse(start) + 2 * days);
    raise(handle, decision(approval));
  };

  it('the grant has its whole time, and the door’s reading of the role is not used', async () => {
    const azure = azureWithTags();
    const { name, roleName, permissions, ...wanted } = senderRole(groupScope);
    const role = {
      name,
      roleName,
      permissions,
      state: 'same' as const,
      wanted: { name, roleName, permissions, ...wanted },
    };
    const inspection = { resolved: resolvedApplication({ tags }), inspected: inspectedService(), role };
    const run = await whileWaiting(azure, { ...byTag, inspection }, approve);
    granted(run);
    expect(azure.called().slice(0, 5)).toEqual([
      'publishEvents',
      'resolveApplication',
      'inspectMailService',
      'inspectRole',
      'putRole',
    ]);
  });

  it('the application is found by its client id, not by a name that another may have by now', async () => {
    const azure = azureWithTags();
    const input = { ...byHttp, request: { ...byHttp.request, application: 'Payroll Reports' } };
    granted(await whileWaiting(azure, input, approve));
    expect(azure.inputsOf('resolveApplication')).toEqual([
      { reference: 'Payroll Reports' },
      { reference: appId },
    ]);
  });

  it('what has become impossible meanwhile is refused', async () => {
    const azure = azureWithTags();
    const run = await whileWaiting(azure, byTag, (handle, approval) => {
      azure.holds.usernames.set('theirs', aUsername({ name: 'theirs', username: ceo, appId: otherAppId }));
      return approve(handle, approval);
    });
    expect(failed(run).problems).toMatchObject([{ code: 'username-taken' }]);
    expect(writes(azure)).toEqual([]);
  });

  it.each([
    ['no tag', []],
    ['another username', ['mailgrant', 'mailgrant:username=cfo@mail.contoso.example']],
    ['the bare tag', ['mailgrant']],
    ['tags that contradict each other', [...tags, 'mailgrant:username=cfo']],
    ['tags that say nothing', [...tags, 'mailgrant:role=owner']],
  ])('tags that ask for something else take the request back: %s', async (_what, own) => {
    let now = tags;
    const azure = fakeActivities({
      resolveApplication: () => Promise.resolve(done(resolvedApplication({ tags: now }))),
    });
    const run = await whileWaiting(azure, byTag, (handle, approval) => {
      now = own;
      return approve(handle, approval);
    });
    expect(failed(run).problems).toMatchObject([{ code: 'request-withdrawn' }]);
    expect(writes(azure)).toEqual([]);
  });

  it('a call does not depend on tags', async () => {
    granted(await whileWaiting(azureWithTags([]), byHttp, approve));
  });
});

test('an approval that nobody could be told of still waits, and counts', async () => {
  const azure = azureWithTags();
  Object.assign(azure.activities, { publishEvents: always(no()) });
  granted(await whileWaiting(azure, byTag, (handle, approval) => raise(handle, decision(approval))));
});
