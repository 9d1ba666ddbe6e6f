import type { ApplicationEvent } from './applicationEvent.ts';
import type { Application } from './application.ts';
import type { GrantRequest } from './grantRequest.ts';
import type { Problem } from './problems.ts';
import { wishOf } from './tags.ts';
import type { TagRules } from './tags.ts';

/** What Microsoft Graph has of an application that somebody named; null if it has nothing. */
export type FoundApplication =
  | { application: Application }
  /** It can be restored for a while; its service principal is gone. */
  | { deleted: { appId: string; displayName: string } }
  /** It is registered in another tenant: only its service principal is here. */
  | { foreign: { appId: string; displayName: string } }
  | null;

/** How an application stands: what it asks for by its tags, or that it is no more. */
export type Standing =
  | { kind: 'tagged'; application: Application; wish: GrantRequest | Problem[] }
  | { kind: 'untagged'; application: Application }
  /** Its tags are not to be read here, and no business of Mailgrant's. */
  | { kind: 'foreign'; appId: string }
  /** `appIds` are the ids that it may have had: of one that is gone for good, only the event tells. */
  | { kind: 'deleted'; appIds: readonly string[]; displayName: string };

export function standingOf(
  found: FoundApplication,
  { names }: Pick<ApplicationEvent, 'names'>,
  rules: TagRules,
): Standing {
  if (found === null) return { kind: 'deleted', appIds: names, displayName: names[0] };
  if ('deleted' in found) {
    const { appId, displayName } = found.deleted;
    return { kind: 'deleted', appIds: [appId], displayName };
  }
  if ('foreign' in found) return { kind: 'foreign', appId: found.foreign.appId };
  const { application } = found;
  const wish = wishOf(application, rules);
  return wish === undefined ? { kind: 'untagged', application } : { kind: 'tagged', application, wish };
}

/**
 * For how long an event may know more than a read of Graph does, in milliseconds. Graph's replicas lag by seconds,
 * some by minutes; later than that the read is right, and what the event says is old or made up.
 */
const replication = 5 * 60_000;

/** Whether the event says otherwise and may be the one that is right. `now` is in milliseconds since the epoch. */
export function mayBeNews({ claims, time }: ApplicationEvent, { kind }: Standing, now: number): boolean {
  // A time to come is no time: it would never grow old.
  if (time === undefined || Math.abs(now - time) > replication) return false;
  if (claims === 'tagged') return kind !== 'tagged';
  if (claims === 'untagged') return kind === 'tagged';
  return claims === 'deleted' && kind !== 'deleted';
}
