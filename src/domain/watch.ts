import {
  compareChanges,
  dropUnseen,
  taggedIds,
  untaggedHolders,
  withoutLogin,
} from './applicationChanges.ts';
import type { ApplicationChange, ApplicationEvent, KnownApplications } from './applicationChanges.ts';

/** How far the watch over the directory has come. All of it is one generation's legacy to the next. */
export type Watch = {
  /** The link to the next page of changes; absent before the first one. */
  cursor?: string;
  known: KnownApplications;
  /** The tag that `known` is about; absent before the first look. */
  tag?: string;
  /** When the last look was asked for, ISO 8601 in UTC. */
  lookedAt?: string;
  /** When the last full round was begun, ISO 8601 in UTC. */
  fullRoundAt?: string;
  /**
   * Everything is being read from the beginning: since when, ISO 8601 in UTC, and the object ids of the applications
   * that were tagged before: those that have not come up yet, and those that have.
   */
  fullRound?: { since: string; unseen: string[]; seen: string[] };
};

/**
 * How long after the beginning of a full round the next one is due, in milliseconds. What failed or was lost is taken
 * up again once a day: Event Grid delivers an event again for a day and drops it then, and who mends something in Azure
 * sees by the next day that it was enough. A round costs a read of all applications.
 */
export const fullRoundEvery = 24 * 60 * 60_000;

/** What there is to tell, and how far the watch has come once that is told. */
export type Sighting = { events: ApplicationEvent[]; watch: Watch };

/**
 * The watch as a look finds it: it starts over if there is nothing to go on from, if it was about another tag, or if
 * the last full round is a day ago.
 */
export function beginLook(watch: Watch, look: { at: string; tag: string }): Watch {
  const begun = { ...watch, lookedAt: look.at };
  const goesOn = watch.fullRound !== undefined || (watch.cursor !== undefined && !isRoundDue(watch, look.at));
  return goesOn && watch.tag === look.tag ? begun : startOver({ ...begun, tag: look.tag }, look.at);
}

/** Everything is to be read again. What is known stays: only what differs from it will be news. */
export function startOver({ cursor: _, ...watch }: Watch, since: string): Watch {
  return { ...watch, fullRoundAt: since, fullRound: { since, unseen: taggedIds(watch.known), seen: [] } };
}

/** Takes in one page of changes. */
export function takePage(
  watch: Watch,
  { rows, link }: { rows: readonly ApplicationChange[]; link: string },
): Sighting {
  const { events, known } = compareChanges(watch.known, rows);
  const { fullRound } = watch;
  if (fullRound === undefined) return { events, watch: { ...watch, known, cursor: link } };
  const onPage = new Set(rows.map(({ objectId }) => objectId));
  const unseen = fullRound.unseen.filter((objectId) => !onPage.has(objectId));
  const seen = [...fullRound.seen, ...fullRound.unseen.filter((objectId) => onPage.has(objectId))];
  return { events, watch: { ...watch, known, cursor: link, fullRound: { ...fullRound, unseen, seen } } };
}

/**
 * Ends a round that has read everything. What was tagged before and did not come up has lost its tags or is gone;
 * and so may have, while nobody watched, whatever holds a login without being tagged. What was tagged before, still is
 * and holds no login is told again: its grant may have failed, or have been lost on its way. Those who are told of it
 * look for themselves.
 */
export function endFullRound({ fullRound, ...watch }: Watch, holders: readonly string[]): Sighting {
  const { events, known } = dropUnseen(watch.known, fullRound?.unseen ?? []);
  const told = new Set(events.map(({ appId }) => appId));
  const healing = untaggedHolders(known, holders).filter(({ appId }) => !told.has(appId));
  const again = withoutLogin(known, { objectIds: fullRound?.seen ?? [], holders });
  return { events: [...events, ...healing, ...again], watch: { ...watch, known } };
}

/** Where in the directory's history the next page is found: the same however often it is read. */
export function placeOf({ cursor = '', fullRound }: Watch): string {
  return fullRound === undefined ? cursor : `${fullRound.since} ${cursor}`;
}

function isRoundDue({ fullRoundAt = '' }: Watch, at: string): boolean {
  // Without a time there is none to wait for.
  return !(Date.parse(at) - Date.parse(fullRoundAt) < fullRoundEvery);
}
