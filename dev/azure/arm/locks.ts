import { reaches } from '../../../src/domain/permissions/scope.ts';
import type { State } from '../state.ts';
import { refusal } from './refusal.ts';

/** Refuses a change that a lock at or above the scope forbids. */
export function demandUnlocked(state: State, change: 'write' | 'delete', scope: string): void {
  const locked = state.locks.filter(
    (lock) => reaches(lock.scope, scope) && (change === 'delete' || lock.level === 'ReadOnly'),
  );
  if (locked.length === 0) return;
  const where = [...new Set(locked.map((lock) => lock.scope))].join(',');
  throw refusal(
    409,
    'ScopeLocked',
    `The scope '${scope}' cannot perform ${change} operation because following scope(s) are locked: '${where}'. Please remove the lock and try again.`,
  );
}
