/** How much lies below a scope. */
export type ScopeWidth = 'resource' | 'resourceGroup' | 'subscription' | 'managementGroup' | 'root';

export function scopeWidth(scope: string): ScopeWidth {
  const path = scope
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
  if (path.length === 0) return 'root';
  if (path[0] !== 'subscriptions') return 'managementGroup';
  if (path.length <= 2) return 'subscription';
  return path.length <= 4 ? 'resourceGroup' : 'resource';
}
