import { done, refused } from '../domain/answer.ts';
import type { Answer } from '../domain/answer.ts';
import type { Problem } from '../domain/problems.ts';
import { isGuid } from '../domain/resolvedApplication.ts';
import { canHandOutRoles, communicationOwnerRole, wantedRole } from '../domain/roleChoice.ts';
import type { RoleChoice } from '../domain/roleChoice.ts';
import type { InspectedRole } from '../domain/inspectedRole.ts';
import type { RoleDefinition } from '../domain/roleDefinition.ts';
import { sameRole } from '../domain/roleDrift.ts';
import type { WantedRole } from '../domain/senderRole.ts';
import type { Authorization } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** Activities on role definitions. */
export function roleActivities(authorization: Authorization) {
  return {
    /** Finds out which role the choice means at this scope, and whether it is there as it should be. */
    async inspectRole({
      scope,
      choice,
    }: {
      scope: string;
      choice: RoleChoice;
    }): Promise<Answer<InspectedRole>> {
      const source =
        choice.kind === 'clone' ? await findSource(authorization, scope, choice.of) : done(undefined);
      if (source.kind !== 'done') return source;
      if (source.value !== undefined && canHandOutRoles(source.value)) {
        return refused(handsOutRoles(source.value.roleName));
      }
      if (source.value?.permissions.some(({ condition }) => condition !== undefined) === true) {
        return refused(hasCondition(source.value.roleName));
      }
      const wanted = wantedRole(choice, scope, source.value);
      const name = wanted?.name ?? communicationOwnerRole;
      const read = await attempt(`read the role ${name}`, () => authorization.roleDefinition(scope, name));
      if (read.kind !== 'done') return read;
      const found = read.value;
      if (wanted === undefined) {
        if (found === undefined) return refused(unknownRole(communicationOwnerRole));
        return done({ name, roleName: found.roleName, state: 'same', permissions: found.permissions });
      }
      const state = found === undefined ? 'absent' : sameRole(found, wanted) ? 'same' : 'drifted';
      return done({ name, roleName: wanted.roleName, state, permissions: wanted.permissions, wanted });
    },

    /** Creates the role, or writes it back to what it should be. */
    async putRole({ scope, wanted }: { scope: string; wanted: WantedRole }): Promise<Answer<null>> {
      return attempt(`write the role '${wanted.roleName}'`, async () => {
        await authorization.putRoleDefinition(scope, wanted);
        return null;
      });
    },

    /** Deletes the role, unless it has come into use: then it stays, and that is well. */
    async deleteUnusedRole({
      scope,
      name,
    }: {
      scope: string;
      name: string;
    }): Promise<Answer<'deleted' | 'in use'>> {
      const answer = await attempt(`delete the role ${name}`, async () => {
        await authorization.deleteRoleDefinition(scope, name);
        return 'deleted' as const;
      });
      return answer.kind === 'refused' && answer.problem.code === 'role-in-use' ? done('in use') : answer;
    },
  };
}

async function findSource(
  authorization: Authorization,
  scope: string,
  reference: string,
): Promise<Answer<RoleDefinition>> {
  const found = await attempt(`find the role '${reference}'`, async () => {
    if (!isGuid(reference)) return authorization.roleDefinitionsNamed(scope, reference);
    const byName = await authorization.roleDefinition(scope, reference);
    return byName === undefined ? [] : [byName];
  });
  if (found.kind !== 'done') return found;
  const [only] = found.value;
  if (only === undefined) return refused(unknownRole(reference));
  if (found.value.length === 1) return done(only);
  return refused({
    code: 'role-ambiguous',
    field: 'role',
    message: `${found.value.length} roles are named '${reference}' at ${scope}.`,
    fix: 'Give the GUID of the role instead of its name.',
  });
}

function unknownRole(reference: string): Problem {
  return {
    code: 'role-not-found',
    field: 'role',
    message: `There is no role '${reference}' to be seen at this scope.`,
    fix: 'Give the exact name or the GUID of a role: az role definition list --query "[].roleName".',
  };
}

function hasCondition(roleName: string): Problem {
  return {
    code: 'role-has-condition',
    field: 'role',
    message: `The role '${roleName}' grants some of its actions under a condition only, and a custom role can't have one.`,
    fix: 'Clone a role without conditions, or ask for "least-privilege".',
  };
}

function handsOutRoles(roleName: string): Problem {
  return {
    code: 'role-hands-out-roles',
    field: 'role',
    message: `The role '${roleName}' can hand out roles, so Mailgrant does not clone it.`,
    fix: 'Clone a role without Microsoft.Authorization/*/write, or ask for "least-privilege".',
  };
}
