import type { FixInput } from '../../domain/audit/fixOperation.ts';
import type { FixPlan } from '../../domain/audit/fixPlan.ts';
import { roleAssignmentName } from '../../domain/naming.ts';
import { madeBy, provenance } from '../../domain/requester.ts';
import type { Approval } from '../../domain/requester.ts';
import { nameOf, roleAssignmentId, sameId } from '../../domain/resourceId.ts';
import { definitionScope } from '../../domain/roleChoice.ts';
import type { RoleAssignment } from '../../domain/roleDefinition.ts';
import { senderRole } from '../../domain/senderRole.ts';
import { askAzure } from '../askAzure.ts';
import type { Undo } from '../azureRun.ts';
import { ensureRole } from '../ensureRole.ts';
import type { Step } from '../step.ts';
import type { FixRun } from './fixRun.ts';

/** Makes sure that the SMTP sender roles of the fix are there and say what they should. */
export function* makeRoles(
  run: FixRun,
  { settings: { createRole } }: FixInput,
  { roleScopes }: FixPlan,
): Step<void> {
  if (roleScopes.length === 0) {
    run.mark('createRole', 'skipped');
    return;
  }
  yield* run.during('createRole', function* () {
    for (const scope of roleScopes) {
      const role = yield* askAzure(run, {
        ask: 'inspectRole',
        input: { scope, choice: { kind: 'least-privilege' } },
      });
      yield* ensureRole(run, { scope, role, createRole });
    }
  });
}

type Approved = { plan: FixPlan; approval: Approval | undefined };

/** Assigns the SMTP sender role at each mail service of the fix, and gives the ids of the assignments it has made. */
export function* assignNarrow(run: FixRun, input: FixInput, { plan, approval }: Approved): Step<string[]> {
  if (plan.narrow.length === 0) {
    run.mark('assignRole', 'skipped');
    return [];
  }
  return yield* run.during(
    'assignRole',
    function* () {
      const made: string[] = [];
      const description = provenance(run.id, input.requester, approval);
      for (const each of plan.narrow) {
        const id = yield* assignAt(run, each, description);
        if (id !== undefined) made.push(id);
      }
      return made;
    },
    (made) =>
      `at ${plan.narrow.map(({ serviceId }) => nameOf(serviceId)).join(', ')}: ${made.length} of ${plan.narrow.length} are new`,
  );
}

/** The id of the assignment if this run made it; undefined if one is there that says the same. */
function* assignAt(
  run: FixRun,
  { serviceId: scope, principalId }: FixPlan['narrow'][number],
  description: string,
): Step<string | undefined> {
  const roleDefinition = senderRole(definitionScope(scope, 'resource')).name;
  const wanted = { scope, principalId, roleDefinition };
  const existing = yield* askAzure(run, { ask: 'findAssignment', input: wanted });
  if (existing !== null) {
    // Another fix takes back what it made if it fails, but not what was written by somebody else since.
    if (isOfAnotherFix(existing, run.id))
      yield* askAzure(run, { ask: 'putAssignment', input: { ...wanted, description } });
    return undefined;
  }
  const assignmentId = roleAssignmentId(scope, roleAssignmentName(scope, principalId, roleDefinition));
  const undo: Undo = {
    what: `role assignment ${assignmentId}`,
    call: { ask: 'undoAssignment', input: { assignmentId, operation: run.id } },
  };
  const assigned = yield* askAzure(run, {
    ask: 'putAssignment',
    input: { ...wanted, description },
    undo,
    changes: true,
  });
  if (sameId(assigned.id, assignmentId)) return assignmentId;
  // Somebody assigned the same role in between: theirs is adopted, and not this run's to take back.
  run.forget(undo);
  return undefined;
}

function isOfAnotherFix({ description = '' }: RoleAssignment, operation: string): boolean {
  const maker = madeBy(description)?.operation;
  return maker !== undefined && maker.startsWith('fix-') && maker !== operation;
}
