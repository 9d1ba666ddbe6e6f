import { reaches } from '../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { State, Subscription } from '../state.ts';
import { callerOf, demand } from './demand.ts';
import { enforcedAssignments } from './enforced.ts';
import { armPath } from './paths.ts';
import { demandScope } from './scopes.ts';

/** Those in which the caller has any role: a list is never refused, only shorter. */
function listSubscriptions(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { state } = azure;
  const scopes = enforcedAssignments(azure, callerOf(request).objectId).map((each) => each.scope);
  const value = [...state.subscriptions.values()].filter(({ id }) =>
    scopes.some(
      (scope) =>
        reaches(scope, `/subscriptions/${id}`, state.managementGroups) ||
        reaches(`/subscriptions/${id}`, scope, state.managementGroups),
    ),
  );
  return {
    status: 200,
    body: {
      value: value.map((each) => shape(state, each)),
      count: { type: 'Total', value: value.length },
    },
  };
}

function getSubscription(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const scope = `/subscriptions/${request.params.subscription}`;
  demand(azure, request, { action: 'Microsoft.Resources/subscriptions/read', scope });
  demandScope(azure.state, scope);
  const found = azure.state.subscriptions.get((request.params.subscription ?? '').toLowerCase());
  return { status: 200, body: found && shape(azure.state, found) };
}

function shape({ tenantId }: State, { id, displayName }: Subscription) {
  return {
    id: `/subscriptions/${id}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId: id,
    tenantId,
    displayName,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}

export const subscriptionRoutes: readonly Route[] = [
  {
    operation: 'Subscriptions_List',
    method: 'GET',
    path: armPath('subscriptions'),
    facts: ['arm.subscriptions'],
    handle: listSubscriptions,
  },
  {
    operation: 'Subscriptions_Get',
    method: 'GET',
    path: armPath('{subscription}'),
    facts: ['arm.scope.404'],
    handle: getSubscription,
  },
];
