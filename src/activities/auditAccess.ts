import pMap from 'p-map';
import type { Answer } from '../domain/answer.ts';
import { bearingOnMail, unlistedRoles } from '../domain/audit/bearing.ts';
import type { AccessSlice, AuditPlace, HeldSlice } from '../domain/audit/slices.ts';
import type { AuditedAssignment } from '../domain/audit/snapshot.ts';
import { AzureError } from '../domain/azureError.ts';
import { sameId } from '../domain/resourceId.ts';
import type { RoleDefinition } from '../domain/roleDefinition.ts';
import type { Authorization } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

export type AccessQuestion = {
  place: AuditPlace;
  /** The mail services of all places; those of this one if absent. */
  audited?: string[];
  /** Role assignments that events say have come to be there, or gone, by their ARM ids. */
  changed?: Changed[];
};
type Changed = { id: string; gone: boolean };

/** `notSeen` are the changed ones that Azure knows of and its list does not show yet: it lags behind. */
export type AccessRead = AccessSlice & { notSeen: string[] };

// Azure lets a caller read 250 times at once, and then 25 times a second, in each subscription.
const atOnce = { concurrency: 8 };

/** Activities that read for an audit who may do what around a mail service. */
export function auditAccessActivities(authorization: Authorization) {
  return {
    /** The control-plane operations that all of Azure's providers list. */
    async listProviderOperations(_input: null): Promise<Answer<string[]>> {
      return attempt("list the operations of Azure's providers", () => authorization.providerOperations());
    },

    /** Everything around a place that can matter to a rule: assignments, what can be activated, denials, roles. */
    async readAccess({ place, audited, changed = [] }: AccessQuestion): Promise<Answer<AccessRead>> {
      const { scope } = place;
      return attempt(`read who has access around ${scope}`, async () => {
        const [assignments, eligible, denied, listed] = await Promise.all([
          authorization.assignmentsAround(scope),
          ifAllowed(authorization.eligibleAround(scope), {
            what: `What can be activated around ${scope}`,
            action: 'Microsoft.Authorization/roleEligibilityScheduleInstances/read',
          }),
          ifAllowed(authorization.denyAssignmentsAround(scope), {
            what: `What is denied around ${scope}`,
            action: 'Microsoft.Authorization/denyAssignments/read',
          }),
          authorization.roleDefinitionsAt(scope),
        ]);
        const roles = new Map(listed.map((role) => [role.name.toLowerCase(), role]));
        const around = { assignments, eligible: eligible.rows, roles };
        const unlisted = unlistedRoles(place, around);
        for (const role of await readRoles(authorization, scope, unlisted))
          roles.set(role.name.toLowerCase(), role);
        const unknown = unlisted.filter((name) => !roles.has(name));
        return {
          scope,
          ...bearingOnMail(place, around, audited),
          denyAssignments: denied.rows,
          read: { assignments: assignments.length, eligible: eligible.rows.length, roles: listed.length },
          unread: [
            ...eligible.unread,
            ...denied.unread,
            ...unknown.map(
              (name) =>
                `The role ${name} is assigned around ${scope} and can't be read there, so what it gives is not judged. Look at it: az role definition list --name ${name}`,
            ),
          ],
          notSeen: await notSeen(
            authorization,
            changed.filter(({ id, gone }) => assignments.some((each) => sameId(each.id, id)) === gone),
          ),
        };
      });
    },

    /** What service principals hold around a scope, through groups as well, and the roles that are not known yet. */
    async readHeld({
      scope,
      principalIds,
      knownRoles,
    }: {
      scope: string;
      principalIds: string[];
      knownRoles: string[];
    }): Promise<Answer<HeldSlice>> {
      return attempt(`read what ${principalIds.length} service principals hold around ${scope}`, async () => {
        const held = await pMap(
          principalIds,
          async (id) => [id.toLowerCase(), await authorization.assignmentsHeldBy(scope, id)] as const,
          atOnce,
        );
        const known = new Set(knownRoles.map((name) => name.toLowerCase()));
        const named = held.flatMap(([, rows]) => rows.map(({ roleDefinition }) => roleDefinition));
        const missing = [...new Set(named)].filter((name) => !known.has(name)).sort();
        const roles = await readRoles(authorization, scope, missing);
        return {
          held: Object.fromEntries<AuditedAssignment[]>(held),
          roles: Object.fromEntries(roles.map((role) => [role.name.toLowerCase(), role])),
        };
      });
    },
  };
}

/**
 * Of changes that a list does not show, those that it has yet to show. Asked for one by one, because what was made may
 * have been taken back since: nobody should wait for that.
 */
async function notSeen(authorization: Authorization, unlisted: readonly Changed[]): Promise<string[]> {
  const waitedFor = await pMap(
    unlisted,
    async ({ id, gone }) => {
      try {
        return ((await authorization.assignment(id)) === undefined) === gone;
      } catch (error) {
        // Above the mail services the list may show what the identity may not read by itself: then only time tells.
        if (error instanceof AzureError && error.status === 403) return true;
        // Whatever the event says, this is no id of Azure's.
        if (error instanceof AzureError && error.status === 400) return false;
        throw error;
      }
    },
    atOnce,
  );
  return unlisted.filter((_, index) => waitedFor[index]).map(({ id }) => id);
}

type List<T> = { rows: T[]; unread: string[] };

/** A list that the audit can go without: if it is refused, the report says so. */
async function ifAllowed<T>(
  list: Promise<T[]>,
  { what, action }: { what: string; action: string },
): Promise<List<T>> {
  try {
    return { rows: await list, unread: [] };
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    // Without Entra ID P2 there is no Privileged Identity Management, and nothing to activate.
    if (error.code === 'AadPremiumLicenseRequired') return { rows: [], unread: [] };
    if (error.status !== 403) throw error;
    const fix = `Give Mailgrant's identity the action ${action} there (README, “What it may do”).`;
    return { rows: [], unread: [`${what} could not be read: ${error.code}. ${fix}`] };
  }
}

/** Roles by GUID; those that are not to be seen from the scope are left out. */
async function readRoles(
  authorization: Authorization,
  scope: string,
  names: readonly string[],
): Promise<RoleDefinition[]> {
  const roles = await pMap(names, (name) => authorization.roleDefinition(scope, name), atOnce);
  return roles.filter((role) => role !== undefined);
}
