import type { LocalAzure } from '../../localAzure.ts';
import type { Application } from '../../state.ts';
import { applicationBody } from '../bodies.ts';
import { isReplicated } from '../replication.ts';

/** What is known of one object's past. Versions count up with every change that was seen. */
export type Past = {
  /** When it came up, or came back. */
  appeared: number;
  /** When each property took the value that it has. */
  changed: Map<string, number>;
  removed?: { version: number; reason: 'changed' | 'deleted' };
};

type Seen = Past & { whole: string; values: Map<string, string> };

/**
 * The changes of all applications. It compares what there is with what there was whenever somebody asks, so that
 * it misses no way of changing an application. What changed and changed back between two looks was no change.
 */
export class History {
  readonly #seen = new Map<string, Seen>();
  #version = 0;

  /** Looks at the directory as it is now, and returns the version of that. */
  observe(azure: LocalAzure): number {
    const { applications } = azure.state;
    const version = this.#version + 1;
    let news = false;
    for (const each of applications.values())
      if (isReplicated(azure, each) && this.#look(azure, each, version)) news = true;
    for (const [id, seen] of this.#seen)
      if (!applications.has(id) && seen.removed?.reason !== 'deleted') {
        seen.removed = { version, reason: 'deleted' };
        news = true;
      }
    if (news) this.#version = version;
    return this.#version;
  }

  /** Every object that was ever seen, by id. */
  all(): [string, Past][] {
    return [...this.#seen].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /** Whether there is news of this application. */
  #look(azure: LocalAzure, application: Application, version: number): boolean {
    const id = application.objectId;
    const whole = JSON.stringify(application);
    const before = this.#seen.get(id);
    if (before?.whole === whole) return false;
    const seen: Seen = before ?? { appeared: version, changed: new Map(), values: new Map(), whole };
    this.#seen.set(id, seen);
    seen.whole = whole;
    for (const [name, value] of Object.entries(applicationBody(azure.state, application))) {
      const text = JSON.stringify(value);
      if (seen.values.get(name) === text) continue;
      seen.values.set(name, text);
      seen.changed.set(name, version);
    }
    if (application.deletedAt !== undefined) seen.removed ??= { version, reason: 'changed' };
    else if (seen.removed !== undefined) {
      delete seen.removed;
      seen.appeared = version;
    }
    return true;
  }
}
