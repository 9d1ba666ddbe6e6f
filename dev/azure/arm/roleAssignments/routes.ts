import type { Route } from '../../http.ts';
import { armPath } from '../paths.ts';
import { deleteRoleAssignment } from './delete.ts';
import { putRoleAssignment } from './put.ts';
import { getRoleAssignment, listRoleAssignments } from './read.ts';

const one = armPath('{authorization}/roleAssignments/{name}');

export const roleAssignmentRoutes: readonly Route[] = [
  {
    operation: 'RoleAssignments_Get',
    method: 'GET',
    path: one,
    facts: ['roleAssignment.get.404', 'arm.container.404'],
    handle: getRoleAssignment,
  },
  {
    operation: 'RoleAssignments_ListForScope',
    method: 'GET',
    path: armPath('{authorization}/roleAssignments'),
    facts: [
      'roleAssignment.list.all',
      'roleAssignment.list.atScope',
      'roleAssignment.list.principalId',
      'roleAssignment.list.assignedTo',
      'roleAssignment.list.roleId',
      'roleAssignment.list.lag',
      'roleAssignment.list.orphan',
      'arm.container.404',
      'arm.paging',
    ],
    handle: listRoleAssignments,
  },
  {
    operation: 'RoleAssignments_Create',
    method: 'PUT',
    path: one,
    raises: 'Microsoft.Authorization/roleAssignments/write',
    facts: [
      'roleAssignment.put.201',
      'roleAssignment.put.reply',
      'roleAssignment.update.400',
      'roleAssignment.exists.409',
      'roleAssignment.principalNotFound.400',
      'roleAssignment.principalType',
      'roleAssignment.unmatchedType.400',
      'roleAssignment.unknownRole.400',
      'roleAssignment.notAssignable.400',
      'roleAssignment.limit.400',
      'roleAssignment.propagation',
      'roleAssignment.condition.write',
      'roleAssignment.condition.update',
      'roleAssignment.condition.first',
      'roleAssignment.condition.only',
      'roleAssignment.condition.unknown',
      'roleAssignment.condition.read',
      'roleAssignment.roleId.400',
      'roleAssignment.limit.group',
      'arm.scope.404',
      'arm.locks.409',
    ],
    handle: putRoleAssignment,
  },
  {
    operation: 'RoleAssignments_Delete',
    method: 'DELETE',
    path: one,
    raises: 'Microsoft.Authorization/roleAssignments/delete',
    facts: [
      'roleAssignment.delete.200',
      'roleAssignment.propagation',
      'roleAssignment.condition.delete',
      'roleAssignment.condition.absent',
      'roleAssignment.lastAdmin.400',
      'arm.locks.409',
    ],
    handle: deleteRoleAssignment,
  },
];
