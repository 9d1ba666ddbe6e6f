import type { BatchInput, BatchRole, BatchRow, RowOutcome } from '../../domain/operation.ts';
import { decidePolicy } from '../../domain/policy.ts';
import { definitionScope } from '../../domain/roleChoice.ts';
import type { RoleChoice } from '../../domain/roleChoice.ts';
import { askAzure } from '../askAzure.ts';
import { AzureRun } from '../azureRun.ts';
import { ensureRole, undoRole } from '../ensureRole.ts';
import { problemsOf } from '../refusal.ts';
import type { Step } from '../step.ts';
import { undoAll } from '../undo.ts';

/** Looks after each role that the rows need, once for all of them, as a grant would do for itself. */
export function* ensureRoles(run: AzureRun, input: BatchInput): Step<BatchRole[]> {
  const { rows, settings } = input;
  const roles: BatchRole[] = [];
  for (const { scope, choice } of neededRoles(rows)) {
    const own = new AzureRun(run.context, settings.propagationTimeout);
    try {
      const role = yield* askAzure(own, { ask: 'inspectRole', input: { scope, choice } });
      // Where every row waits for a decision, the grants write the role: nothing is written before somebody agreed.
      if (!isAllowed({ scope, choice }, input)) {
        roles.push({ scope, choice, role, isNew: false });
        continue;
      }
      yield* ensureRole(own, { scope, role, createRole: settings.createRole });
      roles.push({ scope, choice, role: { ...role, state: 'same' }, isNew: role.state === 'absent' });
    } catch (error) {
      const problems = problemsOf(error);
      yield* undoAll(own);
      roles.push({ scope, choice, problems });
    }
  }
  return roles;
}

/** Whether a row that needs this role may go ahead without anybody's decision. */
function isAllowed(role: Needed, { rows, requester, settings }: BatchInput): boolean {
  const { services, approval } = settings;
  const policy = { mode: approval.mode, services };
  return rows.some(
    ({ request }) =>
      keyOf(neededRole(request)) === keyOf(role) &&
      decidePolicy({ request, requester, settings: policy }).kind === 'allow',
  );
}

/** The role of a row among those that were looked after. */
export function roleOf({ request }: BatchRow, roles: readonly BatchRole[]): BatchRole {
  const key = keyOf(neededRole(request));
  const found = roles.find((role) => keyOf(role) === key);
  if (found === undefined) throw new Error(`The role ${key} was not looked after.`);
  return found;
}

/** Takes back the roles that the batch made if none of its rows has come to need one. */
export function* undoUnusedRoles(
  run: AzureRun,
  roles: readonly BatchRole[],
  ended: readonly RowOutcome[],
): Step<void> {
  if (ended.some(({ outcome }) => outcome !== 'failed')) return;
  for (const made of roles) if ('role' in made && made.isNew) run.undos.push(undoRole(made.scope, made.role));
  if (run.undos.length === 0) return;
  const { undone, leftBehind } = yield* undoAll(run);
  run.log.info('No row of the batch came to use its roles.', { operation: run.id, undone, leftBehind });
}

type Needed = { scope: string; choice: RoleChoice };

function neededRole({ serviceId, role: choice, scope }: BatchRow['request']): Needed {
  return { scope: definitionScope(serviceId, scope), choice };
}

function neededRoles(rows: readonly BatchRow[]): Needed[] {
  const needed = rows.map(({ request }) => neededRole(request));
  return [...new Map(needed.map((each) => [keyOf(each), each])).values()];
}

function keyOf({ scope, choice }: Needed): string {
  return JSON.stringify([scope.toLowerCase(), choice]);
}
