import { done } from '../domain/answer.ts';
import type { Answer } from '../domain/answer.ts';
import { roleAssignmentName } from '../domain/naming.ts';
import { isProvenanceOf } from '../domain/requester.ts';
import { sameId } from '../domain/resourceId.ts';
import type { RoleAssignment, RoleDefinition } from '../domain/roleDefinition.ts';
import type { Authorization } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** What a role assignment says: who may do what, where. `roleDefinition` is the role's GUID. */
export type WantedAssignment = { scope: string; principalId: string; roleDefinition: string };

/** `role` is null if it is gone. */
export type AssignedRole = { assignment: RoleAssignment; role: RoleDefinition | null };

/** Activities on role assignments. */
export function roleAssignmentActivities(authorization: Authorization) {
  return {
    /** The assignment that says exactly this, without a condition; null if there is none. */
    async findAssignment(wanted: WantedAssignment): Promise<Answer<RoleAssignment | null>> {
      return attempt(`list the role assignments at ${wanted.scope}`, () => findEqual(authorization, wanted));
    },

    /** Assigns the role. `description` is what an admin reads beside it in Azure. */
    async putAssignment(wanted: WantedAssignment & { description: string }): Promise<Answer<RoleAssignment>> {
      const { scope, principalId, roleDefinition, description } = wanted;
      const name = roleAssignmentName(scope, principalId, roleDefinition);
      const answer = await attempt(`assign the role at ${scope}`, () =>
        authorization.putAssignment(scope, { name, roleDefinition, principalId, description }),
      );
      if (answer.kind !== 'refused' || answer.problem.code !== 'assignment-exists') return answer;
      // Somebody assigned the same role under another name since we looked.
      const other = await attempt(`read the role assignment at ${scope}`, () =>
        findEqual(authorization, wanted),
      );
      return other.kind === 'done' ? (other.value === null ? answer : done(other.value)) : other;
    },

    /** Whether a read shows the role assignment. One read proves little: reads go to replicas that lag. */
    async checkPropagation({ assignmentId }: { assignmentId: string }): Promise<Answer<{ seen: boolean }>> {
      return attempt(`read the role assignment ${assignmentId}`, async () => ({
        seen: (await authorization.assignment(assignmentId)) !== undefined,
      }));
    },

    /** The role assignment and the role that it gives; null if there is no such assignment. */
    async readAssignment({ assignmentId }: { assignmentId: string }): Promise<Answer<AssignedRole | null>> {
      return attempt(`read the role assignment ${assignmentId}`, async () => {
        const assignment = await authorization.assignment(assignmentId);
        if (assignment === undefined) return null;
        const { scope, roleDefinition } = assignment;
        const role = await authorization.roleDefinition(scope, roleDefinition);
        return { assignment, role: role ?? null };
      });
    },

    /** Writes a service principal's role assignment as it is, but for its condition; succeeds if there is none. */
    async removeCondition({ assignmentId }: { assignmentId: string }): Promise<Answer<null>> {
      return attempt(`take the condition from the role assignment ${assignmentId}`, async () => {
        const found = await authorization.assignment(assignmentId);
        if (found?.condition === undefined) return null;
        const { scope, name, roleDefinition, principalId, description = '' } = found;
        await authorization.putAssignment(scope, { name, roleDefinition, principalId, description });
        return null;
      });
    },

    /**
     * Removes the role assignment that an operation made. Two operations can come to the same assignment, above
     * their mail services; then the description names the last of them, and it stays.
     */
    async undoAssignment(input: {
      assignmentId: string;
      operation: string;
    }): Promise<Answer<'deleted' | 'in use'>> {
      const { assignmentId, operation } = input;
      return attempt(`remove the role assignment ${assignmentId}`, async () => {
        const found = await authorization.assignment(assignmentId);
        if (found !== undefined && !isProvenanceOf(found.description ?? '', operation)) return 'in use';
        // Deleted even if no read shows it yet: a replica may lag behind.
        await authorization.deleteAssignment(assignmentId);
        return 'deleted';
      });
    },

    /** Removes the role assignment; succeeds if there is none. */
    async deleteAssignment({ assignmentId }: { assignmentId: string }): Promise<Answer<null>> {
      return attempt(`remove the role assignment ${assignmentId}`, async () => {
        await authorization.deleteAssignment(assignmentId);
        return null;
      });
    },
  };
}

async function findEqual(
  authorization: Authorization,
  wanted: WantedAssignment,
): Promise<RoleAssignment | null> {
  const all = await authorization.assignmentsOf(wanted.scope, wanted.principalId);
  const equal = all.find(
    (assignment) =>
      assignment.roleDefinition.toLowerCase() === wanted.roleDefinition.toLowerCase() &&
      sameId(assignment.scope, wanted.scope) &&
      assignment.condition === undefined,
  );
  return equal ?? null;
}
