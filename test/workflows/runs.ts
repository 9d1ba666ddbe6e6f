import * as df from 'durable-functions';
import { registerWorkflows } from '../../src/app.ts';
import type { GrantInput, GrantOutcome, RevokeInput, RevokeOutcome } from '../../src/domain/operation.ts';
import type { Progress } from '../../src/domain/progress.ts';
import type { FakeAzure, FakeHoldings } from '../support/fakeActivities.ts';
import { grantInput, revokeInput } from '../support/records.ts';
import { runWorkflow } from '../support/workflowRunner.ts';
import type { WorkflowResult, WorkflowRun } from '../support/workflowRunner.ts';

type Options = Pick<WorkflowRun, 'failureDetails' | 'deliverTwice' | 'onIdle' | 'log'>;
export type Run<Outcome> = Omit<WorkflowResult, 'output' | 'customStatuses'> & {
  output: Outcome;
  /** How the progress looked at each change. */
  progress: Progress[];
};

/** Runs `grantSmtp` to its end through the real replay engine. */
export function runGrant(
  azure: FakeAzure,
  input: GrantInput = grantInput(),
  options: Options = {},
): Promise<Run<GrantOutcome>> {
  return run(azure, { ...options, name: 'grantSmtp', input, instanceId: 'grant-1' });
}

/** Runs `revokeSmtp` to its end through the real replay engine. */
export function runRevoke(
  azure: FakeAzure,
  input: RevokeInput = revokeInput(),
  options: Options = {},
): Promise<Run<RevokeOutcome>> {
  return run(azure, { ...options, name: 'revokeSmtp', input, instanceId: 'revoke-1' });
}

async function run<Outcome>(
  { activities, clock }: FakeAzure,
  options: Pick<WorkflowRun, 'name' | 'input' | 'instanceId'> & Options,
): Promise<Run<Outcome>> {
  const { output, customStatuses, ...result } = await runWorkflow({
    ...options,
    clock,
    register() {
      registerWorkflows();
      for (const [name, handler] of Object.entries(activities)) df.app.activity(name, { handler });
    },
  });
  return { ...result, output: output as Outcome, progress: customStatuses as Progress[] };
}

/** The outcome of a grant that must have been made. */
export function granted({ output }: Run<GrantOutcome>): Extract<GrantOutcome, { outcome: 'granted' }> {
  if (output.outcome === 'granted') return output;
  throw new Error(`The grant failed: ${JSON.stringify(output)}`);
}

/** The outcome of a grant that must have failed. */
export function failed({ output }: Run<GrantOutcome>): Extract<GrantOutcome, { outcome: 'failed' }> {
  if (output.outcome === 'failed') return output;
  throw new Error(`The grant was made: ${JSON.stringify(output)}`);
}

/** What stands in Azure, as a value to compare. */
export function snapshot({ roles, assignments, usernames }: FakeHoldings) {
  return structuredClone({ roles, assignments, usernames });
}
