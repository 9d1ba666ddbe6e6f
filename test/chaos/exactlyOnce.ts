import { expect } from 'vitest';
import type { LocalAzure } from '../../dev/azure/localAzure.ts';

/** Every application of the fleet has exactly one role assignment and one login, and nothing was made beside. */
export function expectExactlyOnce({ state }: LocalAzure, names: readonly string[]): void {
  const counts = names.map((displayName) => {
    const principals = [...state.servicePrincipals.values()].filter(
      (each) => each.displayName === displayName,
    );
    const appIds = principals.map(({ appId }) => appId);
    const objectIds = principals.map(({ objectId }) => objectId);
    const usernames = [...state.smtpUsernames.values()].filter((each) =>
      appIds.includes(each.entraApplicationId),
    );
    const assignments = [...state.roleAssignments.values()].filter(
      ({ principalId, deletedAt }) => objectIds.includes(principalId) && deletedAt === undefined,
    );
    return { displayName, usernames: usernames.length, assignments: assignments.length };
  });
  expect(counts).toEqual(names.map((displayName) => ({ displayName, usernames: 1, assignments: 1 })));
}
