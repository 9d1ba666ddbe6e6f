import type { DurableOrchestrationStatus } from 'durable-functions';
import type { Decision, GrantInput } from '../../domain/operation.ts';
import { viewOperation } from '../../domain/operationView.ts';
import { raiseEvent } from '../operations.ts';
import type { EventVisit } from './eventVisit.ts';

/**
 * Takes back a grant that awaits approval, and says whether it did. What somebody asked for over HTTP is theirs to take
 * back, unless `anyDoor` says otherwise.
 */
export async function withdraw(
  { context, log }: EventVisit,
  status: DurableOrchestrationStatus,
  { reason, anyDoor = false }: { reason: string; anyDoor?: boolean },
): Promise<boolean> {
  if (!awaitsApproval(status) || !(anyDoor || isFromTags(status))) return false;
  const decision: Decision = { approve: false, reason, by: 'withdrawn' };
  await raiseEvent(context, status.instanceId, { name: 'decision', data: decision });
  log.info('Withdrew a request for approval.', { operation: status.instanceId, reason });
  return true;
}

export function awaitsApproval(status: DurableOrchestrationStatus): boolean {
  return viewOperation(status)?.state === 'awaitingApproval';
}

/** Whether an event had started the operation. */
export function isFromTags({ input }: DurableOrchestrationStatus): boolean {
  return (input as GrantInput | undefined)?.requester.door === 'event';
}
