import type { Route } from '../../http.ts';
import { armPath } from '../paths.ts';
import { getRoleDefinition, listRoleDefinitions } from './read.ts';
import { deleteRoleDefinition, putRoleDefinition } from './write.ts';

const one = armPath('{authorization}/roleDefinitions/{name}');

export const roleDefinitionRoutes: readonly Route[] = [
  { operation: 'RoleDefinitions_Get', method: 'GET', path: one, handle: getRoleDefinition },
  {
    operation: 'RoleDefinitions_List',
    method: 'GET',
    path: armPath('{authorization}/roleDefinitions'),
    handle: listRoleDefinitions,
  },
  { operation: 'RoleDefinitions_CreateOrUpdate', method: 'PUT', path: one, handle: putRoleDefinition },
  { operation: 'RoleDefinitions_Delete', method: 'DELETE', path: one, handle: deleteRoleDefinition },
];
