import { hasFinished } from './instanceTable.ts';
import type { Instance, RuntimeStatus } from './instanceTable.ts';

export type InstanceStatus = {
  name: string;
  instanceId: string;
  runtimeStatus: RuntimeStatus | 'Suspended';
  input: unknown;
  output: unknown;
  customStatus: unknown;
  createdAt: number;
  updatedAt: number;
};

export function toStatus(instance: Instance): InstanceStatus {
  const isSuspended = instance.isSuspended === 1 && !hasFinished(instance);
  return {
    name: instance.name,
    instanceId: instance.id,
    runtimeStatus: isSuspended ? 'Suspended' : instance.status,
    input: parsed(instance.input),
    output: parsed(instance.output),
    customStatus: parsed(instance.customStatus),
    createdAt: instance.createdAt,
    updatedAt: instance.updatedAt,
  };
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
