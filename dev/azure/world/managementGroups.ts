import type { Loading } from './loading.ts';
import type { ParsedWorld } from './schema.ts';

/** Which group stands in which. What the estate puts nowhere stands in the tenant's root group, as in Azure. */
export function loadManagementGroups({ state, problems }: Loading, world: ParsedWorld): void {
  if (world.managementGroups.length === 0) return;
  const above: Record<string, string> = {};
  const names = new Map(world.managementGroups.map(({ name }) => [name.toLowerCase(), name]));
  if (names.size < world.managementGroups.length) problems.push('Two management groups have the same name.');
  for (const { name, parent, subscriptions } of world.managementGroups) {
    if (parent !== undefined && !names.has(parent.toLowerCase()))
      problems.push(`Management group '${name}' stands in '${parent}', which does not exist.`);
    above[scopeOf(name).toLowerCase()] = scopeOf(names.get(parent?.toLowerCase() ?? '') ?? state.tenantId);
    for (const id of subscriptions) {
      const subscription = `/subscriptions/${id}`;
      if (!state.subscriptions.has(id))
        problems.push(`Management group '${name}' holds subscription '${id}', which does not exist.`);
      if (subscription in above) problems.push(`Subscription '${id}' stands in two management groups.`);
      above[subscription] = scopeOf(name);
    }
  }
  for (const id of state.subscriptions.keys()) above[`/subscriptions/${id}`] ??= scopeOf(state.tenantId);
  for (const name of names.values())
    if (isInCircle(above, scopeOf(name))) problems.push(`Management group '${name}' stands in itself.`);
  state.managementGroups = above;
}

function scopeOf(name: string): string {
  return `/providers/Microsoft.Management/managementGroups/${name}`;
}

function isInCircle(above: Record<string, string>, scope: string): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = scope.toLowerCase(); at !== undefined; at = above[at]?.toLowerCase()) {
    if (seen.has(at)) return true;
    seen.add(at);
  }
  return false;
}
