import type { Inspection } from '../../domain/grantDecision.ts';
import type { GrantRequest } from '../../domain/grantRequest.ts';
import type { GrantInput } from '../../domain/operation.ts';
import { askAll } from '../askAzure.ts';
import { Refusal } from '../refusal.ts';
import type { Step } from '../step.ts';
import type { GrantRun } from './grantRun.ts';

/**
 * Finds the application and reads the mail service. What the door has just read is not read again, and nothing is read
 * for tags that can't be understood. Who came by an event does not wait for an answer: an application registered
 * seconds ago may not be seen yet, or get its service principal only now.
 */
export function* inspect(
  run: GrantRun,
  { request, requester, inspection, problems }: GrantInput,
): Step<Inspection> {
  return yield* run.during(['resolveApplication', 'inspectMailService'], function* () {
    if (problems !== undefined) throw new Refusal(problems);
    return inspection ?? (yield* lookAt(run, { ...request, patient: requester.door === 'event' }));
  });
}

/** How the application and the mail service are now; `patient` waits for an application that is not seen yet. */
export function* lookAt(
  run: GrantRun,
  { application, serviceId, patient }: Pick<GrantRequest, 'application' | 'serviceId'> & { patient: boolean },
): Step<Inspection> {
  return yield* askAll(run, {
    resolved: {
      ask: 'resolveApplication',
      input: { reference: application, ...(patient ? { patient } : {}) },
    },
    inspected: { ask: 'inspectMailService', input: { serviceId } },
  });
}
