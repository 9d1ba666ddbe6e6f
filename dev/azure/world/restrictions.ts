import { findPrincipal } from '../principals.ts';
import type { Loading } from './loading.ts';
import { checkScope } from './scopes.ts';
import type { ParsedWorld } from './schema.ts';

// How Azure writes everyone in a deny assignment.
const everyone = '00000000-0000-0000-0000-000000000000';

/** What forbids although a role grants: locks and deny assignments. */
export function loadRestrictions(loading: Loading, world: ParsedWorld): void {
  for (const lock of world.locks) {
    checkScope(loading, lock.scope, 'A lock');
    loading.state.locks.push(lock);
  }
  for (const each of world.denyAssignments) {
    const what = `The deny assignment '${each.name}'`;
    const { name, scope, permissions, doNotApplyToChildScopes } = each;
    checkScope(loading, scope, what);
    const named = (names: readonly string[]) => names.flatMap((one) => principalId(loading, one, what));
    loading.state.denyAssignments.push({
      id: loading.deriveId('denyAssignment', `${scope}:${name}`),
      name,
      scope,
      permissions,
      doNotApplyToChildScopes,
      principalIds: each.principals === 'everyone' ? [everyone] : named(each.principals),
      excludePrincipalIds: named(each.exclude),
    });
  }
}

function principalId(loading: Loading, name: string, what: string): string[] {
  const found = findPrincipal(loading.state, name);
  if (typeof found !== 'string') return [found.objectId];
  loading.problems.push(`${what}: ${found}`);
  return [];
}
