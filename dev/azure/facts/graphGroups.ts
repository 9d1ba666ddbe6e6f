import type { Fact } from './fact.ts';

const membersDoc = 'https://learn.microsoft.com/graph/api/group-list-transitivemembers';

export const graphGroupFacts = {
  'group.get': {
    says: 'GET /groups/{id} answers 200 with the group.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/api/group-get',
  },
  'group.denied': {
    says: 'Groups are not read with Application.Read.All: without GroupMember.Read.All, Group.Read.All or Directory.Read.All an application is refused 403 Authorization_RequestDenied.',
    sure: 'documented',
    source: membersDoc,
  },
  'group.transitiveMembers': {
    says: 'transitiveMembers is a flat list of all who are in a group or in groups in it; cast to microsoft.graph.servicePrincipal, of the service principals alone.',
    sure: 'documented',
    source: membersDoc,
  },
  'group.cast': {
    says: 'The cast is an advanced query: it wants ConsistencyLevel: eventual and $count=true on every page, and without either of them the answer is 200 with an empty list.',
    sure: 'field',
    source: 'https://learn.microsoft.com/graph/aad-advanced-queries',
  },
} satisfies Record<string, Fact>;
