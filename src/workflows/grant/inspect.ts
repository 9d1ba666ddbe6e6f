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
    if (inspection !== undefined) return inspection;
    const fromEvent = requester.door === 'event';
    // The door of events names an application by its client id and no other.
    return yield* lookAt(run, request, { isAppId: fromEvent, patient: fromEvent });
  });
}

/**
 * How the application and the mail service are now. `isAppId`: the request names the application by its client id, so
 * that the logins of others need not be read; `patient` waits for an application that is not seen yet.
 */
export function* lookAt(
  run: GrantRun,
  { application, serviceId, username }: GrantRequest,
  { isAppId, patient }: { isAppId: boolean; patient: boolean },
): Step<Inspection> {
  const about = { appId: application, ...(username === undefined ? {} : { username }) };
  return yield* askAll(run, {
    resolved: {
      ask: 'resolveApplication',
      input: { reference: application, ...(patient ? { patient } : {}) },
    },
    inspected: { ask: 'inspectMailService', input: { serviceId, ...(isAppId ? { about } : {}) } },
  });
}
