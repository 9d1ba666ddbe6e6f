import { AzError } from '../../scripts/az.ts';
import type { Az } from '../../scripts/az.ts';

type Resource = { id: string; name: string; properties: Record<string, unknown> };

/** An Azure Resource Manager that keeps resources by their ids, lists them in pages of two, and deletes them. */
export class FakeArm {
  readonly resources = new Map<string, Resource>();
  readonly deleted: string[] = [];
  /** Ids that it refuses to delete. */
  readonly refusing = new Set<string>();

  add(id: string, properties: Record<string, unknown>): string {
    this.resources.set(id.toLowerCase(), { id, name: id.slice(id.lastIndexOf('/') + 1), properties });
    return id;
  }

  has(id: string): boolean {
    return this.resources.has(id.toLowerCase());
  }

  readonly az: Az = (args) => {
    const [rest, , method, , url = ''] = args;
    if (rest !== 'rest') throw new Error(`Not played: az ${args.join(' ')}`);
    const { pathname, searchParams } = new URL(url, 'https://management.azure.com');
    if (!searchParams.has('api-version')) throw new Error(`No api-version: ${url}`);
    if (method === 'get') return Promise.resolve(this.#list(pathname, Number(searchParams.get('skip'))));
    return this.#delete(args, pathname);
  };

  /** Role assignments are listed at, above and below; everything else in its own collection only. */
  #list(path: string, skip: number): unknown {
    const collection = path.toLowerCase();
    const [place = '', ofType] = collection.split('/providers/microsoft.authorization/');
    const all = [...this.resources.entries()].filter(([id]) =>
      ofType === 'roleassignments'
        ? id.startsWith(`${place}/`) && id.includes('/roleassignments/')
        : id.slice(0, id.lastIndexOf('/')) === collection,
    );
    const next = skip + 2;
    const link = `https://management.azure.com${path}?api-version=1&skip=${next}`;
    return {
      value: all.slice(skip, next).map(([, resource]) => resource),
      ...(all.length > next && { nextLink: link }),
    };
  }

  #delete(args: readonly string[], path: string): Promise<unknown> {
    const id = path.toLowerCase();
    const refuse = (said: string) => Promise.reject(new AzError(args, `ERROR: ${said}`));
    if (!this.resources.has(id)) return refuse('Not Found({"error":{"code":"ResourceNotFound"}})');
    if (this.refusing.has(path)) return refuse('Forbidden({"error":{"code":"ScopeLocked"}})');
    const users = [...this.resources.values()].filter(
      ({ properties }) => String(properties.roleDefinitionId).toLowerCase() === id,
    );
    if (users.length > 0) return refuse('Bad Request({"error":{"code":"RoleDefinitionHasAssignments"}})');
    if ([...this.resources.keys()].some((other) => other.startsWith(`${id}/eventsubscriptions/`)))
      return refuse('Conflict({"error":{"code":"HasEventSubscriptions"}})');
    this.resources.delete(id);
    this.deleted.push(path);
    return Promise.resolve(undefined);
  }
}
