import { compareChanges, dropUnseen, taggedIds, untaggedHolders } from './applicationChanges.ts';
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
  /**
   * Everything is being read from the beginning: since when, ISO 8601 in UTC, and the object ids of the applications
   * that were tagged before and have not come up yet.
   */
  fullRound?: { since: string; unseen: string[] };
};

/** What there is to tell, and how far the watch has come once that is told. */
export type Sighting = { events: ApplicationEvent[]; watch: Watch };

/** The watch as a look finds it: it starts over if there is nothing to go on from, or if it was about another tag. */
export function beginLook(watch: Watch, look: { at: string; tag: string }): Watch {
  const begun = { ...watch, lookedAt: look.at };
  const goesOn = watch.cursor !== undefined || watch.fullRound !== undefined;
  return goesOn && watch.tag === look.tag ? begun : startOver({ ...begun, tag: look.tag }, look.at);
}

/** Everything is to be read again. What is known stays: only what differs from it will be news. */
export function startOver({ cursor: _, ...watch }: Watch, since: string): Watch {
  return { ...watch, fullRound: { since, unseen: taggedIds(watch.known) } };
}

/** Takes in one page of changes. */
export function takePage(
  watch: Watch,
  { rows, link }: { rows: readonly ApplicationChange[]; link: string },
): Sighting {
  const { events, known } = compareChanges(watch.known, rows);
  const { fullRound } = watch;
  if (fullRound === undefined) return { events, watch: { ...watch, known, cursor: link } };
  const seen = new Set(rows.map(({ objectId }) => objectId));
  const unseen = fullRound.unseen.filter((objectId) => !seen.has(objectId));
  return { events, watch: { ...watch, known, cursor: link, fullRound: { ...fullRound, unseen } } };
}

/**
 * Ends a round that has read everything. What was tagged before and did not come up has lost its tags or is gone;
 * and so may have, while nobody watched, whatever holds a login without being tagged. Those who are told of it look
 * for themselves.
 */
export function endFullRound({ fullRound, ...watch }: Watch, holders: readonly string[]): Sighting {
  const { events, known } = dropUnseen(watch.known, fullRound?.unseen ?? []);
  const told = new Set(events.map(({ appId }) => appId));
  const healing = untaggedHolders(known, holders).filter(({ appId }) => !told.has(appId));
  return { events: [...events, ...healing], watch: { ...watch, known } };
}

/** Where in the directory's history the next page is found: the same however often it is read. */
export function placeOf({ cursor = '', fullRound }: Watch): string {
  return fullRound === undefined ? cursor : `${fullRound.since} ${cursor}`;
}
