import { deterministicGuid } from './deterministicGuid.ts';
import { resourceGroupScope, subscriptionScope } from './resourceId.ts';
import type { Permission, RoleDefinition } from './roleDefinition.ts';
import { covers } from './permissions/pattern.ts';
import { neededActions, senderRole } from './senderRole.ts';
import type { WantedRole } from './senderRole.ts';

/** Which role a grant gives. A clone is a named role plus the three needed actions, as a custom role of its own. */
export type RoleChoice = { kind: 'least-privilege' } | { kind: 'owner' } | { kind: 'clone'; of: string };

/** Where the role is assigned, seen from the mail service. */
export type ScopeChoice = 'resource' | 'resourceGroup' | 'subscription';

/** The built-in role "Communication and Email Service Owner". It also reads and regenerates the account's keys. */
export const communicationOwnerRole = '09976791-48a7-449e-bb21-39d1a415f350';

/** The scope that the role is assigned at. */
export function assignmentScope(serviceId: string, scope: ScopeChoice): string {
  switch (scope) {
    case 'resource':
      return serviceId;
    case 'resourceGroup':
      return resourceGroupScope(serviceId);
    case 'subscription':
      return subscriptionScope(serviceId);
  }
}

/** The scope that a custom role for the assignment is defined at: its resource group, or the subscription. */
export function definitionScope(serviceId: string, scope: ScopeChoice): string {
  return scope === 'subscription' ? subscriptionScope(serviceId) : resourceGroupScope(serviceId);
}

/** The custom role that the choice needs; undefined for a built-in role, which is there already. */
export function wantedRole(
  choice: RoleChoice,
  scope: string,
  source?: RoleDefinition,
): WantedRole | undefined {
  switch (choice.kind) {
    case 'least-privilege':
      return senderRole(scope);
    case 'owner':
      return undefined;
    case 'clone':
      if (source === undefined)
        throw new Error(`The role '${choice.of}' has to be read before it can be cloned.`);
      return clonedRole(source, scope);
  }
}

function clonedRole(source: RoleDefinition, scope: string): WantedRole {
  const name = deterministicGuid(scope, 'mailgrant-clone', source.name);
  return {
    name,
    roleName: `Mailgrant SMTP Sender (${source.roleName.slice(0, 80).toWellFormed()}, ${name.slice(0, 8)})`,
    description: `The role '${source.roleName}' and what sending email over SMTP needs. Kept by Mailgrant.`,
    assignableScopes: [scope],
    permissions: withNeededActions(source.permissions),
  };
}

/**
 * The source's permissions, and the needed actions beside them. They join the source's block where there is one
 * and it excludes none of them; else they get a block of their own, because a NotAction limits only its own block:
 * dropping it instead would give away everything else that it excludes.
 */
function withNeededActions(blocks: readonly Permission[]): Permission[] {
  const [first, ...others] = blocks;
  const excluded = first?.notActions.some((pattern) =>
    neededActions.some((action) => covers(pattern, action)),
  );
  if (first === undefined || excluded === true || others.length > 0) {
    return [...blocks, { actions: [...neededActions], notActions: [], dataActions: [], notDataActions: [] }];
  }
  const missing = neededActions.filter((action) => !first.actions.some((pattern) => covers(pattern, action)));
  return [{ ...first, actions: [...first.actions, ...missing] }];
}

/** Each of these gives roles to anybody, the holder included. */
export const handingOutRoles = [
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Authorization/roleDefinitions/write',
  'Microsoft.Authorization/elevateAccess/action',
  // The same by way of Privileged Identity Management.
  'Microsoft.Authorization/roleAssignmentScheduleRequests/write',
  'Microsoft.Authorization/roleEligibilityScheduleRequests/write',
] as const;

/**
 * Whether a role can hand out roles. Such a role is never cloned: whoever holds it can make themselves Owner, and
 * where Azure's own roles bound it by a condition, a clone would lose the condition.
 */
export function canHandOutRoles(role: RoleDefinition): boolean {
  return role.permissions.some((block) =>
    handingOutRoles.some(
      (action) =>
        block.actions.some((pattern) => covers(pattern, action)) &&
        !block.notActions.some((pattern) => covers(pattern, action)),
    ),
  );
}
