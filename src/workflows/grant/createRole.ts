import type { InspectedRole } from '../../domain/inspectedRole.ts';
import type { GrantDecision } from '../../domain/grantDecision.ts';
import type { GrantInput } from '../../domain/operation.ts';
import { askAzure } from '../askAzure.ts';
import { Refusal } from '../refusal.ts';
import type { Step } from '../step.ts';
import type { GrantRun } from './grantRun.ts';

/** Makes sure that the role is there and says what it should: creates it, or repairs it where it has drifted. */
export function* createRole(
  run: GrantRun,
  { request, settings }: GrantInput,
  { definitionScope: scope }: GrantDecision,
): Step<InspectedRole> {
  return yield* run.during(
    'createRole',
    function* () {
      const role = yield* askAzure(run, { ask: 'inspectRole', input: { scope, choice: request.role } });
      const { name, roleName, state, wanted } = role;
      if (state === 'same' || wanted === undefined) return role;
      if (!settings.createRole) throw notOurs(roleName, state);
      yield* askAzure(run, {
        ask: 'putRole',
        input: { scope, wanted },
        // A repaired role stays repaired; a new one goes, unless another grant has come to use it meanwhile.
        ...(state === 'absent' && {
          undo: { what: `role '${roleName}'`, call: { ask: 'deleteUnusedRole', input: { scope, name } } },
        }),
      });
      return role;
    },
    ({ roleName, state }) =>
      `${roleName}: ${{ same: 'is there', drifted: 'repaired', absent: 'created' }[state]}`,
  );
}

function notOurs(roleName: string, state: 'drifted' | 'absent'): Refusal {
  return new Refusal([
    {
      code: state === 'absent' ? 'role-missing' : 'role-drifted',
      message: `The role '${roleName}' ${state === 'absent' ? 'does not exist' : 'is not what it should be'}, and MAILGRANT_CREATE_ROLE is false.`,
      fix: 'Deploy the infrastructure again: it makes the role. Or set MAILGRANT_CREATE_ROLE to true.',
    },
  ]);
}
