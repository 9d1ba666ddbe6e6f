import type { DatabaseSync } from 'node:sqlite';

export type ActivityCall = {
  instanceId: string;
  executionId: string;
  taskId: number;
  name: string;
  /** JSON text. */
  input: string;
};

export class ActivityTable {
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#statements = {
      add: database.prepare('INSERT INTO activity VALUES(:instanceId, :executionId, :taskId, :name, :input)'),
      all: database.prepare('SELECT * FROM activity'),
      remove: database.prepare(
        'DELETE FROM activity WHERE instanceId = ? AND executionId = ? AND taskId = ?',
      ),
      removeAll: database.prepare('DELETE FROM activity WHERE instanceId = ?'),
    };
  }

  add(call: ActivityCall): void {
    this.#statements.add.run(call);
  }

  all(): ActivityCall[] {
    return this.#statements.all.all() as ActivityCall[];
  }

  /** False if nobody waits for the result any more: it came twice, or too late. */
  remove(call: ActivityCall): boolean {
    return this.#statements.remove.run(call.instanceId, call.executionId, call.taskId).changes > 0;
  }

  removeAll(instanceId: string): void {
    this.#statements.removeAll.run(instanceId);
  }
}
