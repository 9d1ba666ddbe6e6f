import { subscriptionScope } from '../../../src/domain/resourceId.ts';
import type { State } from '../state.ts';
import { refusal } from './refusal.ts';

const managementGroup = '/providers/microsoft.management/managementgroups/';

/** Refuses a scope at which nothing exists. */
export function demandScope(state: State, scope: string): void {
  const key = scope.toLowerCase();
  if (key === '/') return;
  if (key.startsWith(managementGroup)) return demandManagementGroup(state, scope);
  const [, root, subscription = '', groups, group] = key.split('/');
  if (root !== 'subscriptions')
    throw refusal(404, 'InvalidResourceNamespace', `The scope '${scope}' is not valid.`);
  if (!state.subscriptions.has(subscription))
    throw refusal(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  if (groups === undefined) return;
  const groupId = `/subscriptions/${subscription}/resourcegroups/${group}`;
  if (!state.resourceGroups.has(groupId))
    throw refusal(
      404,
      'ResourceGroupNotFound',
      `Resource group '${scope.split('/')[4]}' could not be found.`,
    );
  if (key === groupId) return;
  const resources = [
    state.communicationServices,
    state.emailServices,
    state.emailDomains,
    state.smtpUsernames,
    state.keyVaults,
    state.eventGridTopics,
  ];
  if (!resources.some((known) => known.has(key))) throw resourceNotFound(scope);
}

/**
 * Refuses a request in a subscription or resource group that does not exist: Resource Manager looks at those
 * before the provider is asked. Whether the resource itself exists, reads of roles do not care.
 */
export function demandContainer(state: State, scope: string): void {
  if (!/^\/subscriptions\//i.test(scope)) return;
  const parts = scope.split('/');
  demandScope(state, parts.slice(0, parts[3]?.toLowerCase() === 'resourcegroups' ? 5 : 3).join('/'));
}

export function resourceNotFound(id: string): Error {
  const [, , , , group, , provider, ...types] = id.split('/');
  return refusal(
    404,
    'ResourceNotFound',
    `The Resource '${provider}/${types.join('/')}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

/** What Azure prefixes a role definition's id with when it is read at this scope: the subscription, or nothing. */
export function idPrefix(scope: string): string {
  return scope.toLowerCase().startsWith('/subscriptions/') ? subscriptionScope(scope) : '';
}

function demandManagementGroup(state: State, scope: string): void {
  const known = Object.entries(state.managementGroups).flat();
  if (!known.some((each) => each.toLowerCase() === scope.toLowerCase()))
    throw refusal(404, 'ManagementGroupNotFound', `The management group '${scope}' cannot be found.`);
}
