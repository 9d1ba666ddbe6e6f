import type { Answer } from '../domain/answer.ts';
import { coverage } from '../domain/permissions/coverage.ts';
import { reaches } from '../domain/permissions/scope.ts';
import { isProvenance } from '../domain/requester.ts';
import { resourceGroupScope, subscriptionScope } from '../domain/resourceId.ts';
import type { Permission, RoleAssignment, RoleDefinition } from '../domain/roleDefinition.ts';
import { sameText } from '../domain/sameText.ts';
import { neededActions, senderRole } from '../domain/senderRole.ts';
import type { SmtpUsername } from '../domain/mailService.ts';
import type { Gateways, MailServices } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** What an application holds at the mail services, told apart by whose doing it is. */
export type FoundGrants = {
  usernames: { serviceId: string; name: string; username: string }[];
  /** Role assignments that Mailgrant made. */
  ours: { id: string; scope: string; roleDefinition: string }[];
  /** Role assignments of others that let the application send. */
  others: { id: string; scope: string; roleName: string }[];
};

/** What lets a principal act at a mail service. `lastChange` is ISO 8601, null without any assignment. */
export type Access = {
  assignments: {
    id: string;
    principalId: string;
    scope: string;
    role: { id: string; name: string; permissions: Permission[] };
    condition?: string;
  }[];
  lastChange: string | null;
};

/** Activities that read what has been granted. */
export function grantActivities({
  mailServices,
  authorization,
}: Pick<Gateways, 'mailServices' | 'authorization'>) {
  return {
    /** The role assignments that reach the mail service, with their roles, and when the last of them was made. */
    async readAccess(input: { serviceId: string; principalId: string }): Promise<Answer<Access>> {
      const { serviceId, principalId } = input;
      return attempt(`read the role assignments at ${serviceId}`, async () => {
        const all = await authorization.assignmentsOf(serviceId, principalId);
        const reaching = all.filter(({ scope }) => reaches(scope, serviceId));
        const assignments = await Promise.all(
          reaching.map(async ({ id, principalId, scope, condition, roleDefinition }) => {
            const role = await authorization.roleDefinition(serviceId, roleDefinition);
            const { roleName: name, permissions } = role ?? { roleName: roleDefinition, permissions: [] };
            return {
              id,
              principalId,
              scope,
              role: { id: roleDefinition, name, permissions },
              ...(condition && { condition }),
            };
          }),
        );
        const created = reaching.map(({ createdOn }) => createdOn).sort();
        return { assignments, lastChange: created.at(-1) ?? null };
      });
    },

    /** Looks for everything the application holds. `principalId` is absent if the service principal is gone. */
    async findGrants(input: {
      appId: string;
      principalId?: string;
      serviceIds: string[];
    }): Promise<Answer<FoundGrants>> {
      const { appId, principalId, serviceIds } = input;
      return attempt(`look for what the application ${appId} holds`, async () => {
        const perService = await Promise.all(
          serviceIds.map(async (serviceId) => ({
            serviceId,
            usernames: (await usernamesAt(mailServices, serviceId)).filter((each) =>
              sameText(each.appId, appId),
            ),
            assignments:
              principalId === undefined ? [] : await authorization.assignmentsOf(serviceId, principalId),
          })),
        );
        const assignments = perService.flatMap(({ serviceId, assignments }) =>
          assignments.map((assignment) => ({ serviceId, assignment })),
        );
        const ours = assignments.filter(({ serviceId, assignment }) => isOurs(assignment, serviceId));
        const others = assignments.filter(
          ({ serviceId, assignment }) =>
            !isOurs(assignment, serviceId) && reaches(assignment.scope, serviceId),
        );
        const roles = await Promise.all(
          others.map(({ serviceId, assignment }) =>
            authorization.roleDefinition(serviceId, assignment.roleDefinition),
          ),
        );
        return {
          usernames: perService.flatMap(({ serviceId, usernames }) =>
            usernames.map(({ name, username }) => ({ serviceId, name, username })),
          ),
          ours: uniqueById(
            ours.map(({ assignment: { id, scope, roleDefinition } }) => ({ id, scope, roleDefinition })),
          ),
          others: uniqueById(
            others.flatMap(({ assignment: { id, scope } }, index) => {
              const role = roles[index];
              return role !== undefined && letsSend(role) ? [{ id, scope, roleName: role.roleName }] : [];
            }),
          ),
        };
      });
    },
  };
}

/** A mail service that has been deleted took its usernames along. */
async function usernamesAt(mailServices: MailServices, serviceId: string): Promise<SmtpUsername[]> {
  const service = await mailServices.service(serviceId);
  return service === undefined ? [] : mailServices.usernames(serviceId);
}

/** Mailgrant's own role, or its signature in the description: then Mailgrant made the assignment. */
function isOurs({ roleDefinition, description }: RoleAssignment, serviceId: string): boolean {
  const senderRoles = [resourceGroupScope(serviceId), subscriptionScope(serviceId)].map(
    (scope) => senderRole(scope).name,
  );
  return senderRoles.includes(roleDefinition.toLowerCase()) || isProvenance(description ?? '');
}

function letsSend({ name, roleName, permissions }: RoleDefinition): boolean {
  const role = { id: name, name: roleName, permissions };
  return neededActions.every((action) => coverage(role, action).kind === 'covered');
}

/** Services of one resource group or subscription share the assignments above them. */
function uniqueById<T extends { id: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((each) => [each.id.toLowerCase(), each])).values()];
}
