import { randomUUID } from 'node:crypto';
import { EventType, historyEvent } from './historyEvents.ts';
import { hasFinished } from './instanceTable.ts';
import type { DurableStore } from './store.ts';

export type NewInstance = {
  id: string;
  name: string;
  version: string | null;
  /** JSON text. */
  input: string | null;
  parent?: { id: string; executionId: string; taskId: number };
};

export class InstanceExistsError extends Error {}

export function newId(): string {
  return randomUUID().replaceAll('-', '');
}

/** Creates an instance and posts its first message. A finished instance of that id is replaced. */
export function createInstance(store: DurableStore, instance: NewInstance, now: number): void {
  const { id, name, version, input, parent } = instance;
  const existing = store.instances.get(id);
  if (existing !== undefined) {
    if (!hasFinished(existing)) {
      throw new InstanceExistsError(
        `An Orchestration instance with the status ${existing.status} already exists.`,
      );
    }
    store.erase(id);
  }
  store.instances.insert({
    id,
    executionId: newId(),
    name,
    version,
    input,
    now,
    parentId: parent?.id ?? null,
    parentExecutionId: parent?.executionId ?? null,
    parentTaskId: parent?.taskId ?? null,
  });
  postExecutionStarted(store, instance, now);
}

export function postExecutionStarted(store: DurableStore, instance: NewInstance, now: number): void {
  const { parent } = instance;
  const event = historyEvent(EventType.ExecutionStarted, now, {
    Name: instance.name,
    Input: instance.input,
    Version: instance.version,
    ParentInstance:
      parent === undefined
        ? null
        : {
            TaskScheduleId: parent.taskId,
            OrchestrationInstance: { InstanceId: parent.id, ExecutionId: parent.executionId },
          },
  });
  store.inbox.post({ instanceId: instance.id }, event);
}
