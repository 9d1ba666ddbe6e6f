import { findingChanged } from '../../domain/audit/fixProblems.ts';
import type { FindingToFix } from '../../domain/audit/fixOperation.ts';
import type { Removal } from '../../domain/audit/fixSteps.ts';
import { isLeastPrivilege } from '../../domain/audit/roleFacts.ts';
import { nameOf } from '../../domain/resourceId.ts';
import { sameText } from '../../domain/sameText.ts';
import { askAzure } from '../askAzure.ts';
import { Refusal } from '../refusal.ts';
import type { Step } from '../step.ts';
import type { FixRun } from './fixRun.ts';

type RemovalOf<K extends Removal['do']> = Extract<Removal, { do: K }>;

/**
 * The removals that there is still something for. Throws Refusal if what is there under those ids is no longer what
 * the finding says: a report is as old as its audit, and what it names may have been replaced since.
 */
export function* lookAgain(
  run: FixRun,
  finding: FindingToFix,
  removals: readonly Removal[],
): Step<Removal[]> {
  const left: Removal[] = [];
  for (const removal of removals) if (yield* isThere(run, finding, removal)) left.push(removal);
  return left;
}

function* isThere(run: FixRun, finding: FindingToFix, removal: Removal): Step<boolean> {
  switch (removal.do) {
    case 'deleteAssignment':
      return yield* assignmentIsThere(run, finding, removal);
    case 'removeCondition':
      return yield* conditionIsThere(run, finding, removal);
    case 'deleteUsername':
      return yield* usernameIsThere(run, finding, removal);
  }
}

function* assignmentIsThere(
  run: FixRun,
  finding: FindingToFix,
  removal: RemovalOf<'deleteAssignment'>,
): Step<boolean> {
  const found = yield* askAssigned(run, finding, removal);
  if (found === null) return false;
  if (finding.principal?.kind === 'deleted' && (yield* isInDirectory(run, removal.principalId)))
    throw changed(finding, `the principal ${removal.principalId} is in the directory (again).`);
  return true;
}

function* conditionIsThere(
  run: FixRun,
  finding: FindingToFix,
  removal: RemovalOf<'removeCondition'>,
): Step<boolean> {
  const found = yield* askAssigned(run, finding, removal);
  if (found?.assignment.condition === undefined) return false;
  // Without its condition it gives all that its role does.
  if (found.role === null || !isLeastPrivilege(found.role))
    throw changed(finding, `the role of ${removal.id} gives more than sending takes.`);
  return true;
}

/** The assignment, if there is one: that of the finding, for only a description and a condition can change in it. */
function* askAssigned(
  run: FixRun,
  finding: FindingToFix,
  { id, principalId, role }: RemovalOf<'deleteAssignment' | 'removeCondition'>,
) {
  const found = yield* askAzure(run, { ask: 'readAssignment', input: { assignmentId: id } });
  if (found === null) return null;
  const { assignment } = found;
  if (sameText(assignment.principalId, principalId) && sameText(assignment.roleDefinition, role))
    return found;
  throw changed(finding, `the role assignment ${id} is of another principal or role.`);
}

function* usernameIsThere(
  run: FixRun,
  finding: FindingToFix,
  { id, appId }: RemovalOf<'deleteUsername'>,
): Step<boolean> {
  const found = yield* askAzure(run, { ask: 'findSmtpUsername', input: usernameKey(id) });
  if (found === null) return false;
  if (!sameText(found.appId, appId))
    throw changed(finding, `the SMTP username ${id} is another application's.`);
  if (yield* hasApplication(run, appId))
    throw changed(finding, `the application ${appId} is in the directory (again).`);
  return true;
}

/** The mail service and the name that an SMTP username's ARM id says. */
export function usernameKey(id: string): { serviceId: string; name: string } {
  const serviceId = id.slice(0, id.toLowerCase().lastIndexOf('/smtpusernames/'));
  return { serviceId, name: nameOf(id) };
}

/** Whether the directory knows a service principal of this object id. */
function* isInDirectory(run: FixRun, principalId: string): Step<boolean> {
  try {
    yield* askAzure(run, { ask: 'resolveApplication', input: { reference: principalId } });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal) || error.notBefore !== undefined) throw error;
    if (error.problems.some(({ code }) => code === 'application-not-found')) return false;
    // It knows one, if only from another tenant; anything else is no answer to the question.
    if (error.problems.some(({ code }) => code === 'application-of-other-tenant')) return true;
    throw error;
  }
}

/** Whether the directory has an application or a service principal of this client id; a deleted one does not count. */
function* hasApplication(run: FixRun, appId: string): Step<boolean> {
  const found = yield* askAzure(run, { ask: 'findApplication', input: { names: [appId] } });
  return found !== null && !('deleted' in found);
}

function changed({ id }: FindingToFix, why: string): Refusal {
  return new Refusal([findingChanged(id, why)]);
}
