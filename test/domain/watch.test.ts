import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareChanges, mostGone, toMailgrantEvents } from '../../src/domain/applicationChanges.ts';
import type {
  ApplicationChange,
  ApplicationEvent,
  KnownApplications,
} from '../../src/domain/applicationChanges.ts';
import {
  beginLook,
  endFullRound,
  fullRoundEvery,
  placeOf,
  startOver,
  takePage,
} from '../../src/domain/watch.ts';
import type { Watch } from '../../src/domain/watch.ts';

const tagged: KnownApplications = { a: { appId: 'app-a', tags: ['mailgrant'] } };
const gone: KnownApplications = { a: { appId: 'app-a', tags: ['mailgrant'], gone: true } };
const event = (type: 'Tagged' | 'Untagged' | 'Deleted', rest: object) => [
  { type: `Mailgrant.Application.${type}`, ...rest },
];

describe('what is news', () => {
  const both = { objectId: 'a', appId: 'app-a' };
  const mine = ['mailgrant'];
  type Case = { name: string; known?: KnownApplications; row: Omit<ApplicationChange, 'objectId'> } & {
    news?: object[];
    then?: KnownApplications;
  };
  const cases: Case[] = [
    { name: 'an application without a tag is none', row: { appId: 'app-a', tags: [] } },
    {
      name: 'a tag is',
      row: { appId: 'app-a', tags: mine },
      news: event('Tagged', { ...both, tags: mine }),
      then: tagged,
    },
    { name: 'the same tag once more is none', known: tagged, row: { tags: mine }, then: tagged },
    { name: 'a row without tags says nothing of them', known: tagged, row: { appId: 'app-a' }, then: tagged },
    {
      name: 'another tag is',
      known: tagged,
      row: { tags: ['mailgrant:service=lab', 'mailgrant'] },
      news: event('Tagged', { ...both, tags: ['mailgrant', 'mailgrant:service=lab'] }),
      then: { a: { appId: 'app-a', tags: ['mailgrant', 'mailgrant:service=lab'] } },
    },
    {
      name: 'the order of tags is none',
      known: { a: { tags: ['mailgrant', 'mailgrant:x'] } },
      row: { tags: ['mailgrant:x', 'mailgrant'] },
      then: { a: { tags: ['mailgrant', 'mailgrant:x'] } },
    },
    {
      name: 'the loss of the tags is',
      known: tagged,
      row: { tags: [] },
      news: event('Untagged', { ...both, tags: [] }),
    },
    {
      name: 'a deletion is, with the client id that the row does not have',
      known: tagged,
      row: { removed: 'changed' },
      news: event('Deleted', { ...both, tags: [] }),
      then: gone,
    },
    {
      name: 'the deletion of one that was never tagged is: it may have its grant by another door',
      row: { removed: 'deleted' },
      news: event('Deleted', { objectId: 'a', tags: [] }),
      then: { a: { tags: [], gone: true } },
    },
    {
      name: 'that it is gone for good is none once it was gone',
      known: gone,
      row: { removed: 'deleted' },
      then: gone,
    },
    {
      name: 'a restored one is tagged again, also if its row does not say so',
      known: gone,
      row: {},
      news: event('Tagged', { ...both, tags: mine }),
      then: tagged,
    },
    { name: 'a restored one without tags is none', known: gone, row: { tags: [] } },
  ];
  it.each(cases)('$name', ({ known = {}, row, news = [], then = {} }) => {
    expect(compareChanges(known, [{ objectId: 'a', ...row }])).toEqual({ events: news, known: then });
  });

  it('is not kept for ever of what is gone', () => {
    const rows = Array.from({ length: mostGone + 100 }, (_, index) => ({
      objectId: `x${index}`,
      removed: 'deleted' as const,
    }));
    const { known } = compareChanges(tagged, rows);
    expect(Object.keys(known)).toHaveLength(mostGone + 1);
    expect(Object.keys(known).slice(0, 2)).toEqual(['a', 'x100']);
  });
});

describe('the ids of events', () => {
  const twice: ApplicationEvent[] = [
    { type: 'Mailgrant.Application.Tagged', objectId: 'a', tags: ['mailgrant'] },
    { type: 'Mailgrant.Application.Untagged', objectId: 'a', tags: [] },
    { type: 'Mailgrant.Application.Tagged', objectId: 'a', tags: ['mailgrant'] },
  ];
  const ids = (place: string) => toMailgrantEvents(twice, { place, time: 'now' }).map(({ id }) => id);
  it('are the same for the same place, and differ within it and between places', () => {
    expect(ids('here')).toEqual(ids('here'));
    expect(new Set([...ids('here'), ...ids('there')]).size).toBe(6);
  });
});

