import type { DatabaseSync } from 'node:sqlite';

export type RuntimeStatus = 'Pending' | 'Running' | 'Completed' | 'Failed' | 'Terminated';

export type Instance = {
  id: string;
  executionId: string;
  name: string;
  version: string | null;
  status: RuntimeStatus;
  isSuspended: 0 | 1;
  input: string | null;
  output: string | null;
  customStatus: string | null;
  createdAt: number;
  updatedAt: number;
  parentId: string | null;
  parentExecutionId: string | null;
  parentTaskId: number | null;
};

export function hasFinished(instance: { status: RuntimeStatus }): boolean {
  return ['Completed', 'Failed', 'Terminated'].includes(instance.status);
}

export class InstanceTable {
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#statements = {
      get: database.prepare('SELECT * FROM instance WHERE id = ?'),
      insert: database.prepare(
        `INSERT INTO instance(id, executionId, name, version, status, input, createdAt, updatedAt,
           parentId, parentExecutionId, parentTaskId)
         VALUES(:id, :executionId, :name, :version, 'Pending', :input, :now, :now,
           :parentId, :parentExecutionId, :parentTaskId)`,
      ),
      update: database.prepare(
        `UPDATE instance SET executionId = :executionId, status = :status, input = :input, output = :output,
           customStatus = :customStatus, updatedAt = :now WHERE id = :id`,
      ),
      suspend: database.prepare('UPDATE instance SET isSuspended = ?, updatedAt = ? WHERE id = ?'),
      remove: database.prepare('DELETE FROM instance WHERE id = ?'),
    };
  }

  get(id: string): Instance | undefined {
    return this.#statements.get.get(id) as Instance | undefined;
  }

  insert(
    row: Pick<
      Instance,
      'id' | 'executionId' | 'name' | 'version' | 'input' | 'parentId' | 'parentExecutionId' | 'parentTaskId'
    > & { now: number },
  ): void {
    this.#statements.insert.run(row);
  }

  update(
    row: Pick<Instance, 'id' | 'executionId' | 'status' | 'input' | 'output' | 'customStatus'> & {
      now: number;
    },
  ): void {
    this.#statements.update.run(row);
  }

  setSuspended(id: string, isSuspended: boolean, now: number): void {
    this.#statements.suspend.run(isSuspended ? 1 : 0, now, id);
  }

  remove(id: string): void {
    this.#statements.remove.run(id);
  }
}
