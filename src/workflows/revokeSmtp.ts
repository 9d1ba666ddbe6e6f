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
import { Rounds } from './revoke/rounds.ts';
import { waitForGrace } from './revoke/waitForGrace.ts';
import type { Grace } from './revoke/waitForGrace.ts';
import type { ActivityCall, Step } from './step.ts';

type RevokeRun = OperationRun<keyof typeof revokeSteps>;

/**
 * Takes an application's right to send email over SMTP away, after a grace where there is one: deletes its logins
 * first, which stops it at once, then removes the role assignments that Mailgrant made, and says what else still
 * lets it send. Who asks by untagging takes only what tags had asked for.
 * Revoking is never undone: if a step fails, what is gone stays gone. One that an event has started tries the rest
 * again for days; one that somebody has asked for over HTTP ends, and running it again finishes the rest.
 */
export function* revokeSmtp(context: OrchestrationContext): Step<RevokeOutcome> {
  const input = context.df.getInput<RevokeInput>();
  const { appId, displayName, requester, settings } = input;
  const run: RevokeRun = new OperationRun(context, {
    steps: revokeSteps,
    timeout: settings.propagationTimeout,
    about: { application: displayName, requester },
  });
  const rounds = new Rounds(run);
  const { removed } = rounds;
  let rest = input;
  let why: string | undefined;
  for (;;) {
    const grace = yield* waitForGrace(run, rest, why);
    rest = { ...rest, serviceIds: rest.serviceIds.filter((id) => !grace.kept.includes(id)) };
    if (rest.serviceIds.length === 0 && grace.now === undefined) return keep(run, grace.because, removed);
    rounds.begin();
    try {
      return yield* takeAway(run, rest, { grace, rounds, all: input.serviceIds });
    } catch (error) {
      const problems = problemsOf(error);
      const pause = yield* rounds.after(error, input, grace.now?.requester ?? requester);
      if (pause === undefined) {
        run.log.error('The revocation failed.', { operation: run.id, appId, problems, removed });
        yield* rounds.tellFailure(input, problems);
        return { outcome: 'failed', problems, removed };
      }
      rest = { ...rest, grace: pause };
      why = `, then it is tried again: ${[...new Set(problems.map(({ code }) => code))].join(', ')}`;
    }
  }
}

/** What one round goes by. `all` are the mail services that the revocation was to be at. */
type Round = { grace: Grace; rounds: Rounds; all: readonly string[] };

/** Looks what there is to take, and takes it. */
function* takeAway(run: RevokeRun, input: RevokeInput, round: Round): Step<RevokeOutcome> {
  const { grace, rounds, all } = round;
  const { removed } = rounds;
  const { look, found } = yield* run.during('findGrants', () => find(run, input, round));
  const plan = planRevocation(found, input.appId, { ...look.extent, begun: rounds.begun });
  const isKept = look.extent.serviceIds.length < all.length && look.extent.of !== 'all';
  if (isKept && plan.usernames.length + plan.assignments.length === 0)
    return keep(run, grace.kept.length > 0 ? grace.because : look.because, removed);
  rounds.begun = [...rounds.begun, ...plan.usernames];
  yield* removeAll(run, plan, removed);
  const stillGrants = stillGranting(plan.staying);
  yield* announce(run, input, { removed: removed.length, stillGrants: stillGrants.length });
  run.log.info('Revoked.', { operation: run.id, appId: input.appId, removed: removed.length });
  const tags = grace.now?.tags ?? input.tags ?? [];
  return { outcome: 'revoked', removed, stillGrants, ...(tags.length === 0 ? {} : { note: tagged(tags) }) };
}

/** How far the revocation goes by what is known now, and what there is. The time to ask Azure begins here. */
function* find(
  run: RevokeRun,
  input: RevokeInput,
  { grace, rounds, all }: Round,
): Step<{ look: Look; found: FoundGrants }> {
  const { appId, principalId, requester, settings } = input;
  rounds.renew(settings.propagationTimeout);
  const asker = grace.now ?? { requester, serviceIds: [...all] };
  const look: Look =
    asker.requester.door === 'event'
      ? yield* lookAgain(run, input, { all, patientUntil: rounds.patientUntil })
      : {
          extent: { of: 'all', serviceIds: asker.serviceIds },
          ...(principalId === undefined ? {} : { principalId }),
          because: '',
        };
  rounds.renew(settings.propagationTimeout);
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
      if (!removed.includes(what)) removed.push(what);
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

/** Ends the revocation without touching anything more. */
function keep(run: RevokeRun, because: string, removed: string[]): RevokeOutcome {
  for (const step of ['deleteSmtpUsernames', 'removeRoleAssignments', 'publish'] as const)
    run.mark(step, 'skipped', 'the grant is kept');
  run.log.info('The grant is kept.', { operation: run.id, because, removed });
  return { outcome: 'kept', because, ...(removed.length === 0 ? {} : { removed }) };
}

function tagged(tags: readonly string[]): string {
  const names = tags.map((tag) => `'${tag}'`).join(', ');
  return `The application still has the tag ${names}: the next change of it asks for the grant again. Remove the tag.`;
}
