import type { RoleDefinition } from '../../state.ts';
import { azureTime } from '../azureTime.ts';
import { idPrefix } from '../scopes.ts';

/** A role definition as reads show it. Its id depends on where it is read. */
export function roleDefinitionShape(role: RoleDefinition, scope: string) {
  const prefix = idPrefix(scope);
  // At the root, and only there, Azure writes RoleDefinitions with a capital R.
  const collection = prefix === '' ? 'RoleDefinitions' : 'roleDefinitions';
  return {
    properties: {
      roleName: role.roleName,
      type: role.type,
      description: role.description,
      assignableScopes: role.assignableScopes,
      permissions: role.permissions,
      createdOn: azureTime(role.createdAt),
      updatedOn: azureTime(role.updatedAt),
      createdBy: role.createdBy ?? null,
      updatedBy: role.updatedBy ?? null,
    },
    id: `${prefix}/providers/Microsoft.Authorization/${collection}/${role.name}`,
    type: 'Microsoft.Authorization/roleDefinitions',
    name: role.name,
  };
}

/** The reply to a PUT: it does not say who created the role, and takes an update for a creation. */
export function writtenRoleDefinitionShape(role: RoleDefinition, scope: string) {
  const shape = roleDefinitionShape(role, scope);
  const { updatedOn } = shape.properties;
  return { ...shape, properties: { ...shape.properties, createdOn: updatedOn, createdBy: null } };
}
