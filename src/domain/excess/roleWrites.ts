import { coverage } from '../permissions/coverage.ts';
import type { Role } from '../permissions/coverage.ts';

/** Azure's operation that gives somebody a role. */
export const assigningRoles = 'Microsoft.Authorization/roleAssignments/write';

/**
 * The operations that decide who may do what, and why each of them does: whoever holds one can make themselves Owner,
 * or undo what keeps others from being it.
 *
 * Left out on purpose: locks, which hold back changes but give nobody a right (removing one counts as a delete);
 * Azure Lighthouse's registrationAssignments, which Azure refuses to who may not write role assignments as well; and
 * policy assignments, whose identity needs a role that somebody else has to give.
 */
export const roleWrites: readonly { operation: string; because: string }[] = [
  { operation: assigningRoles, because: 'gives anybody a role' },
  {
    operation: 'Microsoft.Authorization/roleDefinitions/write',
    because: 'makes a role that one holds wider',
  },
  {
    operation: 'Microsoft.Authorization/elevateAccess/action',
    because: 'makes User Access Administrator at /',
  },
  {
    operation: 'Microsoft.Authorization/roleAssignmentScheduleRequests/write',
    because: 'gives a role by way of Privileged Identity Management',
  },
  {
    operation: 'Microsoft.Authorization/roleEligibilityScheduleRequests/write',
    because: 'lets somebody activate a role',
  },
  {
    operation: 'Microsoft.Authorization/roleManagementPolicies/write',
    because: 'takes approval and proof away from activating a role',
  },
  {
    operation: 'Microsoft.Authorization/roleManagementPolicyAssignments/write',
    because: 'puts weaker rules in the place of those for activating a role',
  },
  { operation: 'Microsoft.Authorization/classicAdministrators/write', because: 'makes a co-administrator' },
  { operation: 'Microsoft.Authorization/denyAssignments/write', because: 'shuts others out' },
  { operation: 'Microsoft.Authorization/denyAssignments/delete', because: 'gives back what was denied' },
  { operation: 'Microsoft.Blueprint/blueprintAssignments/write', because: 'assigns roles by a blueprint' },
];

/** One of those operations, the role's entry that grants it, and the condition it holds under, if any. */
export type RoleWrite = { operation: string; because: string; pattern: string; condition?: string };

/** How a role decides who may do what; none if it does not. */
export function roleWritesOf(role: Role): RoleWrite[] {
  return roleWrites.flatMap(({ operation, because }) => {
    const found = coverage(role, operation);
    if (found.kind !== 'covered' && found.kind !== 'conditional') return [];
    const { pattern } = found;
    const write = { operation, because, pattern };
    return [found.kind === 'conditional' ? { ...write, condition: found.condition } : write];
  });
}
