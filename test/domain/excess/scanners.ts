import type { RoleDefinition } from '../../../src/domain/roleDefinition.ts';

/**
 * The kinds of rules by which scanners find roles that can hand out roles, written anew from what they look at. Their
 * lists differ: these are ones that do well on Azure's own roles.
 */
export type Rule = { name: string; finds: (role: RoleDefinition) => boolean };

const privileged = [
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', // Owner
  'b24988ac-6180-42a0-ab88-20f7382dd24c', // Contributor
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', // User Access Administrator
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168', // Role Based Access Control Administrator
];

const dangerous = [
  '*',
  '*/write',
  'Microsoft.Authorization/*',
  'Microsoft.Authorization/*/Write',
  'Microsoft.Authorization/roleAssignments/*',
  'Microsoft.Authorization/roleAssignments/write',
];

export const scannerRules: readonly Rule[] = [
  {
    name: 'The role is named User Access Administrator',
    finds: ({ roleName }) => roleName === 'User Access Administrator',
  },
  {
    name: 'An action is exactly `*`',
    finds: ({ permissions }) => permissions.some(({ actions }) => actions.includes('*')),
  },
  { name: 'Its id is one of a list', finds: ({ name }) => privileged.includes(name) },
  {
    name: 'Six exact strings, minus notActions, all blocks pooled',
    finds: ({ permissions }) => {
      const actions = permissions.flatMap((block) => block.actions);
      const notActions = permissions.flatMap((block) => block.notActions);
      return (
        actions.some((each) => dangerous.includes(each)) &&
        !notActions.some((each) => dangerous.includes(each))
      );
    },
  },
];
