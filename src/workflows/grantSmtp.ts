import type { OrchestrationContext } from 'durable-functions';
import type { GrantInput, GrantOutcome } from '../domain/operation.ts';
import { grantSteps } from '../domain/progress.ts';
import type { OperationSubject } from '../domain/progress.ts';
import { assignRole } from './grant/assignRole.ts';
import { awaitApproval } from './grant/awaitApproval.ts';
import { claimAssignment } from './grant/claimAssignment.ts';
import { confirmReady } from './grant/confirmReady.ts';
import { createRole } from './grant/createRole.ts';
import { createUsernameWhileRolePropagates } from './grant/createUsername.ts';
import { decide } from './grant/decide.ts';
import { giveUp } from './grant/giveUp.ts';
import { handOver } from './grant/handOver.ts';
import { inspect } from './grant/inspect.ts';
import { OperationRun } from './operationRun.ts';
import type { Step } from './step.ts';

/**
 * Lets an application send email over SMTP: finds it, waits for approval where it takes one, gives its service
 * principal the role, gives it a login, waits until Azure has put both into effect, and hands over what its owner
 * needs. Takes everything back if a step fails. Running it again for the same application and mail service changes nothing.
 */
export function* grantSmtp(context: OrchestrationContext): Step<GrantOutcome> {
  const input = context.df.getInput<GrantInput>();
  const run = new OperationRun(context, {
    steps: grantSteps,
    timeout: input.settings.propagationTimeout,
    about: subjectOf(input),
  });
  try {
    const found = yield* inspect(run, input);
    const judged = yield* decide(run, input, found);
    const go = yield* awaitApproval(run, input, judged);
    const role = yield* createRole(run, input, go);
    const assignment = yield* assignRole(run, input, { ...go, role });
    const username = yield* createUsernameWhileRolePropagates(run, { ...go, assignment });
    const readiness = yield* confirmReady(run, input, { ...go, role, assignment, username });
    yield* claimAssignment(run, input, { ...go, assignment });
    return yield* handOver(run, input, { ...go, role, assignment, username, readiness });
  } catch (error) {
    return yield* giveUp(run, input, error);
  }
}

function subjectOf({ request, requester, inspection, displayName }: GrantInput): OperationSubject {
  const application = inspection?.resolved.application.displayName ?? displayName ?? request.application;
  return { application, communicationService: request.serviceId, requester };
}
