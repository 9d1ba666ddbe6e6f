import type { LocalRequest, LocalResponse, Route } from '../http.ts';
import { communicationOperations } from './operations.ts';
import { armPath } from './paths.ts';
import { notImplemented } from './refusal.ts';

/** Any caller may ask; the operations are the same for everyone. */
function getProviderOperations(request: LocalRequest): LocalResponse {
  if (request.params.name?.toLowerCase() !== 'microsoft.communication')
    throw notImplemented(`the operations of ${request.params.name}`);
  const expanded = request.url.searchParams.get('$expand')?.toLowerCase() === 'resourcetypes';
  const own = communicationOperations.filter(isOnProvider);
  return {
    status: 200,
    body: {
      displayName: 'Microsoft Communication Services',
      id: '/providers/Microsoft.Authorization/providerOperations/Microsoft.Communication',
      name: 'Microsoft.Communication',
      type: 'Microsoft.Authorization/providerOperations',
      operations: expanded ? own.map(describe) : communicationOperations.map(describe),
      resourceTypes: expanded ? resourceTypes() : [],
    },
  };
}

function resourceTypes() {
  const byType = Map.groupBy(
    communicationOperations.filter((name) => !isOnProvider(name)),
    resourceTypeOf,
  );
  return [...byType].map(([name, operations]) => ({
    name,
    displayName: name,
    operations: operations.map(describe),
  }));
}

/** The operation without its provider and its verb (and the `action` behind one). */
function resourceTypeOf(operation: string): string {
  const parts = operation.split('/').slice(1);
  return parts.slice(0, parts.at(-1) === 'action' ? -2 : -1).join('/');
}

function isOnProvider(operation: string): boolean {
  return resourceTypeOf(operation) === '';
}

function describe(name: string) {
  return {
    name,
    displayName: name,
    description: name,
    origin: 'user,system',
    properties: null,
    isDataAction: false,
  };
}

export const providerOperationRoutes: readonly Route[] = [
  {
    operation: 'ProviderOperationsMetadata_Get',
    method: 'GET',
    path: armPath('providers/Microsoft\\.Authorization/providerOperations/{name}'),
    facts: ['arm.providerOperations', 'smtpUsername.noOperation'],
    handle: getProviderOperations,
  },
];
