import * as df from 'durable-functions';
import { describe, expect, it } from 'vitest';
import { registerWorkflows } from '../../src/app.ts';
import { done } from '../../src/domain/answer.ts';
import type { ApplicationChange } from '../../src/domain/applicationChanges.ts';
import type { Watch } from '../../src/domain/watch.ts';
import type { WatchInput } from '../../src/workflows/watchApplications.ts';
import { always, crashing, fakeActivities, first, later, no } from '../support/fakeActivities.ts';
import type { FakeAzure, Plays } from '../support/fakeActivities.ts';
import { serviceId } from '../support/records.ts';
import { runWorkflow } from '../support/workflowRunner.ts';
import type { WorkflowHandle, WorkflowRun } from '../support/workflowRunner.ts';

type Page = ApplicationChange[];
const tagged = (objectId: string): ApplicationChange => {
  return { objectId, appId: `app-${objectId}`, tags: ['mailgrant'] };
};
const untagged = (objectId: string): ApplicationChange => ({ objectId, tags: [] });

/** A directory that gives these rounds, one for each look, and then nothing new; its links are numbers. */
function feedOf(...rounds: Page[][]): Plays['readApplicationChanges'] {
  const pages = rounds.flatMap((round) =>
    round.map((rows, index) => ({ rows, isLast: index === round.length - 1 })),
  );
  return ({ link = '0' }) => {
    const { rows, isLast } = pages[Number(link)] ?? { rows: [], isLast: true };
    return Promise.resolve(done({ rows, link: String(Number(link) + 1), isLast }));
  };
}

const interval = 5 * 60_000;
const hour = 60 * 60_000;
const iso = (at: number) => new Date(at).toISOString();

type Options = Pick<WorkflowRun, 'deliverTwice' | 'failureDetails'> & {
  /** How many ticks come; then the watch is terminated. */
  ticks: number;
  /** How long after one another, in milliseconds. */
  every?: number;
  onTick?: (handle: WorkflowHandle) => void | Promise<void>;
};

/** Runs the watch while the timer ticks, and gives what it knows in the end. */
async function runWatch(
  { activities, clock }: FakeAzure,
  { ticks, every = interval, onTick, ...options }: Options,
) {
  const look = () => ({ tag: 'mailgrant', serviceIds: [serviceId], at: iso(clock.now()) });
  const input: WatchInput = { watch: { known: {} }, look: look() };
  let state: unknown;
  let left = ticks - 1;
  let nextTick = clock.now() + every;
  await runWorkflow({
    ...options,
    name: 'watchApplications',
    input,
    clock,
    async onIdle(handle) {
      await onTick?.(handle);
      // A timer of the watch itself comes first.
      const due = clock.next();
      if (due !== undefined && due < nextTick) return;
      if (left-- === 0) {
        state = handle.engine.get(handle.instanceId)?.input;
        handle.engine.terminate(handle.instanceId, 'enough');
        return;
      }
      clock.moveTo(nextTick);
      nextTick += every;
      handle.engine.raiseEvent(handle.instanceId, 'look', look());
    },
    register() {
      registerWorkflows();
      for (const [name, handler] of Object.entries(activities)) df.app.activity(name, { handler });
    },
  });
  return { watch: (state as WatchInput).watch, look: (state as WatchInput).look };
}

const toldBy = ({ holds }: FakeAzure) =>
  holds.published.map(({ type, subject, data }) => {
    const what = data.again === true ? 'Again' : type.split('.').at(-1);
    return `${what} ${subject.split('/').at(-1)}`;
  });
const linksOf = (azure: FakeAzure) =>
  (azure.inputsOf('readApplicationChanges') as { link?: string }[]).map(({ link }) => link);

