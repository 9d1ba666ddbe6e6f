import type { InvocationContext } from '@azure/functions';
import { isUnderWay } from '../domain/operationView.ts';
import type { Problem } from '../domain/problems.ts';
import { findOperation } from './operations.ts';
import { Turned } from './turned.ts';

/** Turns the visitor away while an operation goes on that would work against what is asked for. */
export async function refuseWhile(context: InvocationContext, operationId: string): Promise<void> {
  const operation = await findOperation(context, operationId);
  if (operation !== undefined && isUnderWay(operation)) throw new Turned([underWay(operationId)]);
}

export function underWay(operationId: string): Problem {
  return {
    code: 'operation-running',
    message: `The operation ${operationId} for this application is under way, and does something else.`,
    fix: 'Wait until it has ended (GET /api/operations/{id}), then ask again.',
  };
}
