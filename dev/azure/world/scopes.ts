import type { State } from '../state.ts';
import type { Loading } from './loading.ts';

const managementGroup = '/providers/microsoft.management/managementgroups/';

/** Complains about a scope at which the estate has nothing. */
export function checkScope(loading: Loading, scope: string, what: string): void {
  if (!isKnown(loading.state, scope.toLowerCase()))
    loading.problems.push(`${what} names scope '${scope}', which does not exist.`);
}

function isKnown(state: State, key: string): boolean {
  if (key === '/' || state.subscriptions.has(key.replace(/^\/subscriptions\//, ''))) return true;
  if (key.startsWith(managementGroup)) {
    const groups = Object.entries(state.managementGroups).flat();
    // An estate may leave management groups out; if it names some, it names them all.
    return groups.length === 0 || groups.some((group) => group.toLowerCase() === key);
  }
  const { resourceGroups, communicationServices, emailServices, emailDomains, keyVaults, eventGridTopics } =
    state;
  return [
    resourceGroups,
    communicationServices,
    emailServices,
    emailDomains,
    keyVaults,
    eventGridTopics,
  ].some((resources) => resources.has(key));
}
