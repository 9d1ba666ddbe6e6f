import { reaches } from '../../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { RoleDefinition, State } from '../../state.ts';
import { demand } from '../demand.ts';
import { parseFilter } from '../filter.ts';
import type { Term } from '../filter.ts';
import { undashed } from '../guid.ts';
import { page } from '../page.ts';
import { scopeOf } from '../paths.ts';
import { refusal } from '../refusal.ts';
import { demandContainer } from '../scopes.ts';
import { roleDefinitionShape } from './shape.ts';

export function getRoleDefinition(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const scope = scopeOf(request.params);
  const name = request.params.name ?? '';
  demand(azure, request, { action: 'Microsoft.Authorization/roleDefinitions/read', scope });
  demandContainer(azure.state, scope);
  const role = findRoleDefinition(azure.state, name, scope);
  if (role === undefined) throw roleDefinitionDoesNotExist(404, name);
  return { status: 200, body: roleDefinitionShape(role, scope) };
}

export function listRoleDefinitions(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const scope = scopeOf(request.params);
  demand(azure, request, { action: 'Microsoft.Authorization/roleDefinitions/read', scope });
  demandContainer(azure.state, scope);
  const filter = request.url.searchParams.get('$filter');
  const terms = parseFilter(filter, ['rolename', 'type', 'atscopeandbelow']);
  const found = [...azure.state.roleDefinitions.values()].filter(
    (role) => isListed(azure, role, { scope, terms }) && terms.every((term) => passes(azure, role, term)),
  );
  return page(
    request,
    found.map((role) => roleDefinitionShape(role, scope)),
  );
}

export function roleDefinitionDoesNotExist(status: number, id: string): Error {
  return refusal(
    status,
    'RoleDefinitionDoesNotExist',
    `The specified role definition with ID '${undashed(id)}' does not exist.`,
  );
}

/** A role is found by id from its assignable scopes and from what lies above or below them. */
export function findRoleDefinition(state: State, name: string, scope: string): RoleDefinition | undefined {
  const role = state.roleDefinitions.get(name.toLowerCase());
  const near = role?.assignableScopes.some(
    (each) => reaches(each, scope, state.managementGroups) || reaches(scope, each, state.managementGroups),
  );
  return near === true ? role : undefined;
}

function isListed(
  { state }: LocalAzure,
  role: RoleDefinition,
  { scope, terms }: { scope: string; terms: readonly Term[] },
): boolean {
  const below = terms.some(({ name }) => name === 'atscopeandbelow');
  return role.assignableScopes.some(
    (each) =>
      reaches(each, scope, state.managementGroups) || (below && reaches(scope, each, state.managementGroups)),
  );
}

function passes({ clock, delays }: LocalAzure, role: RoleDefinition, term: Term): boolean {
  switch (term.name) {
    case 'rolename':
      // For a while after an update, Azure does not find the role by its name, old or new.
      if (role.replaced !== undefined && clock.now() < role.replaced.at + delays.roleReplication)
        return false;
      return role.roleName.toLowerCase() === term.value.toLowerCase();
    case 'type':
      return role.type.toLowerCase() === term.value.toLowerCase();
    default:
      return true;
  }
}
