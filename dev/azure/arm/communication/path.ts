import { refusal } from '../refusal.ts';
import { resourceNotFound } from '../scopes.ts';

type Params = Readonly<Record<string, string>>;

export function resourceGroupId({ subscription, resourceGroup }: Params): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
}

export function communicationId(params: Params, kind: 'communicationServices' | 'emailServices'): string {
  const name = params.parent ?? params.name;
  return `${resourceGroupId(params)}/providers/Microsoft.Communication/${kind}/${name}`;
}

/** The resource that another one of this type is to be made in, or Resource Manager's own 404. */
export function findParent<T>(parents: ReadonlyMap<string, T>, parentId: string, type: string): T {
  const parent = parents.get(parentId.toLowerCase());
  if (parent !== undefined) return parent;
  throw refusal(
    404,
    'ParentResourceNotFound',
    `Failed to perform 'write' on resource(s) of type '${type}', because the parent resource '${parentId}' could not be found.`,
  );
}

/** The resource with this id, whatever its case, or Azure's 404. */
export function findResource<T>(resources: ReadonlyMap<string, T>, id: string): T {
  const found = resources.get(id.toLowerCase());
  if (found === undefined) throw resourceNotFound(id);
  return found;
}