describe('the watch', () => {
  it('tells of every tagged application at first, and then of changes only', async () => {
    const azure = fakeActivities({
      readApplicationChanges: feedOf(
        [[tagged('a'), untagged('b')], [], [tagged('c')]],
        [[tagged('a')]],
        [[untagged('c'), tagged('b')], [{ objectId: 'a', removed: 'changed' }]],
      ),
    });
    const { watch } = await runWatch(azure, { ticks: 4 });
    expect(toldBy(azure)).toEqual(['Tagged a', 'Tagged c', 'Untagged c', 'Tagged b', 'Deleted a']);
    expect(linksOf(azure)).toEqual([undefined, '1', '2', '3', '4', '5', '6']);
    expect(Object.keys(watch.known)).toEqual(['b', 'a']);
    expect(azure.holds.published.map(({ time }) => time)).toContain(iso(azure.calls[0]!.at));
    expect(azure.holds.published[2]?.data).toEqual({ objectId: 'c', appId: 'app-c' });
  });

  it('ends its first round by telling of logins whose application is not tagged', async () => {
    const azure = fakeActivities({
      readApplicationChanges: feedOf([[tagged('a')]]),
      listUsernameHolders: always(done(['app-a', 'app-z'])),
    });
    await runWatch(azure, { ticks: 3 });
    expect(toldBy(azure)).toEqual(['Tagged a', 'Untagged app-z']);
    expect(azure.inputsOf('listUsernameHolders')).toEqual([{ serviceIds: [serviceId] }]);
  });

  it('reads everything again when it is forgotten, and tells what it missed', async () => {
    const rounds = feedOf([[tagged('a'), tagged('b')]], [[tagged('c')]]);
    const anew = [
      { rows: [tagged('b')], isLast: false },
      { rows: [tagged('d')], isLast: true },
    ];
    const azure = fakeActivities({
      readApplicationChanges(input) {
        const { link } = input;
        if (link === '2') return Promise.resolve(done(null));
        const asked = azure.inputsOf('readApplicationChanges').length;
        if (asked < 3) return rounds(input);
        const page = anew[link === undefined ? 0 : 1] ?? { rows: [], isLast: true };
        return Promise.resolve(done({ ...page, link: 'new' }));
      },
    });
    const { watch } = await runWatch(azure, { ticks: 3 });
    expect(toldBy(azure)).toEqual([
      'Tagged a',
      'Tagged b',
      'Tagged c',
      'Tagged d',
      'Untagged a',
      'Untagged c',
      'Again b',
    ]);
    expect(linksOf(azure)).toEqual([undefined, '1', '2', undefined, 'new']);
    expect(Object.keys(watch.known)).toEqual(['b', 'd']);
  });

  it('reads everything once a day, and tells again of what is tagged and holds no login', async () => {
    const azure = fakeActivities({
      readApplicationChanges: ({ link }) =>
        Promise.resolve(
          done({ rows: link === undefined ? [tagged('a'), tagged('b')] : [], link: 'end', isLast: true }),
        ),
      listUsernameHolders: always(done(['app-b'])),
    });
    const day = 24 * hour;
    let longest = 0;
    const { watch } = await runWatch(azure, {
      ticks: 30 * 24,
      every: hour,
      onTick({ engine, instanceId }) {
        longest = Math.max(longest, engine.history(instanceId).length);
      },
    });
    const daily = Array.from({ length: 29 }, () => 'Again a');
    expect(toldBy(azure)).toEqual(['Tagged a', 'Tagged b', ...daily]);
    expect(new Set(azure.holds.published.map(({ id }) => id)).size).toBe(31);
    const rounds = azure.calls.filter(({ name }) => name === 'listUsernameHolders').map(({ at }) => at);
    expect(rounds.map((at) => Math.floor((at - rounds[0]!) / day))).toEqual([...Array(30).keys()]);
    expect(longest).toBeLessThan(20);
    expect(sizeOf(watch)).toBeLessThan(400);
  });

  it('goes through any number of pages at one look', async () => {
    const names = Array.from({ length: 35 }, (_, index) => `x${index}`);
    const azure = fakeActivities({ readApplicationChanges: feedOf(names.map((name) => [tagged(name)])) });
    const { watch, look } = await runWatch(azure, { ticks: 1 });
    expect(toldBy(azure)).toEqual(names.map((name) => `Tagged ${name}`));
    expect(look).toBeUndefined();
    expect(watch.fullRound).toBeUndefined();
  });

  it('publishes a great many events by parts', async () => {
    const page = Array.from({ length: 1_200 }, (_, index) => tagged(`x${index}`));
    const azure = fakeActivities({ readApplicationChanges: feedOf([page]) });
    await runWatch(azure, { ticks: 1 });
    expect(azure.inputsOf('publishEvents').map((part) => (part as unknown[]).length)).toEqual([
      500, 500, 200,
    ]);
  });

  it('passes over ticks from before its last look', async () => {
    const azure = fakeActivities();
    const stale = { tag: 'mailgrant', serviceIds: [serviceId], at: iso(azure.clock.now()) };
    await runWatch(azure, {
      ticks: 2,
      async onTick({ engine, instanceId }) {
        engine.raiseEvent(instanceId, 'look', stale);
        await engine.idle();
      },
    });
    expect(linksOf(azure)).toEqual([undefined, '.']);
  });
});

