import type { OrchestrationContext } from 'durable-functions';
import { stillGranting } from '../domain/heldGrants.ts';
import type { RevokeInput, RevokeOutcome } from '../domain/operation.ts';
import { revokeSteps } from '../domain/progress.ts';
import { askAzure } from './askAzure.ts';
import { OperationRun } from './operationRun.ts';
import { publish } from './publish.ts';
import type { Problem } from '../domain/problems.ts';
import { problemsOf, Refusal } from './refusal.ts';
import type { ActivityCall, Step } from './step.ts';

/**
 * Takes an application's right to send email over SMTP away: deletes its logins first, which stops it at once, then
 * removes the role assignments that Mailgrant made, and says what else still lets it send.
 * Revoking is never undone: if a step fails, what is gone stays gone, and running it again finishes the rest.
 */
export function* revokeSmtp(context: OrchestrationContext): Step<RevokeOutcome> {
  const input = context.df.getInput<RevokeInput>();
  const { appId, displayName, principalId, serviceIds, requester, settings } = input;
  const run = new OperationRun(context, {
    steps: revokeSteps,
    timeout: settings.propagationTimeout,
    about: { application: displayName, requester },
  });
  const removed: string[] = [];
  const problems: Problem[] = [];
  /** What can't be removed doesn't keep the rest from it: every right that goes is one less. */
  function* remove(what: string, call: ActivityCall): Step<void> {
    try {
      yield* askAzure(run, call);
      removed.push(what);
    } catch (error) {
      problems.push(...problemsOf(error));
    }
  }
  try {
    run.mark('waitForGrace', 'skipped');
    const found = yield* run.during('findGrants', () =>
      askAzure(run, {
        ask: 'findGrants',
        input: { appId, serviceIds, ...(principalId === undefined ? {} : { principalId }) },
      }),
    );
    yield* run.during('deleteSmtpUsernames', function* () {
      for (const { serviceId, name, username } of found.usernames) {
        yield* remove(`SMTP username '${username}'`, {
          ask: 'deleteSmtpUsername',
          input: { serviceId, name },
        });
      }
    });
    yield* run.during('removeRoleAssignments', function* () {
      for (const id of new Set(found.ours.map(({ id }) => id))) {
        yield* remove(`role assignment ${id}`, { ask: 'deleteAssignment', input: { assignmentId: id } });
      }
    });
    if (problems.length > 0) throw new Refusal(problems);
    const stillGrants = stillGranting(found.others);
    yield* publish(run, settings, {
      type: 'Mailgrant.Grant.Revoked',
      subject: `/applications/${appId}`,
      data: { appId, removed: removed.length, stillGrants: stillGrants.length },
    });
    run.log.info('Revoked.', { operation: run.id, appId, removed: removed.length });
    return {
      outcome: 'revoked',
      removed,
      stillGrants,
    };
  } catch (error) {
    const all = problemsOf(error);
    run.log.error('The revocation failed.', { operation: run.id, appId, problems: all, removed });
    return { outcome: 'failed', problems: all, removed };
  }
}
