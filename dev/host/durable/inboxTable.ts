import type { DatabaseSync } from 'node:sqlite';
import type { HistoryEvent } from './historyEvents.ts';

export type Message = { number: number; executionId: string | null; event: HistoryEvent };

type MessageRow = { number: number; executionId: string | null; event: string };

export class InboxTable {
  readonly #statements;

  constructor(database: DatabaseSync) {
    const ofRunning = 'FROM inbox JOIN instance ON instance.id = inbox.instanceId WHERE isSuspended = 0';
    this.#statements = {
      post: database.prepare('INSERT INTO inbox(instanceId, executionId, due, event) VALUES(?, ?, ?, ?)'),
      due: database.prepare(
        'SELECT number, executionId, event FROM inbox WHERE instanceId = ? AND due <= ? ORDER BY due, number',
      ),
      // Leaving out suspended instances keeps an overdue timer of one from being looked at over and over.
      dueInstances: database.prepare(`SELECT DISTINCT inbox.instanceId AS id ${ofRunning} AND due <= ?`),
      nextDue: database.prepare(`SELECT min(due) AS due ${ofRunning} AND due > ?`),
      removeOne: database.prepare('DELETE FROM inbox WHERE number = ?'),
      removeAll: database.prepare('DELETE FROM inbox WHERE instanceId = ?'),
      removeGeneration: database.prepare(
        'DELETE FROM inbox WHERE instanceId = ? AND executionId IS NOT NULL',
      ),
    };
  }

  /** `due` 0 means at once. Without an execution id the message is for any generation. */
  post(to: { instanceId: string; executionId?: string }, event: HistoryEvent, due = 0): void {
    this.#statements.post.run(to.instanceId, to.executionId ?? null, due, JSON.stringify(event));
  }

  due(instanceId: string, now: number): Message[] {
    const rows = this.#statements.due.all(instanceId, now) as MessageRow[];
    return rows.map((row) => ({ ...row, event: JSON.parse(row.event) as HistoryEvent }));
  }

  /** Ids of the instances that have something to do by now. */
  dueInstances(now: number): string[] {
    return (this.#statements.dueInstances.all(now) as { id: string }[]).map((row) => row.id);
  }

  /** When the next timer after `now` fires. */
  nextDue(now: number): number | undefined {
    return (this.#statements.nextDue.get(now) as { due: number | null }).due ?? undefined;
  }

  removeMessages(messages: Message[]): void {
    for (const { number } of messages) this.#statements.removeOne.run(number);
  }

  removeAll(instanceId: string): void {
    this.#statements.removeAll.run(instanceId);
  }

  /** Drops timers and results that a generation has not seen and will not see. */
  removeGeneration(instanceId: string): void {
    this.#statements.removeGeneration.run(instanceId);
  }
}
