import type { Inspection } from '../../domain/grantDecision.ts';
import type { GrantInput } from '../../domain/operation.ts';
import { askAll } from '../askAzure.ts';
import type { Step } from '../step.ts';
import type { GrantRun } from './grantRun.ts';

/** Finds the application and reads the mail service. What the door has just read is not read again. */
export function* inspect(run: GrantRun, { request, inspection }: GrantInput): Step<Inspection> {
  return yield* run.during(['resolveApplication', 'inspectMailService'], function* () {
    if (inspection !== undefined) return inspection;
    return yield* askAll(run, {
      resolved: { ask: 'resolveApplication', input: { reference: request.application } },
      inspected: { ask: 'inspectMailService', input: { serviceId: request.serviceId } },
    });
  });
}
