import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { Provisioning } from '../../state.ts';
import { refusal } from '../refusal.ts';
import { created } from './answers.ts';
import { startOperation } from './operation.ts';

type Resource = { id: string; provisioning?: Provisioning };

/** Refuses to use a resource while an operation is at work on it (fact operation.notReady.409). */
export function demandProvisioned({ id, provisioning }: Resource): void {
  if (provisioning !== undefined)
    throw refusal(
      409,
      'Conflict',
      `The resource '${id}' is not ready: its provisioning state is '${provisioning}'.`,
    );
}

/** Files a written resource, marks it until its operation ends, and answers as Azure does to a PUT. */
export function provision<T extends Resource>(
  azure: LocalAzure,
  request: LocalRequest,
  written: {
    into: Map<string, T>;
    resource: T;
    /** What the answer shows. */
    body: unknown;
    finish?: () => void;
  },
): LocalResponse {
  const { into, resource, body, finish } = written;
  const key = resource.id.toLowerCase();
  resource.provisioning = into.has(key) ? 'Updating' : 'Creating';
  into.set(key, resource);
  const operation = startOperation(azure, request, {
    resourceId: resource.id,
    finish: () => {
      delete resource.provisioning;
      finish?.();
    },
  });
  return created(azure, request, { operation, body });
}
