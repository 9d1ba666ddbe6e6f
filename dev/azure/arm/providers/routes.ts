import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import { armPath } from '../paths.ts';
import { notImplemented } from '../refusal.ts';
import { listedProviders } from './listed.ts';
import type { Provider } from './provider.ts';

type Operation = ReturnType<typeof describe>;

/** Any caller may ask; the operations are the same for everyone. */
function get(request: LocalRequest): LocalResponse {
  const wanted = request.params.name?.toLowerCase();
  const provider = listedProviders.find(({ name }) => name.toLowerCase() === wanted);
  if (provider === undefined) throw notImplemented(`the operations of ${request.params.name}`);
  return { status: 200, body: shape(provider, isExpanded(request)) };
}

function list(request: LocalRequest): LocalResponse {
  const expanded = isExpanded(request);
  return { status: 200, body: { value: listedProviders.map((each) => shape(each, expanded)) } };
}

function isExpanded({ url }: LocalRequest): boolean {
  return url.searchParams.get('$expand')?.toLowerCase() === 'resourcetypes';
}

/** Expanded, the operations stand with their resource types, and only those of none with the provider. */
function shape({ name, displayName, actions, dataActions }: Provider, expanded: boolean) {
  const all = [
    ...actions.map((each) => describe(each, false)),
    ...dataActions.map((each) => describe(each, true)),
  ];
  const own = all.filter((each) => resourceTypeOf(each) === '');
  return {
    displayName,
    id: `/providers/Microsoft.Authorization/providerOperations/${name}`,
    name,
    type: 'Microsoft.Authorization/providerOperations',
    operations: expanded ? own : all,
    resourceTypes: expanded ? resourceTypes(all) : [],
  };
}

function resourceTypes(all: readonly Operation[]) {
  const byType = Map.groupBy(
    all.filter((each) => resourceTypeOf(each) !== ''),
    resourceTypeOf,
  );
  return [...byType].map(([name, operations]) => ({ name, displayName: name, operations }));
}

/** The operation without its provider and its verb (and the `action` behind one). */
function resourceTypeOf({ name }: Operation): string {
  const parts = name.split('/').slice(1);
  return parts.slice(0, parts.at(-1)?.toLowerCase() === 'action' ? -2 : -1).join('/');
}

function describe(name: string, isDataAction: boolean) {
  return {
    name,
    displayName: name,
    description: name,
    origin: 'user,system',
    properties: null,
    isDataAction,
  };
}

const facts = ['arm.providerOperations', 'arm.providerOperations.part', 'smtpUsername.noOperation'];

export const providerOperationRoutes: readonly Route[] = [
  {
    operation: 'ProviderOperationsMetadata_Get',
    method: 'GET',
    path: armPath('providers/Microsoft\\.Authorization/providerOperations/{name}'),
    facts,
    handle: get,
  },
  {
    operation: 'ProviderOperationsMetadata_List',
    method: 'GET',
    path: armPath('providers/Microsoft\\.Authorization/providerOperations'),
    facts: [...facts, 'arm.providerOperations.list'],
    handle: list,
  },
];
