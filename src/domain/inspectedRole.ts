import type { Problem } from './problems.ts';
import type { Permission } from './roleDefinition.ts';
import type { WantedRole } from './senderRole.ts';

/** The role that a grant assigns, and what there is of it. `wanted` is absent for a built-in role. */
export type InspectedRole = {
  /** The GUID. */
  name: string;
  roleName: string;
  state: 'same' | 'drifted' | 'absent';
  permissions: Permission[];
  wanted?: WantedRole;
};

/** What is wrong with a role that deployment has to make, not Mailgrant; undefined if nothing is. */
export function deployedRoleProblem({ roleName, state }: InspectedRole): Problem | undefined {
  if (state === 'same') return undefined;
  return {
    code: state === 'absent' ? 'role-missing' : 'role-drifted',
    message: `The role '${roleName}' ${state === 'absent' ? 'does not exist' : 'is not what it should be'}, and MAILGRANT_CREATE_ROLE is false.`,
    fix: 'Deploy the infrastructure again: it makes the SMTP sender role of each resource group, and no other. Or set MAILGRANT_CREATE_ROLE to true.',
  };
}
