import type { HeldSlice } from '../audit/slices.ts';
import { evaluate } from '../permissions/evaluate.ts';
import type { Assignment, Reason } from '../permissions/evaluate.ts';
import { sameId, resourceGroupScope } from '../resourceId.ts';
import { handingOutRoles } from '../roleChoice.ts';
import type { RoleDefinition } from '../roleDefinition.ts';
import { deleteAssignmentCommand, putRoleCommand } from '../azRest.ts';
import { senderRole } from '../senderRole.ts';
import type { DoctorCheck } from './check.ts';
import { giveRoleAdministrator, roleAdministrator } from './commands.ts';
import { isDeployedCondition } from './deployedCondition.ts';
import type { DoctorFacts, ServiceFacts } from './facts.ts';
import { unanswered } from './unanswered.ts';

const check = 'role-limits';
const assign = 'Microsoft.Authorization/roleAssignments/write';
const takeBack = 'Microsoft.Authorization/roleAssignments/delete';

/**
 * Is the identity's right to hand out roles limited to the SMTP sender role? By its role assignments, because not every
 * answer about permissions has the conditions of those.
 */
export function judgeRoleLimits(facts: DoctorFacts): DoctorCheck[] {
  return facts.services.map((service) => judgeService(service, facts));
}

function judgeService({ scope, held }: ServiceFacts, facts: DoctorFacts): DoctorCheck {
  if (held.kind !== 'done') return { ...unanswered(check, held, scope), verdict: 'unknown' };
  const assignments = assignmentsOf(held.value);
  const principalIds = [...new Set(assignments.map(({ principalId }) => principalId))];
  const sender = senderRole(resourceGroupScope(scope)).name;
  const free: { action: string; reason: Reason }[] = [];
  const foreign = new Set<string>();
  for (const action of [...handingOutRoles, takeBack]) {
    const verdict = evaluate({ principalIds, action, scope }, { assignments });
    if (verdict.verdict === 'allowed') free.push(...verdict.because.map((reason) => ({ action, reason })));
    if (verdict.verdict !== 'conditional') continue;
    for (const reason of verdict.because) {
      // The deployed condition says nothing about other ways to hand out roles, so it does not limit them.
      if (action !== assign && action !== takeBack) free.push({ action, reason });
      else if (!reason.conditions.some((condition) => isDeployedCondition(condition, sender)))
        for (const condition of reason.conditions) foreign.add(condition);
    }
  }
  if (free.length > 0) return unlimited(scope, free, { held: held.value, facts });
  if (foreign.size > 0) {
    return {
      check,
      verdict: 'unknown',
      about: scope,
      why: `A condition that Mailgrant does not know limits the roles that it may assign: ${[...foreign].join(' and ')}`,
      fix: 'Look whether it allows only the SMTP sender role, and only for service principals. To be sure, write the condition that deployment writes.',
      ...commandsOf(facts, (principalId) => [narrowed(scope, principalId, held.value)]),
    };
  }
  const unread = missingRoles(held.value);
  if (unread.length > 0) {
    return {
      check,
      verdict: 'unknown',
      about: scope,
      why: `The identity holds roles that can't be read: ${unread.join(', ')}.`,
      fix: 'Look at them: az role definition list --name <GUID>.',
    };
  }
  return {
    check,
    verdict: 'pass',
    about: scope,
    why: 'The identity can assign the SMTP sender role to service principals at most.',
  };
}

type Unlimited = { held: HeldSlice; facts: DoctorFacts };

function unlimited(
  scope: string,
  free: { action: string; reason: Reason }[],
  { held, facts }: Unlimited,
): DoctorCheck {
  const actions = [...new Set(free.map(({ action }) => action))];
  const roles = [...new Set(free.map(({ reason }) => `'${reason.role}' at ${reason.scope}`))];
  const power = actions.every((action) => action === takeBack)
    ? 'can take any role from anybody here'
    : 'can make itself Owner here';
  const createRole = facts.settings.createRole ? ', set MAILGRANT_CREATE_ROLE to false' : '';
  return {
    check,
    verdict: 'warn',
    about: scope,
    why: `Mailgrant's identity ${power}: ${roles.join(' and ')} gives it ${actions.join(', ')}, and no condition limits that to the SMTP sender role.`,
    fix: `Deploy the infrastructure again${createRole}, and take the rest from the identity: it needs to assign one role, at the mail service, to service principals.`,
    ...commandsOf(facts, (principalId) => [
      narrowed(scope, principalId, held),
      ...takenAway(scope, free, held),
    ]),
  };
}

function commandsOf(
  { identity }: DoctorFacts,
  commands: (principalId: string) => string[],
): Pick<DoctorCheck, 'commands'> {
  return identity.kind === 'done' ? { commands: commands(identity.value.objectId) } : {};
}

/** The right to assign roles as deployment gives it: Azure takes no second assignment of the role beside the first. */
function narrowed(scope: string, principalId: string, { held }: HeldSlice): string {
  const existing = Object.values(held)
    .flat()
    .find(
      (row) =>
        sameId(row.scope, scope) &&
        sameId(row.principalId, principalId) &&
        row.roleDefinition.toLowerCase() === roleAdministrator,
    );
  return giveRoleAdministrator(scope, principalId, existing?.id);
}

/** Takes the actions from custom roles; what Azure's own roles give goes with their assignments. */
function takenAway(scope: string, free: { action: string; reason: Reason }[], held: HeldSlice): string[] {
  const byAssignment = new Map(free.map(({ reason }) => [reason.assignmentId, reason]));
  return [
    ...new Set(
      [...byAssignment.values()].flatMap(({ assignmentId, scope: at }) => {
        const role = roleOf(held, assignmentId);
        if (role === undefined) return [];
        if (role.type === 'CustomRole') return [putRoleCommand(without(role))];
        const isNarrowed = role.name.toLowerCase() === roleAdministrator && sameId(at, scope);
        return isNarrowed ? [] : [deleteAssignmentCommand(assignmentId)];
      }),
    ),
  ];
}

function without(role: RoleDefinition): RoleDefinition {
  const taken = [...handingOutRoles, takeBack, 'Microsoft.Authorization/roleDefinitions/delete'];
  return {
    ...role,
    permissions: role.permissions.map((block) => ({
      ...block,
      notActions: [...new Set([...block.notActions, ...taken])],
    })),
  };
}

function roleOf({ held, roles }: HeldSlice, assignmentId: string): RoleDefinition | undefined {
  const row = Object.values(held)
    .flat()
    .find(({ id }) => sameId(id, assignmentId));
  return row && roles[row.roleDefinition.toLowerCase()];
}

function assignmentsOf({ held, roles }: HeldSlice): Assignment[] {
  return Object.values(held)
    .flat()
    .flatMap(({ id, principalId, scope, roleDefinition, condition }) => {
      const role = roles[roleDefinition.toLowerCase()];
      if (role === undefined) return [];
      const { name, roleName, permissions } = role;
      return [
        {
          id,
          principalId,
          scope,
          role: { id: name, name: roleName, permissions },
          ...(condition !== undefined && { condition }),
        },
      ];
    });
}

function missingRoles({ held, roles }: HeldSlice): string[] {
  const named = Object.values(held)
    .flat()
    .map(({ roleDefinition }) => roleDefinition.toLowerCase());
  return [...new Set(named)].filter((name) => roles[name] === undefined);
}
