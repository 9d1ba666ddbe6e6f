import { deployedRoleProblem } from '../domain/inspectedRole.ts';
import type { InspectedRole } from '../domain/inspectedRole.ts';
import { askAzure } from './askAzure.ts';
import type { AzureRun, Undo } from './azureRun.ts';
import { Refusal } from './refusal.ts';
import type { Step } from './step.ts';

/** Writes the role where it is absent or has drifted. Refuses where deployment has to make it (`createRole` false). */
export function* ensureRole(
  run: AzureRun,
  { scope, role, createRole }: { scope: string; role: InspectedRole; createRole: boolean },
): Step<void> {
  const { state, wanted } = role;
  if (state === 'same' || wanted === undefined) return;
  const problem = createRole ? undefined : deployedRoleProblem(role);
  if (problem !== undefined) throw new Refusal([problem]);
  yield* askAzure(run, {
    ask: 'putRole',
    input: { scope, wanted },
    changes: true,
    // A repaired role stays repaired; a new one goes, unless another grant has come to use it meanwhile.
    ...(state === 'absent' && { undo: undoRole(scope, role) }),
  });
}

/** How to take back a role that was made. */
export function undoRole(scope: string, { name, roleName }: InspectedRole): Undo {
  return { what: `role '${roleName}'`, call: { ask: 'deleteUnusedRole', input: { scope, name } } };
}
