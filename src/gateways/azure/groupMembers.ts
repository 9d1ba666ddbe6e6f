import * as z from 'zod';
import { entity } from './entity.ts';
import { foreignAddress } from './errors.ts';
import { askTogether } from './graphBatch.ts';
import type { GraphClient } from './graphClient.ts';

// Without the header or the count Graph answers 200 with an empty list, and nothing says so.
const headers = { ConsistencyLevel: 'eventual' };
const query = 'transitiveMembers/microsoft.graph.servicePrincipal?$select=id&$count=true&$top=999';
const page = z.object({
  value: z.array(z.object({ id: z.string() })),
  '@odata.nextLink': z.string().optional(),
});

/** The service principals in each group, to the last page of the longest. In a group that is gone, there is nobody. */
export async function groupMembers(
  graph: GraphClient,
  groupIds: readonly string[],
): Promise<Map<string, string[] | 'denied'>> {
  const found = new Map(groupIds.map((id) => [id, new Set<string>()]));
  const denied = new Set<string>();
  let open = groupIds.map((id) => ({ id, path: `${entity('groups', { objectId: id })}/${query}` }));
  while (open.length > 0) {
    const pages = await askTogether(
      graph,
      open.map(({ path }) => ({ path, schema: page, headers })),
    );
    open = open.flatMap(({ id }, index) => {
      const reply = pages[index];
      if (reply?.kind === 'denied') denied.add(id);
      if (reply?.kind !== 'read') return [];
      for (const member of reply.value.value) found.get(id)?.add(member.id.toLowerCase());
      const next = reply.value['@odata.nextLink'];
      return next === undefined ? [] : [{ id, path: pathOf(graph, next) }];
    });
  }
  return new Map([...found].map(([id, members]) => [id, denied.has(id) ? 'denied' : [...members]]));
}

/** Of a link to the next page: only Graph itself is asked for it. */
function pathOf({ endpoint }: GraphClient, link: string): string {
  const root = `${endpoint}/v1.0/`;
  if (link.startsWith(root)) return link.slice(root.length);
  throw foreignAddress(endpoint, URL.parse(link)?.origin ?? link);
}
