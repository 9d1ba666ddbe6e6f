import type { OrchestrationContext } from 'durable-functions';
import { stillGranting } from '../domain/heldGrants.ts';
import type { FoundGrants } from '../domain/heldGrants.ts';
import type { RevokeInput, RevokeOutcome } from '../domain/operation.ts';
import type { Problem } from '../domain/problems.ts';
import { revokeSteps } from '../domain/progress.ts';
import { planRevocation } from '../domain/revocation.ts';
import { askAzure } from './askAzure.ts';
import { OperationRun } from './operationRun.ts';
import { publish } from './publish.ts';
import { problemsOf, Refusal } from './refusal.ts';
import { lookAgain } from './revoke/lookAgain.ts';
import type { Look } from './revoke/lookAgain.ts';
import { waitForGrace } from './revoke/waitForGrace.ts';
import type { Grace } from './revoke/waitForGrace.ts';
import type { ActivityCall, Step } from './step.ts';
import { now } from './step.ts';

type RevokeRun = OperationRun<keyof typeof revokeSteps>;

/**
 * Takes an application's right to send email over SMTP away, after a grace where there is one: deletes its logins
 * first, which stops it at once, then removes the role assignments that Mailgrant made, and says what else still
 * lets it send. Who asks by untagging takes only what tags had asked for.
 * Revoking is never undone: if a step fails, what is gone stays gone, and running it again finishes the rest.
 */
export function* revokeSmtp(context: OrchestrationContext): Step<RevokeOutcome> {
  const input = context.df.getInput<RevokeInput>();
  const { appId, displayName, serviceIds, requester, settings } = input;
  const run: RevokeRun = new OperationRun(context, {
    steps: revokeSteps,
    timeout: settings.propagationTimeout,
    about: { application: displayName, requester },
  });
  const removed: string[] = [];
  try {
    const grace = yield* waitForGrace(run, input);
    if (serviceIds.every((id) => grace.kept.includes(id)) && grace.now === undefined)
      return keep(run, grace.because);
    const { look, found } = yield* run.during('findGrants', () => find(run, input, grace));
    const plan = planRevocation(found, appId, look.extent);
    const isKept = look.extent.serviceIds.length < serviceIds.length && look.extent.of !== 'all';
    if (isKept && plan.usernames.length + plan.assignments.length === 0)
      return keep(run, grace.kept.length > 0 ? grace.because : look.because);
    yield* removeAll(run, plan, removed);
    const stillGrants = stillGranting(plan.staying);
    yield* announce(run, input, { removed: removed.length, stillGrants: stillGrants.length });
    run.log.info('Revoked.', { operation: run.id, appId, removed: removed.length });
    const tags = grace.now?.tags ?? input.tags ?? [];
    return { outcome: 'revoked', removed, stillGrants, ...(tags.length === 0 ? {} : { note: tagged(tags) }) };
  } catch (error) {
    const problems = problemsOf(error);
    run.log.error('The revocation failed.', { operation: run.id, appId, problems, removed });
    run.mark('publish', 'skipped', 'the revocation failed, so nothing is announced');
    return { outcome: 'failed', problems, removed };
  }
}

/** How far the revocation goes by what is known now, and what there is. The time to ask Azure begins here. */
function* find(run: RevokeRun, input: RevokeInput, grace: Grace): Step<{ look: Look; found: FoundGrants }> {
  const { appId, principalId, requester, settings } = input;
  const renew = () => (run.deadline = now(run.context) + settings.propagationTimeout);
  renew();
  const asker = grace.now ?? { requester, serviceIds: input.serviceIds };
  const look: Look =
    asker.requester.door === 'event'
      ? yield* lookAgain(
          run,
          input,
          input.serviceIds.filter((id) => !grace.kept.includes(id)),
        )
      : {
          extent: { of: 'all', serviceIds: asker.serviceIds },
          ...(principalId === undefined ? {} : { principalId }),
          because: '',
        };
  renew();
  const whose = look.principalId === undefined ? {} : { principalId: look.principalId };
  const { serviceIds } = asker;
  const found = yield* askAzure(run, { ask: 'findGrants', input: { appId, serviceIds, ...whose } });
  return { look, found };
}

/** Removes what is planned. What can't be removed doesn't keep the rest from it: every right that goes is one less. */
function* removeAll(
  run: RevokeRun,
  { usernames, assignments }: ReturnType<typeof planRevocation>,
  removed: string[],
): Step<void> {
  const problems: Problem[] = [];
  function* remove(what: string, call: ActivityCall): Step<void> {
    try {
      yield* askAzure(run, call);
      removed.push(what);
    } catch (error) {
      problems.push(...problemsOf(error));
    }
  }
  yield* run.during('deleteSmtpUsernames', function* () {
    for (const { serviceId, name, username } of usernames)
      yield* remove(`SMTP username '${username}'`, { ask: 'deleteSmtpUsername', input: { serviceId, name } });
  });
  yield* run.during('removeRoleAssignments', function* () {
    for (const assignmentId of assignments)
      yield* remove(`role assignment ${assignmentId}`, { ask: 'deleteAssignment', input: { assignmentId } });
  });
  if (problems.length > 0) throw new Refusal(problems);
}

/** Tells the world. Where nothing was to be revoked there is no news. */
function* announce(
  run: RevokeRun,
  { appId, settings }: RevokeInput,
  counts: { removed: number; stillGrants: number },
): Step<void> {
  if (counts.removed === 0) {
    run.mark('publish', 'skipped', 'there was nothing to revoke');
    return;
  }
  const data = { appId, ...counts };
  yield* publish(run, settings, { type: 'Mailgrant.Grant.Revoked', subject: `/applications/${appId}`, data });
}

/** Ends the revocation without touching anything. */
function keep(run: RevokeRun, because: string): RevokeOutcome {
  for (const step of ['deleteSmtpUsernames', 'removeRoleAssignments', 'publish'] as const)
    run.mark(step, 'skipped', 'the grant is kept');
  run.log.info('The grant is kept.', { operation: run.id, because });
  return { outcome: 'kept', because };
}

function tagged(tags: readonly string[]): string {
  const names = tags.map((tag) => `'${tag}'`).join(', ');
  return `The application still has the tag ${names}: the next change of it asks for the grant again. Remove the tag.`;
}
