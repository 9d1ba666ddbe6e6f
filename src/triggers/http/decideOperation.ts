import type { HttpHandler } from '@azure/functions';
import { getClient } from 'durable-functions';
import { parseDecisionRequest } from '../../domain/approval.ts';
import type { AwaitedDecision } from '../../domain/progress.ts';
import type { OperationView } from '../../domain/operationView.ts';
import { contextLogger } from '../../log.ts';
import { Turned } from '../turned.ts';
import { operationUrl } from './accepted.ts';
import { door, readJson } from './door.ts';
import { operationAsked } from './operations.ts';
import { json } from './respond.ts';

/** `POST /operations/{id}/decision`: approves or rejects what an operation waits with. */
export function decideOperation(): HttpHandler {
  return door(async ({ request, context, requester: { who, principalId } }) => {
    const body = parseDecisionRequest(await readJson(request));
    if (Array.isArray(body)) throw new Turned(body);
    const operation = await operationAsked(request, context);
    const { id } = operation;
    const awaited = awaitedBy(operation, body.approval);
    const decision = {
      ...body,
      approval: awaited.id,
      by: { who, ...(principalId === undefined ? {} : { principalId }) },
    };
    await getClient(context).raiseEvent(id, 'decision', decision);
    contextLogger(context).info('Decided.', { operation: id, ...decision });
    return json(202, { id, statusUrl: operationUrl(request, id) });
  });
}

/** What the operation waits for; turns the visitor away if it is nothing, or not what was meant. */
function awaitedBy({ id, approval }: OperationView, meant: string | undefined): AwaitedDecision {
  if (approval !== undefined && (meant ?? approval.id) === approval.id) return approval;
  throw new Turned([
    {
      code: 'no-decision-awaited',
      message:
        approval === undefined
          ? `The operation ${id} does not wait for a decision.`
          : `The operation ${id} waits for the decision ${approval.id}, not ${meant}: it was asked for anew.`,
      fix: 'Look at it again (GET /api/operations/{id}) before you decide.',
    },
  ]);
}
