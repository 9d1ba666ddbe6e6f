import type { InspectedRole } from '../../domain/inspectedRole.ts';
import type { GrantDecision } from '../../domain/grantDecision.ts';
import type { GrantInput } from '../../domain/operation.ts';
import { askAzure } from '../askAzure.ts';
import { ensureRole } from '../ensureRole.ts';
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
      yield* ensureRole(run, { scope, role, createRole: settings.createRole });
      return role;
    },
    ({ roleName, state }) =>
      `${roleName}: ${{ same: 'is there', drifted: 'repaired', absent: 'created' }[state]}`,
  );
}
