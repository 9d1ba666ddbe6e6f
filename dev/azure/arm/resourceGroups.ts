import { reaches } from '../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { ResourceGroup } from '../state.ts';
import { authorize } from './authorize.ts';
import { callerOf, demand } from './demand.ts';
import { armPath } from './paths.ts';
import { demandScope } from './scopes.ts';

const readGroup = 'Microsoft.Resources/subscriptions/resourceGroups/read';

function getResourceGroup(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const scope = `/subscriptions/${request.params.subscription}/resourceGroups/${request.params.resourceGroup}`;
  demand(azure, request, { action: readGroup, scope });
  demandScope(azure.state, scope);
  const found = azure.state.resourceGroups.get(scope.toLowerCase());
  return { status: 200, body: found && groupShape(found) };
}

/** Those that the caller may read. */
function listResourceGroups(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const scope = `/subscriptions/${request.params.subscription}`;
  const principalId = callerOf(request).objectId;
  demandScope(azure.state, scope);
  const found = [...azure.state.resourceGroups.values()].filter(
    ({ id }) =>
      reaches(scope, id) &&
      authorize(azure, { principalId, action: readGroup, scope: id }).verdict === 'allowed',
  );
  return { status: 200, body: { value: found.map(groupShape) } };
}

function groupShape({ id, name, location }: ResourceGroup) {
  return {
    id,
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    tags: {},
    properties: { provisioningState: 'Succeeded' },
  };
}

export const resourceGroupRoutes: readonly Route[] = [
  {
    operation: 'ResourceGroups_List',
    method: 'GET',
    path: armPath('{subscription}/resourceGroups'),
    facts: ['arm.resourceGroups'],
    handle: listResourceGroups,
  },
  {
    operation: 'ResourceGroups_Get',
    method: 'GET',
    path: armPath('{resourceGroup}'),
    facts: ['arm.scope.404'],
    handle: getResourceGroup,
  },
];
