import { resourceGroupScope } from '../resourceId.ts';
import { groupBy } from './groupBy.ts';
import type { AuditPlace } from './slices.ts';

/**
 * Where lists of role assignments are read: at a mail service, or where a resource group holds several, at that. A
 * list has what is assigned at, above and below its scope, so no assignment is missed, and few are read twice.
 */
export function auditPlaces(serviceIds: readonly string[]): AuditPlace[] {
  const groups = groupBy(serviceIds, (id) => resourceGroupScope(id).toLowerCase());
  return [...groups.values()].map((ids) => {
    const [first = ''] = ids;
    return { scope: ids.length === 1 ? first : resourceGroupScope(first), serviceIds: ids };
  });
}
