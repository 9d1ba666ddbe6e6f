import type { StillGrants } from './operation.ts';
import { coverage } from './permissions/coverage.ts';
import type { GrantDoor } from './requester.ts';
import { sameId } from './resourceId.ts';
import type { RoleAssignment, RoleDefinition } from './roleDefinition.ts';
import { neededActions } from './senderRole.ts';

/** What an application holds at the mail services, told apart by whose doing it is. */
export type FoundGrants = {
  usernames: { serviceId: string; name: string; username: string }[];
  /** Role assignments that Mailgrant made. */
  ours: OurAssignment[];
  /** Role assignments of others that give at least one of the actions that sending takes. */
  others: HeldAssignment[];
};

/** A role assignment, as seen from one mail service that it reaches. */
export type HeldAssignment = {
  serviceId: string;
  id: string;
  scope: string;
  /** The role definition's GUID. */
  roleDefinition: string;
  roleName: string;
  /** The group that the service principal has it through; absent if it has it directly. */
  group?: string;
  /** Which of the actions that sending takes it gives. */
  gives: GivenAction[];
};
/** `door` is the one by which it was asked for; absent if its description does not say, as for one made by hand. */
export type OurAssignment = HeldAssignment & { door?: GrantDoor };
type GivenAction = {
  action: (typeof neededActions)[number];
  /** Only where a condition holds, which Mailgrant can't judge. */
  conditional: boolean;
};

/** What a role assignment gives of the actions that sending takes. A role that is gone gives nothing. */
export function givenActions(
  { condition }: Pick<RoleAssignment, 'condition'>,
  role: Pick<RoleDefinition, 'name' | 'roleName' | 'permissions'> | undefined,
): GivenAction[] {
  if (role === undefined) return [];
  const { name: id, roleName: name, permissions } = role;
  return neededActions.flatMap((action) => {
    const { kind } = coverage({ id, name, permissions }, action);
    if (kind !== 'covered' && kind !== 'conditional') return [];
    return [{ action, conditional: kind === 'conditional' || condition !== undefined }];
  });
}

/**
 * The role assignments that together still let an application send, each once. One that no way of sending needs is
 * left out: beside an owner role, a role that only reads takes nothing away by going.
 */
export function stillGranting(held: readonly HeldAssignment[]): StillGrants[] {
  const needed = held.filter((each) => {
    const beside = held.filter(({ serviceId }) => sameId(serviceId, each.serviceId));
    return each.gives.some(({ action }) => {
      // All that can stand beside it while it is still the only one to give this action.
      const rest = beside.filter(({ gives }) => !gives.some((given) => given.action === action));
      return coverAll([each, ...rest]);
    });
  });
  const views = needed.map(({ serviceId, id, scope, roleName, group, gives }): [string, StillGrants] => [
    id.toLowerCase(),
    {
      roleAssignment: id,
      roleName,
      scope,
      inherited: !sameId(scope, serviceId),
      ...(group === undefined ? {} : { group }),
      conditional: gives.some(({ conditional }) => conditional),
    },
  ]);
  return [...new Map(views).values()];
}

function coverAll(held: readonly HeldAssignment[]): boolean {
  const given = new Set(held.flatMap(({ gives }) => gives.map(({ action }) => action)));
  return neededActions.every((action) => given.has(action));
}
