import type { Route } from '../../http.ts';
import { armPath } from '../paths.ts';
import { getRoleDefinition, listRoleDefinitions } from './read.ts';
import { deleteRoleDefinition, putRoleDefinition } from './write.ts';

const one = armPath('{authorization}/roleDefinitions/{name}');

export const roleDefinitionRoutes: readonly Route[] = [
  {
    operation: 'RoleDefinitions_Get',
    method: 'GET',
    path: one,
    facts: ['roleDefinition.id.prefix', 'roleDefinition.get.404', 'arm.container.404'],
    handle: getRoleDefinition,
  },
  {
    operation: 'RoleDefinitions_List',
    method: 'GET',
    path: armPath('{authorization}/roleDefinitions'),
    facts: [
      'roleDefinition.list.forgets',
      'roleDefinition.list.roleName',
      'roleDefinition.list.scope',
      'arm.container.404',
      'roleDefinition.id.prefix',
    ],
    handle: listRoleDefinitions,
  },
  {
    operation: 'RoleDefinitions_CreateOrUpdate',
    method: 'PUT',
    path: one,
    raises: 'Microsoft.Authorization/roleDefinitions/write',
    facts: [
      'roleDefinition.put.201',
      'roleDefinition.put.reply',
      'roleDefinition.put.echo',
      'roleDefinition.sameName.409',
      'roleDefinition.builtIn.409',
      'roleDefinition.type.400',
      'roleDefinition.name.400',
      'roleDefinition.scopes.400',
      'roleDefinition.scopeId.400',
      'roleDefinition.scopes.custom',
      'roleDefinition.length.400',
      'roleDefinition.unknownAction.400',
      'roleDefinition.unknownDataAction.400',
      'smtpUsername.noOperation',
      'roleDefinition.linked.403',
      'roleDefinition.limit.400',
      'roleDefinition.propagation',
      'roleDefinition.administrator',
    ],
    handle: putRoleDefinition,
  },
  {
    operation: 'RoleDefinitions_Delete',
    method: 'DELETE',
    path: one,
    raises: 'Microsoft.Authorization/roleDefinitions/delete',
    facts: ['roleDefinition.delete.200', 'roleDefinition.hasAssignments.409'],
    handle: deleteRoleDefinition,
  },
];
