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
