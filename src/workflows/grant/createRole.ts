import { deployedRoleProblem } from '../../domain/inspectedRole.ts';
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
  { decision: { definitionScope: scope }, role: known }: { decision: GrantDecision; role?: InspectedRole },
): Step<InspectedRole> {
  return yield* run.during(
    'createRole',
    function* () {
      const role =
        known ?? (yield* askAzure(run, { ask: 'inspectRole', input: { scope, choice: request.role } }));
      const { name, roleName, state, wanted } = role;
      if (state === 'same' || wanted === undefined) return role;
      const problem = settings.createRole ? undefined : deployedRoleProblem(role);
      if (problem !== undefined) throw new Refusal([problem]);
      yield* askAzure(run, {
        ask: 'putRole',
        input: { scope, wanted },
        changes: true,
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
