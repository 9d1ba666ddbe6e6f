import { parseDecisionRequest } from '../../domain/approval.ts';
import type { AwaitedDecision } from '../../domain/progress.ts';
import type { OperationView } from '../../domain/operationView.ts';
import { sameText } from '../../domain/sameText.ts';
import { contextLogger } from '../../log.ts';
import type { DoorParts } from '../doorParts.ts';
import { Turned } from '../turned.ts';
import { raiseEvent } from '../operations.ts';
import { operationUrl } from './accepted.ts';
import { door, readJson } from './door.ts';
import type { Door } from './door.ts';
import { operationAsked } from './operations.ts';
import { json } from './respond.ts';

/** `POST /operations/{id}/decision`: approves or rejects what an operation waits with. */
export function decideOperation({ config }: Pick<DoorParts, 'config'>): Door {
  return door(async ({ request, context, requester: { who, principalId } }) => {
    const body = parseDecisionRequest(await readJson(request));
    if (Array.isArray(body)) throw new Turned(body);
    const operation = await operationAsked(request, context);
    const { id } = operation;
    const awaited = awaitedBy(operation, body.approval);
    if (config.auth === 'entra') refuseOwn(operation, principalId);
    const decision = {
      ...body,
      approval: awaited.id,
      by: { who, ...(principalId === undefined ? {} : { principalId }) },
    };
    await raiseEvent(context, id, { name: 'decision', data: decision });
    contextLogger(context).info('Decided.', { operation: id, ...decision });
    return json(202, { id, statusUrl: operationUrl(request, id) });
  });
}

/**
 * Nobody decides on what they asked for themselves. Where it can't be told who asked or who decides, nobody does; but
 * what an application's tags ask for, nobody who signed in has asked for.
 */
function refuseOwn({ id, kind, about }: OperationView, principalId: string | undefined): void {
  const requester = about?.requester;
  if (requester?.door === 'event') return;
  const asker = requester?.principalId;
  if (asker !== undefined && principalId !== undefined && !sameText(asker, principalId)) return;
  throw new Turned([
    {
      code: 'own-request',
      message: `The operation ${id} was asked for by ${requester?.who ?? 'somebody unknown'}, and it can't be told that you are somebody else.`,
      fix:
        kind === 'fix'
          ? 'Let another approver decide; if nobody does, nothing is changed.'
          : 'Let another approver decide. Who asked can take the request back: DELETE /api/grants/{application}.',
    },
  ]);
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
