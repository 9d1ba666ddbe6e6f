import type { Answer } from '../domain/answer.ts';
import { reaches } from '../domain/permissions/scope.ts';
import type { Permission } from '../domain/roleDefinition.ts';
import type { Authorization } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** What lets a principal act at a mail service. `lastChange` is ISO 8601, null without any assignment. */
export type Access = {
  assignments: {
    id: string;
    principalId: string;
    scope: string;
    role: { id: string; name: string; permissions: Permission[] };
    condition?: string;
    /** When what it gives last changed: the assignment itself or its role. ISO 8601, UTC. */
    changedOn: string;
  }[];
  lastChange: string | null;
};

/** Activities that read who may act at a mail service. */
export function accessActivities(authorization: Authorization) {
  return {
    /** The role assignments that reach the mail service, with their roles, and when the last of them was made. */
    async readAccessOf(input: { serviceId: string; principalId: string }): Promise<Answer<Access>> {
      const { serviceId, principalId } = input;
      return attempt(`read the role assignments at ${serviceId}`, async () => {
        const all = await authorization.assignmentsOf(serviceId, principalId);
        const reaching = all.filter(({ scope }) => reaches(scope, serviceId));
        const assignments = await Promise.all(
          reaching.map(async (assignment) => {
            const { id, principalId, scope, condition, roleDefinition, createdOn, updatedOn } = assignment;
            const role = await authorization.roleDefinition(serviceId, roleDefinition);
            const [changedOn = createdOn] = [createdOn, updatedOn ?? '', role?.updatedOn ?? '']
              .sort()
              .reverse();
            const { roleName: name, permissions } = role ?? { roleName: roleDefinition, permissions: [] };
            return {
              id,
              principalId,
              scope,
              role: { id: roleDefinition, name, permissions },
              changedOn,
              ...(condition && { condition }),
            };
          }),
        );
        const created = reaching.map(({ createdOn }) => createdOn).sort();
        return { assignments, lastChange: created.at(-1) ?? null };
      });
    },
  };
}
