import type { OrchestrationContext } from 'durable-functions';
import type { RevokeInput, RevokeOutcome } from '../domain/operation.ts';
import { revokeSteps } from '../domain/progress.ts';
import { askAzure } from './askAzure.ts';
import { OperationRun } from './operationRun.ts';
import { publish } from './publish.ts';
import { problemsOf } from './refusal.ts';
import type { Step } from './step.ts';

/**
 * Takes an application's right to send email over SMTP away: deletes its logins first, which stops it at once, then
 * removes the role assignments that Mailgrant made, and says what else still lets it send.
 * Revoking is never undone: if a step fails, what is gone stays gone, and running it again finishes the rest.
 */
export function* revokeSmtp(context: OrchestrationContext): Step<RevokeOutcome> {
  const input = context.df.getInput<RevokeInput>();
  const { appId, principalId, serviceIds, settings } = input;
  const run = new OperationRun(context, revokeSteps, settings.propagationTimeout);
  const removed: string[] = [];
  try {
    const found = yield* run.during('findGrants', () =>
      askAzure(run, {
        ask: 'findGrants',
        input: { appId, serviceIds, ...(principalId === undefined ? {} : { principalId }) },
      }),
    );
    yield* run.during('deleteSmtpUsernames', function* () {
      for (const { serviceId, name, username } of found.usernames) {
        yield* askAzure(run, { ask: 'deleteSmtpUsername', input: { serviceId, name } });
        removed.push(`SMTP username '${username}'`);
      }
    });
    yield* run.during('removeRoleAssignments', function* () {
      for (const { id } of found.ours) {
        yield* askAzure(run, { ask: 'deleteAssignment', input: { assignmentId: id } });
        removed.push(`role assignment ${id}`);
      }
    });
    yield* publish(run, settings, {
      type: 'Mailgrant.Grant.Revoked',
      subject: `/applications/${appId}`,
      data: { appId, removed: removed.length, stillGrants: found.others.length },
    });
    return {
      outcome: 'revoked',
      removed,
      stillGrants: found.others.map(({ id, scope, roleName }) => ({ roleAssignment: id, scope, roleName })),
    };
  } catch (error) {
    return { outcome: 'failed', problems: problemsOf(error), removed };
  }
}
