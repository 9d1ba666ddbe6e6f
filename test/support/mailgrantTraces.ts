import type { LocalAzure } from '../../dev/azure/localAzure.ts';

/** What stands in the local Azure that a grant could have made: what exists, whoever made it. */
export function traces({ state }: LocalAzure): {
  roles: string[];
  assignments: string[];
  usernames: string[];
} {
  const existing = [...state.roleAssignments.values()].filter(({ deletedAt }) => deletedAt === undefined);
  return {
    roles: [...state.roleDefinitions.keys()].sort(),
    assignments: existing.map(({ name }) => name).sort(),
    usernames: [...state.smtpUsernames.keys()].sort(),
  };
}
