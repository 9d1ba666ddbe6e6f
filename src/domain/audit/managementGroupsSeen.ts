import type { ManagementGroups } from '../permissions/scope.ts';
import { subscriptionScope } from '../resourceId.ts';
import { groupBy } from './groupBy.ts';
import { scopeKey } from './scopeKeys.ts';
import type { AuditSlices } from './slices.ts';

const managementGroup = '/providers/microsoft.management/managementgroups/';

/**
 * Which management group stands in which, as far as it matters: nobody has to be allowed to read them. A list around
 * a place has nothing from beside it, so every management group in the list is above the place's subscription; and the
 * more subscriptions see one, the higher it stands. The order of those that the same ones see makes no difference.
 */
export function managementGroupsSeen(places: AuditSlices['places']): ManagementGroups {
  const seen = [...groupBy(places, ({ scope }) => scopeKey(subscriptionScope(scope)))].flatMap(
    ([subscription, own]) => [...seenAt(own)].map((key) => ({ subscription, key })),
  );
  const byKey = [...groupBy(seen, ({ key }) => key)];
  byKey.sort(([one, ofOne], [other, ofOther]) => ofOne.length - ofOther.length || (one < other ? -1 : 1));
  const rank = new Map(byKey.map(([key], place) => [key, place]));
  const isBelow = (one: string, other: string) => (rank.get(one) ?? -1) < (rank.get(other) ?? -1);
  const above: Record<string, string> = {};
  // Places that were read at different times may disagree. What was seen is reached then too, and nothing goes in circles.
  const insert = (from: string, key: string): void => {
    let at = from;
    let next = above[at];
    while (next !== undefined && isBelow(next, key)) {
      at = next;
      next = above[at];
    }
    if (next === key) return;
    above[at] = key;
    if (next !== undefined) insert(key, next);
  };
  for (const [, rows] of byKey) for (const { subscription, key } of rows) insert(subscription, key);
  return above;
}

function seenAt(places: AuditSlices['places']): Set<string> {
  const scopes = places.flatMap(({ assignments, eligible, denyAssignments, held }) =>
    [assignments, eligible, denyAssignments, ...Object.values(held)].flat().map(({ scope }) => scope),
  );
  return new Set(scopes.map(scopeKey).filter((key) => key.startsWith(managementGroup)));
}
