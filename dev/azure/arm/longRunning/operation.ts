import { createHash, randomUUID } from 'node:crypto';
import type { LocalRequest } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { State } from '../../state.ts';

/** Work that goes on after its request was answered. */
export type LongRunningOperation = {
  name: string;
  resourceId: string;
  method: 'PUT' | 'POST' | 'DELETE';
  apiVersion: string;
  startedAt: number;
  endsAt: number;
};

const operationsOf = new WeakMap<State, Map<string, LongRunningOperation>>();

/** Starts an operation by the clock; `finish` does the work at its end, at once if operations take no time. */
export function startOperation(
  azure: LocalAzure,
  request: LocalRequest,
  work: { resourceId: string; finish: () => void },
): LongRunningOperation {
  const { clock, delays, state } = azure;
  const { resourceId, finish } = work;
  const startedAt = clock.now();
  const apiVersion = request.url.searchParams.get('api-version') ?? '';
  const operation: LongRunningOperation = {
    name: `${randomUUID()}${isSigned(apiVersion) ? `*${digestOf(resourceId)}` : ''}`,
    resourceId,
    method: request.method === 'PUT' || request.method === 'DELETE' ? request.method : 'POST',
    apiVersion,
    startedAt,
    endsAt: startedAt + delays.resourceOperation,
  };
  const known = operationsOf.get(state) ?? new Map<string, LongRunningOperation>();
  operationsOf.set(state, known.set(operation.name.toLowerCase(), operation));
  if (operation.endsAt <= startedAt) finish();
  else clock.at(operation.endsAt, finish);
  return operation;
}

export function findOperation(state: State, name: string): LongRunningOperation | undefined {
  return operationsOf.get(state)?.get(name.toLowerCase());
}

/** The versions of 2020 hand out plain addresses, the later ones signed ones (fact operation.address). */
export function isSigned(apiVersion: string): boolean {
  return !apiVersion.startsWith('2020-');
}

/** Recorded: the second half of the name is the same for every operation on one resource. */
function digestOf(resourceId: string): string {
  return createHash('sha256').update(resourceId.toLowerCase()).digest('hex').toUpperCase();
}