describe('a look', () => {
  const at = '2026-01-01T00:05:00.000Z';
  const fresh: Watch = { known: {} };
  const before = (age: number) => new Date(Date.parse(at) - age).toISOString();
  const going: Watch = {
    known: tagged,
    cursor: 'link',
    tag: 'mailgrant',
    lookedAt: 'before',
    fullRoundAt: before(fullRoundEvery - 1),
  };
  const old = { ...going, fullRoundAt: before(fullRoundEvery) };
  const { fullRoundAt: _, ...timeless } = going;
  const slow = { ...old, fullRound: { since: old.fullRoundAt, unseen: ['a'], seen: [] } };
  it.each([
    { name: 'the first reads everything', watch: fresh, tag: 'mailgrant', unseen: [] },
    { name: 'the next goes on', watch: going, tag: 'mailgrant', unseen: undefined },
    { name: 'another tag reads everything', watch: going, tag: 'mail', unseen: ['a'] },
    { name: 'one a day after the last round reads everything', watch: old, tag: 'mailgrant', unseen: ['a'] },
    { name: 'one that knows of no round, too', watch: timeless, tag: 'mailgrant', unseen: ['a'] },
  ])('$name', ({ watch, tag, unseen }) => {
    const { cursor, ...begun } = beginLook(watch, { at, tag });
    expect(cursor).toBe(unseen === undefined ? 'link' : undefined);
    expect(begun).toEqual({
      known: watch.known,
      tag,
      lookedAt: at,
      fullRoundAt: unseen === undefined ? watch.fullRoundAt : at,
      ...(unseen && { fullRound: { since: at, unseen, seen: [] } }),
    });
  });

  it('goes on with a round, however long that takes', () => {
    expect(beginLook(slow, { at, tag: 'mailgrant' })).toEqual({ ...slow, lookedAt: at });
  });

  it('goes on with a round that was left off before its first page', () => {
    const left = beginLook(fresh, { at, tag: 'mailgrant' });
    const later = beginLook(left, { at: 'later', tag: 'mailgrant' });
    expect(placeOf(later)).toBe(placeOf(left));
  });

  it('that has read everything tells of logins without a tag, and of each application once', () => {
    const known = { ...tagged, b: { appId: 'app-b', tags: ['mailgrant'] } };
    const round = startOver({ ...going, known }, at);
    const { watch } = takePage(round, { rows: [{ objectId: 'a', tags: ['mailgrant'] }], link: 'end' });
    const ended = endFullRound(watch, ['app-a', 'app-b', 'app-c']);
    expect(ended.events).toEqual([
      ...event('Untagged', { objectId: 'b', appId: 'app-b', tags: [] }),
      ...event('Untagged', { appId: 'app-c', tags: [] }),
    ]);
    expect(ended.watch).toEqual({ ...going, fullRoundAt: at, known: tagged, cursor: 'end' });
  });

  it('that has read everything tells again of what was tagged before and holds no login', () => {
    const mine = ['mailgrant'];
    const known = { ...tagged, b: { appId: 'app-b', tags: mine }, c: { tags: mine } };
    const names = ['a', 'b', 'c', 'd'];
    const rows = names.map((objectId) => ({ objectId, appId: `app-${objectId}`, tags: mine }));
    const { watch } = takePage(startOver({ ...going, known }, at), { rows, link: 'end' });
    const { events } = endFullRound(watch, ['app-b']);
    const again = (objectId: string) => ({ objectId, appId: `app-${objectId}`, tags: mine, again: true });
    expect(events).toEqual([...event('Tagged', again('a')), ...event('Tagged', again('c'))]);
    const told = (time: string) => toMailgrantEvents(events, { place: 'the end', time });
    expect(told('now')[0]?.data).toEqual({ objectId: 'a', appId: 'app-a', again: true });
    expect(told('now').map(({ id }) => id)).toEqual(told('later').map(({ id }) => id));
  });
});

/** A directory and its feed: rows show what is there when they are read, come again at will, and are forgotten. */
class Directory {
  readonly #truth = new Map<string, { tags: string[]; gone: boolean; version: number }>();
  readonly #reported = new Map<string, string>();
  #due: { objectId: string; bare: boolean }[] = [];

  change(objectId: string, change: { tags?: string[]; gone?: boolean }): void {
    const { version, ...before } = this.#truth.get(objectId) ?? { tags: [], gone: false, version: 0 };
    // Who is gone can't be tagged.
    const after = before.gone && change.gone === undefined ? before : { ...before, ...change };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    this.#truth.set(objectId, { ...after, version: version + 1 });
    this.#due.push({ objectId, bare: false });
  }

