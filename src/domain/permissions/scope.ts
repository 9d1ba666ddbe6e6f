/**
 * Which management group each subscription and management group stands in: both sides are scopes, such as
 * `/subscriptions/{id}` or `/providers/Microsoft.Management/managementGroups/{name}`. Keys are in lower case.
 */
export type ManagementGroups = Readonly<Record<string, string>>;

/**
 * Does what is granted at `outer` reach `inner`? By whole path segments, whatever the case, and through the
 * management groups above a subscription. `/` reaches everything; what is no scope at all reaches nothing.
 */
export function reaches(outer: string, inner: string, above: ManagementGroups = {}): boolean {
  if (!outer.startsWith('/') || !inner.startsWith('/')) return false;
  const wanted = segments(outer);
  const seen = new Set<string>();
  let scope: string | undefined = inner;
  while (scope !== undefined && !seen.has(scope)) {
    const path = segments(scope);
    if (wanted.every((segment, index) => path[index] === segment)) return true;
    seen.add(scope);
    scope = above[container(path)];
  }
  return false;
}

/** The same scope, whatever the case and trailing slashes. */
export function sameScope(one: string, other: string): boolean {
  return one.startsWith('/') && other.startsWith('/') && path(segments(one)) === path(segments(other));
}

/** The subscription or management group that a path lies in: what a management group can hold. */
function container(segments: string[]): string {
  return path(segments.slice(0, segments[0] === 'subscriptions' ? 2 : 4));
}

function segments(scope: string): string[] {
  return scope
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
}

function path(segments: readonly string[]): string {
  return `/${segments.join('/')}`;
}
