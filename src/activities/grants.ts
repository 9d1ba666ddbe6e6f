import type { Answer } from '../domain/answer.ts';
import { givenActions } from '../domain/heldGrants.ts';
import type { FoundGrants, HeldAssignment, OurAssignment } from '../domain/heldGrants.ts';
import type { SmtpUsername } from '../domain/mailService.ts';
import { operationId } from '../domain/naming.ts';
import { isProvenance, isProvenanceOf, madeBy } from '../domain/requester.ts';
import { resourceGroupScope, subscriptionScope } from '../domain/resourceId.ts';
import type { RoleAssignment, RoleDefinition } from '../domain/roleDefinition.ts';
import { sameText } from '../domain/sameText.ts';
import { senderRole } from '../domain/senderRole.ts';
import type { Authorization, Gateways, MailServices } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** `principalId` is the service principal's object id; absent if it is gone. */
type Whose = { appId: string; principalId?: string; serviceIds: string[] };

/** Activities that read what has been granted. */
export function grantActivities({
  mailServices,
  authorization,
}: Pick<Gateways, 'mailServices' | 'authorization'>) {
  return {
    /** Looks for everything the application holds at the mail services, also through groups and from above. */
    async findGrants(whose: Whose): Promise<Answer<FoundGrants>> {
      return attempt(`look for what the application ${whose.appId} holds`, async () => {
        const found = await Promise.all(
          whose.serviceIds.map(async (serviceId) => {
            const [usernames, assignments] = await Promise.all([
              usernamesAt(mailServices, serviceId),
              assignmentsAt(authorization, serviceId, whose),
            ]);
            const own = usernames.filter(({ appId }) => sameText(appId, whose.appId));
            return {
              usernames: own.map(({ name, username }) => ({ serviceId, name, username })),
              ...assignments,
            };
          }),
        );
        return {
          usernames: found.flatMap(({ usernames }) => usernames),
          ours: found.flatMap(({ ours }) => ours),
          others: found.flatMap(({ others }) => others),
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

async function assignmentsAt(
  authorization: Authorization,
  serviceId: string,
  whose: Whose,
): Promise<Pick<FoundGrants, 'ours' | 'others'>> {
  const own = whose.principalId === undefined ? [] : [whose.principalId];
  const [reaching, everyones] = await Promise.all([
    Promise.all(own.map((principalId) => authorization.assignmentsAt(serviceId, principalId))),
    authorization.assignmentsAt(serviceId),
  ]);
  // One that was deleted and made anew has another principal; what the former one had still stands there.
  // What reaches the one of now is its own, or a group's.
  const reaches = new Set(reaching.flat().map(({ id }) => id));
  const former = formerPrincipals(
    everyones.filter(({ id }) => !reaches.has(id)),
    whose,
  );
  const principals = [...own, ...former];
  const isDirect = ({ principalId }: RoleAssignment) =>
    principals.some((each) => sameText(each, principalId));
  const left = everyones.filter(({ principalId }) => former.some((each) => sameText(each, principalId)));
  const direct = [
    ...new Map([...left, ...reaching.flat().filter(isDirect)].map((each) => [each.id, each])).values(),
  ];
  const ours = direct.filter((assignment) => isOurs(assignment, serviceId));
  // What somebody else gave to a service principal that is gone lets nobody send.
  const others = reaching.flat().filter((each) => !ours.includes(each));
  const roles = await rolesOf(authorization, serviceId, [...ours, ...others]);
  const held = (each: RoleAssignment): HeldAssignment => {
    const { id, scope, roleDefinition, principalId } = each;
    const role = roles.get(roleDefinition);
    const roleName = role?.roleName ?? roleDefinition;
    const group = principals.some((own) => sameText(own, principalId)) ? {} : { group: principalId };
    return { serviceId, id, scope, roleDefinition, roleName, ...group, gives: givenActions(each, role) };
  };
  return {
    ours: ours.map((each): OurAssignment => {
      const maker = madeBy(each.description ?? '');
      return { ...held(each), ...(maker === undefined ? {} : { door: maker.door }) };
    }),
    others: others.map(held).filter(({ gives }) => gives.length > 0),
  };
}

/**
 * The object ids that the application's service principals had: no directory knows them any more, but Mailgrant's
 * assignments name them, and the operation's id in their description follows from the application and the service.
 */
function formerPrincipals(all: readonly RoleAssignment[], { appId, serviceIds }: Whose): string[] {
  const operations = serviceIds.map((serviceId) => operationId('grant', appId, serviceId));
  return all.flatMap(({ description = '', principalId }) =>
    operations.some((operation) => isProvenanceOf(description, operation)) ? [principalId] : [],
  );
}

/** Each role once, by its GUID. */
async function rolesOf(
  authorization: Authorization,
  serviceId: string,
  assignments: readonly RoleAssignment[],
): Promise<Map<string, RoleDefinition | undefined>> {
  const names = [...new Set(assignments.map(({ roleDefinition }) => roleDefinition))];
  const roles = await Promise.all(names.map((name) => authorization.roleDefinition(serviceId, name)));
  return new Map(names.map((name, place) => [name, roles[place]]));
}

/**
 * Mailgrant's own role, or its signature in the description: then Mailgrant made the assignment. Asked of direct
 * assignments only: a group's is for others, too.
 */
function isOurs({ roleDefinition, description }: RoleAssignment, serviceId: string): boolean {
  const senderRoles = [resourceGroupScope(serviceId), subscriptionScope(serviceId)].map(
    (scope) => senderRole(scope).name,
  );
  return senderRoles.includes(roleDefinition.toLowerCase()) || isProvenance(description ?? '');
}
