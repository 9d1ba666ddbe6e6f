import type { FoundGrants, HeldAssignment, OurAssignment } from './heldGrants.ts';
import { smtpUsernameNameFor } from './naming.ts';
import type { StepProgress } from './progress.ts';
import type { Requester } from './requester.ts';
import { sameId } from './resourceId.ts';
import { sameText } from './sameText.ts';

/**
 * Payload of the external event `keep`: the grants at these mail services stay, at all of them if none are named.
 * `because` says why, to people.
 */
export type Keep = { because?: string; serviceIds?: string[] };

/** Payload of the external event `now`: somebody asks for everything to go, without any grace. */
export type Now = {
  requester: Requester;
  serviceIds: string[];
  /** The tags by which the application still asks for a grant. */
  tags?: string[];
};

/** What the operation's step of waiting says of whoever ended the wait. */
export function hastenedBy({ who, door }: Pick<Requester, 'who' | 'door'>): string {
  return `${hastened} ${who} (${door})`;
}

/** Whether somebody ended the revocation's wait: then it is theirs, whoever had asked for it. */
export function isHastened({ steps }: { steps: readonly StepProgress[] }): boolean {
  return steps.some(({ name, note }) => name === 'waitForGrace' && note?.startsWith(`${hastened} `));
}

const hastened = 'ended by';

/** How far a revocation goes. */
export type Extent = {
  /**
   * `all` there is; only what is `marked` as Mailgrant's, whoever asked for it; or of that only what was asked for by
   * tags: who asks to untag can't take another's grant.
   */
  of: 'all' | 'marked' | 'tagged';
  serviceIds: readonly string[];
  /** Logins that an earlier round was to take: what tells whose they are may be gone already. */
  begun?: FoundGrants['usernames'];
};

type Revocation = {
  usernames: FoundGrants['usernames'];
  /** Ids of role assignments, each once. */
  assignments: string[];
  /** What stays and gives at least one of the actions that sending takes. */
  staying: HeldAssignment[];
};

/** What goes, of all that was found for an application, and what stays. */
export function planRevocation(
  { usernames, ours, others }: FoundGrants,
  appId: string,
  extent: Extent,
): Revocation {
  const at = ({ serviceId }: { serviceId: string }) =>
    extent.serviceIds.some((each) => sameId(each, serviceId));
  const going = ours.filter((each) => at(each) && isWithin(extent, each));
  const goes = new Set(going.map(({ id }) => id.toLowerCase()));
  const staying = ours.filter(({ id }) => !goes.has(id.toLowerCase()));
  const held = (all: readonly HeldAssignment[], serviceId: string) =>
    all.some((each) => sameId(each.serviceId, serviceId));
  // A login that another grant of Mailgrant's needs is not the tag's to take.
  const isFree = (login: Login) =>
    (held(going, login.serviceId) || isBegun(extent, login)) && !held(staying, login.serviceId);
  return {
    usernames: usernames.filter(
      (each) =>
        at(each) &&
        (extent.of === 'all' || (isOwnLogin(each, appId) && (extent.of === 'marked' || isFree(each)))),
    ),
    assignments: [...new Map(going.map(({ id }) => [id.toLowerCase(), id])).values()],
    staying: [...staying.filter(({ gives }) => gives.length > 0), ...others],
  };
}

function isWithin({ of }: Extent, { door }: OurAssignment): boolean {
  if (of === 'all') return true;
  return of === 'marked' ? door !== undefined : door === 'event';
}

function isBegun({ begun = [] }: Extent, { serviceId, name }: Login): boolean {
  return begun.some((each) => sameId(each.serviceId, serviceId) && sameText(each.name, name));
}

type Login = FoundGrants['usernames'][number];

/** Whether its resource has the name that Mailgrant gives: one made by hand does not. */
function isOwnLogin({ name, username }: Login, appId: string): boolean {
  return sameText(name, smtpUsernameNameFor(username, appId));
}

/** Reads the payload of `keep`; undefined if it is none. Without a payload it means everything. */
export function readKeep(payload: unknown): Keep | undefined {
  if (payload === undefined || payload === null) return {};
  if (!isRecord(payload)) return undefined;
  const { because, serviceIds } = payload;
  if (because !== undefined && typeof because !== 'string') return undefined;
  if (serviceIds !== undefined && !isTexts(serviceIds)) return undefined;
  return {
    ...(because === undefined ? {} : { because }),
    ...(serviceIds === undefined ? {} : { serviceIds }),
  };
}

/** Reads the payload of `now`; undefined if it is none. */
export function readNow(payload: unknown): Now | undefined {
  if (!isRecord(payload)) return undefined;
  const { requester, serviceIds, tags } = payload;
  if (!isRecord(requester) || !isTexts(serviceIds) || serviceIds.length === 0) return undefined;
  if (typeof requester.who !== 'string' || typeof requester.door !== 'string') return undefined;
  return { requester: requester as Requester, serviceIds, ...(isTexts(tags) ? { tags } : {}) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
