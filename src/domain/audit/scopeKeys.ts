import type { ManagementGroups } from '../permissions/scope.ts';

/** One spelling of a scope: lower case, no trailing slash. */
export function scopeKey(scope: string): string {
  return `/${segments(scope).join('/')}`;
}

/**
 * Every scope that reaches this one, by its key: what `reaches` of permissions/scope.ts answers, prepared so that
 * looking up one of many assignments costs one step.
 */
export function keysReaching(scope: string, above: ManagementGroups): Set<string> {
  const keys = new Set<string>();
  const seen = new Set<string>();
  let current: string | undefined = scope;
  while (current !== undefined && !seen.has(current)) {
    seen.add(current);
    const path = segments(current);
    for (let length = 0; length <= path.length; length += 1) keys.add(`/${path.slice(0, length).join('/')}`);
    current = above[`/${path.slice(0, path[0] === 'subscriptions' ? 2 : 4).join('/')}`];
  }
  return keys;
}

/** The key and the keys of what contains it, nearest first, as far as the path says. */
export function keysUpwards(scope: string): string[] {
  const path = segments(scope);
  return path.map((_, index) => `/${path.slice(0, path.length - index).join('/')}`);
}

function segments(scope: string): string[] {
  return scope
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
}
