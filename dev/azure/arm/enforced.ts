import type { Assignment } from '../../../src/domain/permissions/evaluate.ts';
import { roleRemovalOf } from '../delays.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { Permission, RoleAssignment, RoleDefinition } from '../state.ts';
import { principalAndGroups } from './groups.ts';

/**
 * The role assignments of a principal and its groups that Azure enforces now: a new one takes a while to have
 * an effect, and so does its removal. Reads of role assignments run ahead of this.
 */
export function enforcedAssignments(azure: LocalAzure, principalId: string): Assignment[] {
  const { state } = azure;
  const principals = principalAndGroups(state, principalId);
  return [...state.roleAssignments.values()].flatMap((assignment) => {
    if (!principals.has(assignment.principalId.toLowerCase()) || !isEnforced(azure, assignment)) return [];
    const role = state.roleDefinitions.get(assignment.roleDefinition.toLowerCase());
    if (role === undefined) return [];
    return [
      {
        id: assignment.name,
        principalId: assignment.principalId,
        scope: assignment.scope,
        condition: assignment.condition ?? null,
        role: { id: role.name, name: role.roleName, permissions: enforcedPermissions(azure, role) },
      },
    ];
  });
}

function isEnforced({ clock, delays }: LocalAzure, assignment: RoleAssignment): boolean {
  const now = clock.now();
  const { createdAt, deletedAt } = assignment;
  const from = createdAt + delays.rolePropagation;
  if (now < from) return false;
  if (deletedAt === undefined) return true;
  // Deleted before it ever had an effect, it never has one.
  return deletedAt >= from && now < deletedAt + roleRemovalOf(delays);
}

/** What a role grants now: a change of a custom role propagates as slowly as an assignment. */
export function enforcedPermissions({ clock, delays }: LocalAzure, role: RoleDefinition): Permission[] {
  const { replaced } = role;
  const propagated = replaced === undefined || clock.now() >= replaced.at + delays.rolePropagation;
  return propagated ? role.permissions : replaced.permissions;
}
