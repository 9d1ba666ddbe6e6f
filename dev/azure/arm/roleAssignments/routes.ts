import type { Route } from '../../http.ts';
import { armPath } from '../paths.ts';
import { deleteRoleAssignment } from './delete.ts';
import { putRoleAssignment } from './put.ts';
import { getRoleAssignment, listRoleAssignments } from './read.ts';

const one = armPath('{authorization}/roleAssignments/{name}');

export const roleAssignmentRoutes: readonly Route[] = [
  { operation: 'RoleAssignments_Get', method: 'GET', path: one, handle: getRoleAssignment },
  {
    operation: 'RoleAssignments_ListForScope',
    method: 'GET',
    path: armPath('{authorization}/roleAssignments'),
    handle: listRoleAssignments,
  },
  { operation: 'RoleAssignments_Create', method: 'PUT', path: one, handle: putRoleAssignment },
  { operation: 'RoleAssignments_Delete', method: 'DELETE', path: one, handle: deleteRoleAssignment },
];
