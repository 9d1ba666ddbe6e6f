import * as df from 'durable-functions';
import { registerWorkflows } from '../../src/app.ts';
import type { FixInput, FixOutcome } from '../../src/domain/audit/fixOperation.ts';
import type { FixStep } from '../../src/domain/audit/fixSteps.ts';
import type { OperationSettings } from '../../src/domain/operation.ts';
import type { Progress } from '../../src/domain/progress.ts';
import { communicationOwnerRole } from '../../src/domain/roleChoice.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import { fakeActivities } from '../support/fakeActivities.ts';
import type { FakeAzure } from '../support/fakeActivities.ts';
import {
  anAssignment,
  appId,
  aUsername,
  groupScope,
  principalId,
  requester,
  serviceId,
  someSettings,
} from '../support/records.ts';
import { runWorkflow } from '../support/workflowRunner.ts';
import type { WorkflowRun } from '../support/workflowRunner.ts';
import type { Run } from './runs.ts';

export const sender = senderRole(groupScope);
/** Long before any run. */
export const longAgo = '2025-01-01T00:00:00.000Z';
/** What the finding is about: the built-in owner role at the resource group. */
export const broad = anAssignment({ scope: groupScope, createdOn: longAgo });
export const narrow = anAssignment({
  name: 'f2222222-2222-4222-8222-222222222222',
  roleDefinition: sender.name,
  createdOn: longAgo,
});

export const assign: FixStep = { do: 'assignSenderRole', serviceId, principalId, role: sender.name };
export const remove: FixStep = {
  do: 'deleteAssignment',
  id: broad.id,
  principalId,
  role: communicationOwnerRole,
};
export const makeRole: FixStep = { do: 'putRole', role: sender };

/** The fix of a broad role, without anybody to ask. */
export function fixInput(
  finding: Partial<FixInput['finding']> = {},
  settings: Partial<OperationSettings> = {},
): FixInput {
  return {
    audit: 'audit-1',
    finding: {
      id: 'MG101-00000000-0000-4000-8000-000000000001',
      rule: 'MG101',
      title: "'Payroll Reports' sends mail with the broad role",
      principal: { id: principalId, kind: 'servicePrincipal', displayName: 'Payroll Reports', appId },
      service: serviceId,
      steps: [makeRole, assign, remove],
      ...finding,
    },
    requester,
    settings: someSettings({ approval: { mode: 'never', timeout: 1 }, ...settings }),
  };
}

/** An Azure in which the application sends from the mail service by its broad role. */
export function azureToFix(...overrides: Parameters<typeof fakeActivities>): FakeAzure {
  const azure = fakeActivities(...overrides);
  azure.holds.assignments.set(broad.id, broad);
  azure.holds.usernames.set('payroll-smtp', aUsername());
  return azure;
}

/** Runs `fixFinding` to its end through the real replay engine. */
export async function runFix(
  { activities, clock }: FakeAzure,
  input: FixInput = fixInput(),
  options: Pick<WorkflowRun, 'failureDetails' | 'deliverTwice' | 'onIdle' | 'log' | 'instanceId'> = {},
): Promise<Run<FixOutcome>> {
  const { output, customStatuses, ...result } = await runWorkflow({
    instanceId: 'fix-1',
    ...options,
    name: 'fixFinding',
    input,
    clock,
    register() {
      registerWorkflows();
      for (const [name, handler] of Object.entries(activities)) df.app.activity(name, { handler });
    },
  });
  return { ...result, output: output as FixOutcome, progress: customStatuses as Progress[] };
}

/** The outcome of a fix that must have been carried out. */
export function fixed({ output }: Run<FixOutcome>): Extract<FixOutcome, { outcome: 'fixed' }> {
  if (output.outcome === 'fixed') return output;
  throw new Error(`The fix failed: ${JSON.stringify(output)}`);
}

/** The outcome of a fix that must have failed. */
export function unfixed({ output }: Run<FixOutcome>): Extract<FixOutcome, { outcome: 'failed' }> {
  if (output.outcome === 'failed') return output;
  throw new Error(`The fix was carried out: ${JSON.stringify(output)}`);
}
