import type { Instance } from './instanceTable.ts';

/** The task of another orchestration that an instance was started for. */
export type Parent = { id: string; executionId: string; taskId: number };

export function parentOf(instance: Instance): Parent | undefined {
  const { parentId, parentExecutionId, parentTaskId } = instance;
  if (parentId === null || parentExecutionId === null || parentTaskId === null) return undefined;
  return { id: parentId, executionId: parentExecutionId, taskId: parentTaskId };
}
