import type { InvocationContext } from '@azure/functions';
import { operationId } from '../domain/naming.ts';
import { isInGrace, isUnderWay } from '../domain/operationView.ts';
import type { OperationView } from '../domain/operationView.ts';
import type { Keep } from '../domain/revocation.ts';
import { findOperation, raiseEvent } from './operations.ts';
import { underWay } from './underWay.ts';
import { Turned } from './turned.ts';

const looks = 40;
const betweenLooks = 50;

/** The id of the revocation of an application, one for all mail services; `services` are the allowed ones. */
export function revocationId(appId: string, [first]: readonly [string, ...string[]]): string {
  return operationId('revoke', appId, first);
}

/**
 * Keeps the grants at some mail services from a revocation that waits in its grace. Turns the visitor away if one is
 * past its grace: what it takes away now can be granted again only after it has ended.
 */
export async function keepFromRevocation(context: InvocationContext, id: string, keep: Keep): Promise<void> {
  const before = await findOperation(context, id);
  if (before === undefined || !isUnderWay(before)) return;
  if (!isInGrace(before)) throw new Turned([underWay(id)]);
  await raiseEvent(context, id, { name: 'keep', data: keep });
  const after = await lookUntil(
    context,
    id,
    (operation) => !isInGrace(operation) || noteOf(operation) !== noteOf(before),
  );
  // The grace may have passed just before.
  if (after !== undefined && isUnderWay(after) && !isInGrace(after)) throw new Turned([underWay(id)]);
}

/** Looks until an operation is as wanted, for a short time: what was raised is taken in at once. */
export async function lookUntil(
  context: InvocationContext,
  id: string,
  wanted: (operation: OperationView) => boolean,
): Promise<OperationView | undefined> {
  for (let look = 1; ; look++) {
    const operation = await findOperation(context, id);
    if (operation === undefined || wanted(operation) || look === looks) return operation;
    await new Promise((resolve) => setTimeout(resolve, betweenLooks));
  }
}

function noteOf({ steps }: OperationView): string | undefined {
  return steps.find(({ name }) => name === 'waitForGrace')?.note;
}