describe('what it has told', () => {
  const rounds: Page[][] = [[[tagged('a')]], [[tagged('b')], [tagged('c')]], [[untagged('a')]]];
  const expected = ['Tagged a', 'Tagged b', 'Tagged c', 'Untagged a'];

  it.each([true, false])(
    'is told though activities run twice (failure details: %s)',
    async (failureDetails) => {
      const azure = fakeActivities({ readApplicationChanges: feedOf(...rounds) });
      await runWatch(azure, { ticks: 4, deliverTwice: true, failureDetails });
      const byId = new Map(azure.holds.published.map((event) => [event.id, event]));
      expect(azure.holds.published).toHaveLength(2 * byId.size);
      expect([...byId.values()].map(({ subject }) => subject.at(-1))).toEqual(['a', 'b', 'c', 'a']);
    },
  );

  it.each([
    ['throttled', later({ afterSeconds: 30 })],
    ['unavailable', later({ mayHaveHappened: true })],
    ['refused', no()],
  ])('is neither lost nor repeated in an hour of Graph %s', async (_how, answer) => {
    const feed = feedOf(...rounds);
    const azure: FakeAzure = fakeActivities({
      readApplicationChanges(input) {
        const since = azure.clock.now() - azure.calls[0]!.at;
        return since > 0 && since < 3_600_000 ? Promise.resolve(answer) : feed(input);
      },
    });
    const { watch } = await runWatch(azure, { ticks: 20 });
    expect(azure.inputsOf('readApplicationChanges').length).toBeGreaterThan(12);
    expect(toldBy(azure)).toEqual(expected);
    expect(Object.keys(watch.known)).toEqual(['b', 'c']);
  });

  it.each([
    ['is refused', 2, (play: Plays['publishEvents']) => first([no()], play)],
    ['crashes', 4, (play: Plays['publishEvents']) => crashing(3, play)],
  ])('is told under the same id by the next look, when publishing %s', async (_how, tries, failing) => {
    const azure = fakeActivities(({ publishEvents }) => ({
      readApplicationChanges: feedOf(...rounds),
      publishEvents: failing(publishEvents),
    }));
    await runWatch(azure, { ticks: 5 });
    expect(toldBy(azure)).toEqual(expected);
    const published = azure.inputsOf('publishEvents') as { id: string }[][];
    expect(new Set(published.slice(0, tries).map(([event]) => event?.id)).size).toBe(1);
    expect(published).toHaveLength(tries - 1 + expected.length);
  });

  it('is told though the end of the first round fails', async () => {
    const azure = fakeActivities({
      readApplicationChanges: feedOf(...rounds),
      listUsernameHolders: first([no(), no()], always(done(['app-z']))),
    });
    const { watch } = await runWatch(azure, { ticks: 5 });
    expect(toldBy(azure)).toEqual([...expected, 'Untagged app-z']);
    expect(watch.fullRound).toBeUndefined();
  });

  it('waits as long as Azure asks for, be it longer than a look may take', async () => {
    const hours = 3 * 3600;
    const azure = fakeActivities({
      readApplicationChanges: first([later({ afterSeconds: hours })], feedOf(...rounds)),
    });
    await runWatch(azure, { ticks: 60 });
    const [refused, next] = azure.calls.filter(({ name }) => name === 'readApplicationChanges');
    expect(next!.at - refused!.at).toBeGreaterThanOrEqual(hours * 1000);
    expect(next!.at - refused!.at).toBeLessThanOrEqual(hours * 1000 + interval);
    expect(toldBy(azure)).toEqual(expected);
  });
});

it('stays small for months: history and state do not grow with what has been', async () => {
  let looks = 0;
  const azure = fakeActivities({
    // Every look finds one application new and the one before it gone.
    readApplicationChanges() {
      const round = looks++;
      const rows: Page = [tagged(`x${round}`), { objectId: `x${round - 1}`, removed: 'deleted' }];
      return Promise.resolve(done({ rows, link: String(round), isLast: true }));
    },
  });
  let longest = 0;
  const { watch } = await runWatch(azure, {
    ticks: 700,
    onTick({ engine, instanceId }) {
      longest = Math.max(longest, engine.history(instanceId).length);
    },
  });
  expect(looks).toBe(700);
  expect(azure.holds.published).toHaveLength(2 * 700);
  expect(longest).toBeLessThan(20);
  expect(sizeOf(watch)).toBeLessThan(60_000);
});

it('carries ten thousand tagged applications in little more than a megabyte', () => {
  const guid = '9a0c7f52-0000-4000-8000-';
  const known = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `${guid}${String(index).padStart(12, '0')}`,
      { appId: `${guid}${String(index).padStart(12, '1')}`, tags: ['mailgrant'] },
    ]),
  );
  const size = sizeOf({ known, tag: 'mailgrant' });
  expect(size).toBeGreaterThan(1_000_000);
  expect(size).toBeLessThan(1_200_000);
});

function sizeOf(watch: Watch): number {
  return JSON.stringify(watch).length;
}
