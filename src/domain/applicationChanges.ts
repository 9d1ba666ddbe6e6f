import { deterministicGuid } from './deterministicGuid.ts';
import type { ApplicationEventType, MailgrantEvent } from './mailgrantEvent.ts';

/** What the directory says of one application: as much as has changed, so what is absent is as it was. */
export type ApplicationChange = {
  /** The application's object id. */
  objectId: string;
  appId?: string;
  /** Mailgrant's own among its tags. */
  tags?: string[];
  /** It is gone: `changed` as long as it can be restored. */
  removed?: 'changed' | 'deleted';
};

/** What the watcher remembers of an application. */
export type KnownApplication = {
  appId?: string;
  /** Its own tags, sorted; those it had if it is gone. */
  tags: string[];
  gone?: true;
};

/** By object id: every application with a tag of Mailgrant's, and those that went last. */
export type KnownApplications = { [objectId: string]: KnownApplication };

/** What is to be told of one application. It has one of the two ids at least. */
export type ApplicationEvent = {
  type: ApplicationEventType;
  objectId?: string;
  appId?: string;
  tags: string[];
  /** It is no news, but has not led to a login so far. */
  again?: true;
};

/** So many applications that are gone are remembered, so that a repeated row about one is no news. */
export const mostGone = 500;

/** What is news in these rows, to one who knows `known`, and what is known thereafter. */
export function compareChanges(
  known: KnownApplications,
  rows: readonly ApplicationChange[],
): { events: ApplicationEvent[]; known: KnownApplications } {
  const after = new Map(Object.entries(known));
  const events: ApplicationEvent[] = [];
  for (const row of rows) {
    const before = after.get(row.objectId);
    const now = stateAfter(before, row);
    const event = eventOf(row.objectId, before, now);
    if (event !== undefined) events.push(event);
    if (now.gone !== before?.gone) after.delete(row.objectId);
    if (isWorthKnowing(now)) after.set(row.objectId, now);
    else after.delete(row.objectId);
  }
  return { events, known: Object.fromEntries(withoutOldestGone(after)) };
}

/** Takes applications for untagged that a full look has not met, and forgets them. */
export function dropUnseen(
  known: KnownApplications,
  unseen: readonly string[],
): { events: ApplicationEvent[]; known: KnownApplications } {
  return compareChanges(
    known,
    unseen.map((objectId) => ({ objectId, tags: [] })),
  );
}

/** The object ids of the applications that are known to be tagged. */
export function taggedIds(known: KnownApplications): string[] {
  return Object.entries(known).flatMap(([objectId, { gone }]) => (gone === undefined ? [objectId] : []));
}

/** Applications that hold a login and are not known to be tagged: what became of their tags may have been missed. */
export function untaggedHolders(known: KnownApplications, appIds: readonly string[]): ApplicationEvent[] {
  const tagged = new Set(
    Object.values(known).flatMap(({ appId, gone }) => (gone === undefined && appId ? [appId] : [])),
  );
  return appIds
    .filter((appId) => !tagged.has(appId))
    .map((appId) => ({ type: 'Mailgrant.Application.Untagged', appId, tags: [] }));
}

/** Those of the applications that are known to be tagged and hold no login. */
export function withoutLogin(
  known: KnownApplications,
  { objectIds, holders }: { objectIds: readonly string[]; holders: readonly string[] },
): ApplicationEvent[] {
  const holding = new Set(holders);
  return objectIds.flatMap((objectId) => {
    const { appId, tags = [], gone }: Partial<KnownApplication> = known[objectId] ?? {};
    if (gone || tags.length === 0 || (appId !== undefined && holding.has(appId))) return [];
    const type = 'Mailgrant.Application.Tagged';
    return [{ type, objectId, ...(appId !== undefined && { appId }), tags, again: true } as const];
  });
}

/**
 * The CloudEvents for what is to be told. `place` is where in the directory's history it was found: what is found
 * there once more, after a crash, has the same ids. `time` is ISO 8601 in UTC.
 */
export function toMailgrantEvents(
  events: readonly ApplicationEvent[],
  { place, time }: { place: string; time: string },
): MailgrantEvent[] {
  const told = new Map<string, number>();
  return events.map(({ type, objectId, appId, tags, again }) => {
    const subject = objectId ?? appId ?? '';
    // One page may tell twice that an application was tagged, with an untagging in between.
    const turn = (told.get(subject) ?? 0) + 1;
    told.set(subject, turn);
    return {
      id: deterministicGuid('watchApplications', place, subject, String(turn), type, ...tags),
      type,
      subject: `/applications/${subject}`,
      time,
      data: {
        ...(objectId !== undefined && { objectId }),
        ...(appId !== undefined && { appId }),
        ...(again && { again }),
      },
    };
  });
}

function stateAfter(before: KnownApplication | undefined, row: ApplicationChange): KnownApplication {
  const appId = row.appId ?? before?.appId;
  const tags = row.tags === undefined ? (before?.tags ?? []) : [...row.tags].sort();
  return { ...(appId !== undefined && { appId }), tags, ...(row.removed !== undefined && { gone: true }) };
}

function eventOf(
  objectId: string,
  before: KnownApplication | undefined,
  now: KnownApplication,
): ApplicationEvent | undefined {
  const type = typeOf(before, now);
  if (type === undefined) return undefined;
  const { appId, tags, gone } = now;
  return { type, objectId, ...(appId !== undefined && { appId }), tags: gone === undefined ? tags : [] };
}

function typeOf(
  before: KnownApplication | undefined,
  now: KnownApplication,
): ApplicationEventType | undefined {
  if (now.gone) return before?.gone ? undefined : 'Mailgrant.Application.Deleted';
  const tagsBefore = before === undefined || before.gone ? [] : before.tags;
  if (JSON.stringify(tagsBefore) === JSON.stringify(now.tags)) return undefined;
  return now.tags.length > 0 ? 'Mailgrant.Application.Tagged' : 'Mailgrant.Application.Untagged';
}

function isWorthKnowing({ tags, gone }: KnownApplication): boolean {
  return gone === true || tags.length > 0;
}

/** They stand in the order in which they went. */
function withoutOldestGone(known: Map<string, KnownApplication>): Map<string, KnownApplication> {
  const gone = [...known].filter((entry) => entry[1].gone === true);
  for (const [objectId] of gone.slice(0, Math.max(0, gone.length - mostGone))) known.delete(objectId);
  return known;
}
