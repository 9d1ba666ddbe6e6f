import { evaluate } from '../permissions/evaluate.ts';
import type { Verdict } from '../permissions/evaluate.ts';
import type { Permission } from '../roleDefinition.ts';
import { resourceGroupScope } from '../resourceId.ts';
import { senderRole } from '../senderRole.ts';
import type { DoctorCheck } from './check.ts';
import { giveCommands } from './commands.ts';
import { isDeployedCondition } from './deployedCondition.ts';
import type { DoctorFacts, PlaceFacts } from './facts.ts';
import { neededAt, permissionsRead } from './neededPermissions.ts';
import type { NeededPermission } from './neededPermissions.ts';
import { unanswered } from './unanswered.ts';

const check = 'permissions';

/** May the identity do all that it needs, place by place? */
export function judgePermissions(facts: DoctorFacts): DoctorCheck[] {
  return [...facts.services, ...facts.groups, ...facts.emailServices].map((place) =>
    judgePlace(place, facts),
  );
}

function judgePlace(place: PlaceFacts, facts: DoctorFacts): DoctorCheck {
  const { scope, permissions } = place;
  const needed = neededAt(scope, {
    services: facts.services.map((service) => service.scope),
    createRole: facts.settings.createRole,
  });
  if (permissions.kind !== 'done') {
    const asked = unanswered(check, permissions, scope);
    // Azure does not even say what else is missing.
    return asked.verdict === 'fail'
      ? lacking(
          asked,
          needed.filter(({ action }) => action === permissionsRead),
          facts,
        )
      : asked;
  }
  const ask = questionAt(place, permissions.value, facts);
  const verdicts = needed.map((need) => ({ need, verdict: ask(need.action) }));
  const missing = verdicts.flatMap(({ need, verdict }) =>
    verdict.verdict === 'notGranted' || verdict.verdict === 'denied' ? [need] : [],
  );
  const conditional = verdicts.flatMap(({ need, verdict }) => (isOpen(verdict, scope) ? [need.action] : []));
  const denials = verdicts.flatMap(({ verdict }) =>
    verdict.verdict === 'denied' ? verdict.because.map(({ name }) => name) : [],
  );
  if (missing.length > 0) {
    const why = [
      `Of the ${needed.length} actions that it needs here, the identity may not ${missing.map(({ action }) => action).join(', ')}.`,
      ...(denials.length > 0
        ? [`Deny assignments forbid some of them, whatever is granted: ${[...new Set(denials)].join(', ')}.`]
        : []),
    ];
    const verdict = missing.every(({ optional }) => optional) ? 'warn' : 'fail';
    return lacking({ check, verdict, about: scope, why: why.join(' ') }, missing, facts);
  }
  if (conditional.length > 0) {
    return {
      check,
      verdict: 'unknown',
      about: scope,
      why: `Conditions that Mailgrant does not know decide about ${conditional.join(', ')}.`,
      fix: 'Have the identity hold these actions as deployment gives them: deploy the infrastructure again.',
    };
  }
  const why = `The identity may take each of the ${needed.length} actions that it needs here.`;
  return { check, verdict: 'pass', about: scope, why };
}

function lacking(
  found: DoctorCheck,
  missing: readonly NeededPermission[],
  { identity }: DoctorFacts,
): DoctorCheck {
  const { about: scope = '' } = found;
  return {
    ...found,
    missing: missing.map((need) => ({ action: need.action, scope, for: need.for })),
    fix:
      'Deploy the infrastructure again: it gives the identity what it needs. Or give it what is missing. ' +
      'Then wait until Azure enforces it, up to ten minutes, and ask again.',
    ...(identity.kind === 'done' && {
      commands: giveCommands(scope, identity.value.objectId, missing),
    }),
  };
}

/** Gives a function that says whether the identity may take an action at the place. */
function questionAt(
  { scope, denials }: PlaceFacts,
  permissions: readonly Permission[],
  { identity }: DoctorFacts,
): (action: string) => Verdict {
  const self = identity.kind === 'done' ? identity.value.objectId : 'self';
  // Azure has put together what reaches the identity at this scope, its groups and the scopes above included.
  const assignments = permissions.map((block, index) => ({
    id: String(index),
    principalId: self,
    scope,
    role: { id: String(index), name: 'what Azure says', permissions: [block] },
  }));
  const access = { assignments, ...(denials.kind === 'done' && { denyAssignments: denials.value }) };
  return (action) => evaluate({ principalIds: [self], action, scope }, access);
}

/** Whether only Azure can tell. The deployed condition lets through all that is needed. */
function isOpen(verdict: Verdict, scope: string): boolean {
  if (verdict.verdict !== 'conditional') return false;
  const sender = senderRole(resourceGroupScope(scope)).name;
  return !verdict.because.some(
    ({ conditions, unless = [] }) =>
      unless.length === 0 && conditions.every((condition) => isDeployedCondition(condition, sender)),
  );
}
