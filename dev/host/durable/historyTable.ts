import type { DatabaseSync } from 'node:sqlite';
import type { HistoryEvent } from './historyEvents.ts';
import type { Instance } from './instanceTable.ts';

const mostCached = 2000;

/** Histories, with those used last kept parsed: replay reads the whole of it in every turn. */
export class HistoryTable {
  readonly #statements;
  readonly #cache = new Map<string, { executionId: string; events: HistoryEvent[] }>();

  constructor(database: DatabaseSync) {
    this.#statements = {
      read: database.prepare('SELECT event FROM history WHERE instanceId = ? ORDER BY position'),
      append: database.prepare('INSERT INTO history(instanceId, position, event) VALUES(?, ?, ?)'),
      remove: database.prepare('DELETE FROM history WHERE instanceId = ?'),
    };
  }

  read(instanceId: string): HistoryEvent[] {
    const rows = this.#statements.read.all(instanceId) as { event: string }[];
    return rows.map((row) => JSON.parse(row.event) as HistoryEvent);
  }

  /** The history for a turn: every event in it is marked as played. The array grows with `append`. */
  played(instance: Instance): HistoryEvent[] {
    let cached = this.#cache.get(instance.id);
    if (cached?.executionId !== instance.executionId) {
      const events = this.read(instance.id).map((event) => ({ ...event, IsPlayed: true }));
      cached = { executionId: instance.executionId, events };
    }
    this.#cache.delete(instance.id);
    this.#cache.set(instance.id, cached);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > mostCached && oldest !== undefined) this.#cache.delete(oldest);
    return cached.events;
  }

  append(instance: Instance, event: HistoryEvent): void {
    const events = this.played(instance);
    this.#statements.append.run(instance.id, events.length, JSON.stringify(event));
    event.IsPlayed = true;
    events.push(event);
  }

  /** Drops what is only in memory, after a transaction that was rolled back. */
  forget(instanceId: string): void {
    this.#cache.delete(instanceId);
  }

  remove(instanceId: string): void {
    this.forget(instanceId);
    this.#statements.remove.run(instanceId);
  }
}
