import type { DenyAssignment } from '../../../src/domain/permissions/evaluate.ts';
import { reaches } from '../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { findPrincipal } from '../principals.ts';
import type { State } from '../state.ts';
import { demand } from './demand.ts';
import { parseFilter } from './filter.ts';
import { page } from './page.ts';
import { armPath, scopeOf } from './paths.ts';
import { notImplemented } from './refusal.ts';
import { demandContainer } from './scopes.ts';

const everyone = '00000000-0000-0000-0000-000000000000';
// Those beside atScope() are Azure's, and not played.
const filters = ['atscope', 'denyassignmentname', 'principalid', 'gdprexportprincipalid', 'assignedto'];

function listDenyAssignments(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { state } = azure;
  const scope = scopeOf(request.params);
  demand(azure, request, { action: 'Microsoft.Authorization/denyAssignments/read', scope });
  demandContainer(state, scope);
  const terms = parseFilter(request.url.searchParams.get('$filter'), filters);
  const other = terms.find(({ name }) => name !== 'atscope');
  if (other !== undefined) throw notImplemented(`the filter ${other.name} of deny assignments`);
  const found = state.denyAssignments.filter(
    (each) =>
      reaches(each.scope, scope, state.managementGroups) ||
      (terms.length === 0 && reaches(scope, each.scope, state.managementGroups)),
  );
  return page(
    request,
    found.map((each) => denyAssignmentShape(state, each)),
  );
}

function denyAssignmentShape(state: State, deny: DenyAssignment) {
  const { id, name, scope, permissions, doNotApplyToChildScopes, condition } = deny;
  return {
    properties: {
      denyAssignmentName: name,
      description: null,
      permissions: permissions.map((block) => ({
        ...block,
        condition: block.condition ?? null,
        conditionVersion: block.condition ? '2.0' : null,
      })),
      scope,
      doNotApplyToChildScopes,
      principals: deny.principalIds.map((each) => principalShape(state, each)),
      excludePrincipals: deny.excludePrincipalIds.map((each) => principalShape(state, each)),
      isSystemProtected: true,
      condition: condition ?? null,
      conditionVersion: condition ? '2.0' : null,
    },
    id: `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/denyAssignments/${id}`,
    type: 'Microsoft.Authorization/denyAssignments',
    name: id,
  };
}

function principalShape(state: State, id: string): { id: string; type: string } {
  if (id === everyone) return { id, type: 'SystemDefined' };
  const found = findPrincipal(state, id);
  return { id, type: typeof found === 'string' ? 'Unknown' : found.type };
}

export const denyAssignmentRoutes: readonly Route[] = [
  {
    operation: 'DenyAssignments_ListForScope',
    method: 'GET',
    path: armPath('{authorization}/denyAssignments'),
    facts: [
      'denyAssignment.list.all',
      'denyAssignment.list.shape',
      'denyAssignment.list.protected',
      'arm.container.404',
      'arm.paging',
    ],
    handle: listDenyAssignments,
  },
];