  replay(objectId: string, bare: boolean): void {
    if (this.#truth.has(objectId)) this.#due.push({ objectId, bare });
  }

  forget(): void {
    const there = [...this.#truth].filter(([, { gone }]) => !gone);
    this.#due = there.map(([objectId]) => ({ objectId, bare: false }));
    this.#reported.clear();
  }

  page(size: number): { rows: ApplicationChange[]; isLast: boolean } {
    const rows = this.#due.splice(0, size).map(({ objectId, bare }): ApplicationChange => {
      const { tags, gone } = this.#truth.get(objectId) ?? expect.fail();
      if (gone) return { objectId, removed: 'changed' };
      if (bare && this.#reported.get(objectId) === tags.join()) return { objectId };
      this.#reported.set(objectId, tags.join());
      return { objectId, appId: `app-${objectId}`, tags: [...tags].reverse() };
    });
    return { rows, isLast: this.#due.length === 0 };
  }

  versionOf(objectId: string): number {
    return this.#truth.get(objectId)?.version ?? 0;
  }

  get tagged(): Map<string, string> {
    return new Map(
      [...this.#truth].flatMap(([objectId, { tags, gone }]) =>
        gone || tags.length === 0 ? [] : [[objectId, tags.join()] as const],
      ),
    );
  }
}

const objectId = fc.constantFrom('a', 'b', 'c', 'd');
const happening = fc.oneof(
  fc.record({ do: fc.constant('tag' as const), objectId, tags: fc.subarray(['m', 'm:x', 'm:y']) }),
  fc.record({ do: fc.constantFrom('delete' as const, 'restore' as const), objectId }),
  fc.record({ do: fc.constant('replay' as const), objectId, bare: fc.boolean() }),
  fc.record({ do: fc.constant('page' as const), size: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ do: fc.constantFrom('forget' as const, 'day' as const) }),
);

describe('whatever happens in a directory, and however its pages fall', () => {
  it('those who hear of it end up knowing what is tagged, and hear nothing twice but what has no login', () => {
    fc.assert(
      fc.property(
        fc.array(happening, { maxLength: 60 }),
        fc.subarray(['app-a', 'app-b']),
        (happenings, all) => {
          const directory = new Directory();
          const heard = new Map<string, string>();
          const told = new Set<string>();
          let watch = beginLook({ known: {} }, { at: new Date(0).toISOString(), tag: 'm' });
          let days = 0;
          const hear = (events: readonly ApplicationEvent[]) => {
            for (const { type, objectId = '', tags, again } of events) {
              if (again) {
                // Who has heard everything so far knows it already, and it has no login.
                expect(heard.get(objectId)).toBe(tags.join());
                expect(all).not.toContain(`app-${objectId}`);
                continue;
              }
              const version = `${type} ${objectId} ${tags.join()} at ${directory.versionOf(objectId)}`;
              expect(told).not.toContain(version);
              told.add(version);
              if (type === 'Mailgrant.Application.Tagged') heard.set(objectId, tags.join());
              else heard.delete(objectId);
            }
          };
          const look = (size: number) => {
            const { rows, isLast } = directory.page(size);
            const { events, watch: after } = takePage(watch, { rows, link: 'next' });
            hear(events);
            watch = after;
            if (!isLast || watch.fullRound === undefined) return isLast;
            const end = endFullRound(
              watch,
              all.filter((appId) => heard.has(appId.slice('app-'.length))),
            );
            hear(end.events);
            watch = end.watch;
            return isLast;
          };
          for (const each of happenings) {
            if (each.do === 'tag') directory.change(each.objectId, { tags: each.tags });
            if (each.do === 'delete') directory.change(each.objectId, { gone: true });
            if (each.do === 'restore') directory.change(each.objectId, { gone: false });
            if (each.do === 'replay') directory.replay(each.objectId, each.bare);
            if (each.do === 'page') look(each.size);
            if (each.do === 'day') {
              const at = new Date(++days * fullRoundEvery).toISOString();
              const { cursor } = (watch = beginLook(watch, { at, tag: 'm' }));
              // A round that has not ended goes on from where it is.
              if (cursor === undefined) directory.forget();
            }
            if (each.do === 'forget') {
              directory.forget();
              watch = startOver(watch, new Date(days * fullRoundEvery).toISOString());
            }
          }
          while (!look(3));
          expect(heard).toEqual(directory.tagged);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
