import type { LocalRequest, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { Group } from '../state.ts';
import { groupBody, servicePrincipalBody } from './bodies.ts';
import { findGroup } from './lookup.ts';
import { objectPath } from './paths.ts';
import { callerOf, mayReadGroups } from './permissions.ts';
import { listPage, oneEntity } from './query.ts';
import { visibleServicePrincipals } from './replication.ts';

export const groupRoutes: readonly Route[] = [
  {
    operation: 'groups.group.GetGroup',
    method: 'GET',
    path: objectPath('groups'),
    facts: ['group.get', 'group.denied', 'graph.404'],
    handle(request, azure) {
      mayReadGroups(azure, callerOf(request));
      const body = groupBody(findGroup(request, azure));
      return oneEntity(request, body, { name: 'groups', type: 'group', filterable: [] });
    },
  },
  {
    operation: 'groups.ListTransitiveMemberAsServicePrincipal',
    method: 'GET',
    path: objectPath('groups', 'transitiveMembers/microsoft\\.graph\\.servicePrincipal'),
    facts: ['group.transitiveMembers', 'group.cast', 'group.denied', 'graph.404', 'graph.page'],
    handle(request, azure) {
      mayReadGroups(azure, callerOf(request));
      const members = transitiveMembers(azure, findGroup(request, azure));
      if (!isAdvanced(request)) return silence;
      const found = visibleServicePrincipals(azure).filter(({ objectId }) => members.has(objectId));
      return listPage(request, found.map(servicePrincipalBody), {
        name: 'servicePrincipals',
        type: 'servicePrincipal',
        filterable: [],
        counted: true,
      });
    },
  },
];

/** Fact group.cast. */
const silence = {
  status: 200,
  body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#servicePrincipals', value: [] },
};

function isAdvanced({ headers, url }: LocalRequest): boolean {
  return (
    headers.get('consistencylevel')?.toLowerCase() === 'eventual' && url.searchParams.get('$count') === 'true'
  );
}

/** Whoever is in the group or in groups in it; groups may be in each other in a circle. */
function transitiveMembers({ state }: LocalAzure, group: Group): Set<string> {
  const members = new Set<string>();
  const open = [...group.memberIds];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (members.has(id)) continue;
    members.add(id);
    open.push(...(state.groups.get(id)?.memberIds ?? []));
  }
  return members;
}
