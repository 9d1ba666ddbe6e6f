import type { GrantInput } from '../../domain/operation.ts';
import { madeBy, provenance } from '../../domain/requester.ts';
import { askAzure } from '../askAzure.ts';
import { lastLookTimeout } from '../policies.ts';
import { now } from '../step.ts';
import type { Step } from '../step.ts';
import type { Cleared } from './awaitApproval.ts';
import type { GrantedAssignment } from './assignRole.ts';
import type { GrantRun } from './grantRun.ts';

type Known = Pick<Cleared, 'approval'> & { assignment: GrantedAssignment };

/**
 * Notes in Azure that somebody now asks over HTTP for what the tags had brought: untagging takes whatever the tags
 * alone have asked for. Not before the grant stands: one that fails leaves everything as it was.
 */
export function* claimAssignment(
  run: GrantRun,
  { requester }: GrantInput,
  { assignment, approval }: Known,
): Step<void> {
  const { scope, principalId, roleDefinition, description = '' } = assignment;
  if (requester.door !== 'http' || madeBy(description)?.door !== 'event') return;
  run.deadline = Math.max(run.deadline, now(run.context) + lastLookTimeout);
  yield* askAzure(run, {
    ask: 'putAssignment',
    input: { scope, principalId, roleDefinition, description: provenance(run.id, requester, approval) },
  });
}
