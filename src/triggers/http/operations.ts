import type { HttpRequest, InvocationContext } from '@azure/functions';
import type { OperationView } from '../../domain/operationView.ts';
import { findOperation, listOperations } from '../operations.ts';
import { door } from './door.ts';
import type { Door } from './door.ts';
import { json } from './respond.ts';
import { Turned } from '../turned.ts';

/** `GET /operations`: all operations, the newest first, without their outcomes. */
export function getOperations(): Door {
  return door(async ({ context }) => {
    const operations = await listOperations(context);
    return json(200, {
      operations: operations.map(({ outcome: _outcome, steps: _steps, ...short }) => short),
    });
  });
}

/** `GET /operations/{id}`: how an operation goes, step by step, and how it ended. */
export function getOperation(): Door {
  return door(async ({ request, context }) => json(200, await operationAsked(request, context)));
}

/** The operation that a call names; turns the visitor away if there is none. */
export async function operationAsked(
  request: HttpRequest,
  context: InvocationContext,
): Promise<OperationView> {
  const id = request.params.id ?? '';
  // Instance ids of Durable Functions go into a URL unencoded; ours have these characters only.
  const operation = /^[\w-]+$/.test(id) ? await findOperation(context, id) : undefined;
  if (operation !== undefined) return operation;
  throw new Turned([
    {
      code: 'operation-not-found',
      message: `There is no operation '${id}'.`,
      fix: 'Look at GET /api/operations for those there are.',
    },
  ]);
}
