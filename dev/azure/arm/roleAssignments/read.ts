import { reaches, sameScope } from '../../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { RoleAssignment, State } from '../../state.ts';
import { demand } from '../demand.ts';
import { parseFilter } from '../filter.ts';
import type { Term } from '../filter.ts';
import { principalAndGroups } from '../groups.ts';
import { page } from '../page.ts';
import { scopeOf } from '../paths.ts';
import { refusal } from '../refusal.ts';
import { demandContainer } from '../scopes.ts';
import { roleAssignmentId, roleAssignmentShape } from './shape.ts';

const action = 'Microsoft.Authorization/roleAssignments/read';

export function getRoleAssignment(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const scope = scopeOf(request.params);
  const name = request.params.name ?? '';
  demand(azure, request, { action, scope });
  demandContainer(azure.state, scope);
  const assignment = findRoleAssignment(azure.state, name, scope);
  if (assignment === undefined)
    throw refusal(404, 'RoleAssignmentNotFound', `The role assignment '${name}' is not found.`);
  return { status: 200, body: roleAssignmentShape(assignment, scope) };
}

/** An assignment is found at the scope it was made at, and nowhere else. */
export function findRoleAssignment(state: State, name: string, scope: string): RoleAssignment | undefined {
  const assignment = state.roleAssignments.get(name.toLowerCase());
  return assignment !== undefined && sameScope(assignment.scope, scope) ? assignment : undefined;
}

export function listRoleAssignments(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { state, clock, delays } = azure;
  const scope = scopeOf(request.params);
  demand(azure, request, { action, scope });
  demandContainer(azure.state, scope);
  const filter = request.url.searchParams.get('$filter');
  const tests = parseFilter(filter, ['atscope', 'principalid', 'assignedto']).map((term) =>
    testFor(state, term, scope),
  );
  const replicated = clock.now() - delays.roleReplication;
  const isAround = around(state, scope);
  const found = [...state.roleAssignments.values()].filter(
    (each) =>
      each.deletedAt === undefined &&
      each.createdAt <= replicated &&
      isAround(each.scope) &&
      tests.every((test) => test(each)),
  );
  const listed = found.map((assignment) => ({ id: roleAssignmentId(assignment), assignment }));
  return page(request, listed, ({ assignment }) => roleAssignmentShape(assignment, scope));
}

/** At, above or below the scope. Large estates have many assignments at few scopes, so each is judged once. */
function around({ managementGroups }: State, scope: string): (other: string) => boolean {
  const known = new Map<string, boolean>();
  return (other) => {
    let answer = known.get(other);
    if (answer === undefined) {
      answer = reaches(other, scope, managementGroups) || reaches(scope, other, managementGroups);
      known.set(other, answer);
    }
    return answer;
  };
}

/** Every filter narrows what is at, above or below the scope. */
function testFor(state: State, term: Term, scope: string): (assignment: RoleAssignment) => boolean {
  const wanted = term.value.toLowerCase();
  switch (term.name) {
    case 'atscope':
      return (each) => reaches(each.scope, scope, state.managementGroups);
    case 'principalid':
      return (each) => each.principalId.toLowerCase() === wanted;
    default: {
      if (state.groups.has(wanted))
        throw refusal(400, 'BadRequest', 'assignedTo() takes the object id of a user or service principal.');
      const principals = principalAndGroups(state, wanted);
      return (each) => principals.has(each.principalId.toLowerCase());
    }
  }
}
