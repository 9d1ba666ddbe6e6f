import type { DatabaseSync } from 'node:sqlite';
import { ActivityTable } from './activityTable.ts';
import { HistoryTable } from './historyTable.ts';
import { InboxTable } from './inboxTable.ts';
import { InstanceTable } from './instanceTable.ts';
import { openDatabase } from './schema.ts';

/** Everything that must survive the end of the process. */
export class DurableStore {
  readonly database: DatabaseSync;
  readonly instances: InstanceTable;
  readonly history: HistoryTable;
  readonly inbox: InboxTable;
  readonly activities: ActivityTable;

  constructor(file: string) {
    this.database = openDatabase(file);
    this.instances = new InstanceTable(this.database);
    this.history = new HistoryTable(this.database);
    this.inbox = new InboxTable(this.database);
    this.activities = new ActivityTable(this.database);
  }

  /** All of `work` is stored, or nothing of it. */
  transaction<T>(work: () => T): T {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Forgets an instance altogether. */
  erase(instanceId: string): void {
    this.instances.remove(instanceId);
    this.history.remove(instanceId);
    this.inbox.removeAll(instanceId);
    this.activities.removeAll(instanceId);
  }

  close(): void {
    this.database.close();
  }
}
