import type { Permission, RoleDefinition } from './roleDefinition.ts';
import type { WantedRole } from './senderRole.ts';

/** Whether a role is what it should be where it matters: what it allows, and where it can be assigned. */
export function sameRole(found: RoleDefinition, wanted: WantedRole): boolean {
  return (
    sameSet(found.assignableScopes, wanted.assignableScopes) &&
    found.permissions.length === wanted.permissions.length &&
    found.permissions.every((block, index) => samePermission(block, wanted.permissions[index]))
  );
}

function samePermission(one: Permission, other: Permission | undefined): boolean {
  return (
    other !== undefined &&
    sameSet(one.actions, other.actions) &&
    sameSet(one.notActions, other.notActions) &&
    sameSet(one.dataActions, other.dataActions) &&
    sameSet(one.notDataActions, other.notDataActions)
  );
}

// Azure keeps neither the order nor the case of actions and scopes meaningful.
function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const normal = (values: readonly string[]) =>
    [...new Set(values.map((value) => value.toLowerCase()))].sort();
  return JSON.stringify(normal(one)) === JSON.stringify(normal(other));
}
