import { resourceNotFound } from '../scopes.ts';

type Params = Readonly<Record<string, string>>;

export function resourceGroupId({ subscription, resourceGroup }: Params): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
}

export function communicationId(params: Params, kind: 'communicationServices' | 'emailServices'): string {
  const name = params.parent ?? params.name;
  return `${resourceGroupId(params)}/providers/Microsoft.Communication/${kind}/${name}`;
}

/** The resource with this id, whatever its case, or Azure's 404. */
export function findResource<T>(resources: ReadonlyMap<string, T>, id: string): T {
  const found = resources.get(id.toLowerCase());
  if (found === undefined) throw resourceNotFound(id);
  return found;
}
