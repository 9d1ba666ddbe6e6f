import type { FoundGrants, HeldAssignment } from './heldGrants.ts';
import type { Requester } from './requester.ts';
import { sameId } from './resourceId.ts';

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

/** How far a revocation goes. */
export type Extent = {
  /** `all` that Mailgrant made, or only what was asked for by tags: who asks to untag can't take another's grant. */
  of: 'all' | 'tagged';
  serviceIds: readonly string[];
};

type Revocation = {
  usernames: FoundGrants['usernames'];
  /** Ids of role assignments, each once. */
  assignments: string[];
  /** What stays and gives at least one of the actions that sending takes. */
  staying: HeldAssignment[];
};

/** What goes, of all that was found, and what stays. */
export function planRevocation({ usernames, ours, others }: FoundGrants, extent: Extent): Revocation {
  const at = ({ serviceId }: { serviceId: string }) =>
    extent.serviceIds.some((each) => sameId(each, serviceId));
  const going = ours.filter((each) => at(each) && (extent.of === 'all' || each.door === 'event'));
  const goes = new Set(going.map(({ id }) => id.toLowerCase()));
  const staying = ours.filter(({ id }) => !goes.has(id.toLowerCase()));
  const held = (all: readonly HeldAssignment[], serviceId: string) =>
    all.some((each) => sameId(each.serviceId, serviceId));
  return {
    usernames: usernames.filter(
      (each) =>
        at(each) &&
        // A login that another grant of Mailgrant's needs is not the tag's to take.
        (extent.of === 'all' || (held(going, each.serviceId) && !held(staying, each.serviceId))),
    ),
    assignments: [...new Map(going.map(({ id }) => [id.toLowerCase(), id])).values()],
    staying: [...staying.filter(({ gives }) => gives.length > 0), ...others],
  };
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
