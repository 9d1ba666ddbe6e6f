import { keyAccess } from './keyAccess.ts';
import { roleWrites } from './roleWrites.ts';

/** What access can do harm by, worst first. */
export type RiskClass = 'fullControl' | 'roleWrites' | 'keyAccess' | 'deletes' | 'data' | 'other';

/** What one operation does. `other` is changes and reads together: told apart because reading weighs little. */
export type Risk = 'roleWrites' | 'keyAccess' | 'deletes' | 'data' | 'changes' | 'reads';
export const risks: readonly Risk[] = ['roleWrites', 'keyAccess', 'deletes', 'data', 'changes', 'reads'];

const writesRoles = new Set(roleWrites.map(({ operation }) => operation.toLowerCase()));

/**
 * The risk of a control-plane operation. Also that of a pattern which covers no known operation: a star at its end
 * may stand for anything, so it counts as the delete that it certainly covers.
 */
export function riskOf(operation: string): Risk {
  const key = operation.toLowerCase();
  if (writesRoles.has(key)) return 'roleWrites';
  if (keyAccess.some(({ pattern }) => pattern.test(key))) return 'keyAccess';
  if (/\/delete$|\*$|\/purge\/action$/.test(key)) return 'deletes';
  if (/\/[^/]*(?<!un)delete[^/]*\/action$/.test(key)) return 'deletes';
  return key.endsWith('/read') ? 'reads' : 'changes';
}

/** The operation without its verb (and the `action` behind one), in lower case. */
export function resourceTypeOf(operation: string): string {
  const parts = operation.toLowerCase().split('/');
  return parts.slice(0, parts.at(-1) === 'action' ? -2 : -1).join('/') || operation.toLowerCase();
}
