import type { Role } from '../permissions/coverage.ts';
import { accessBeyondNeed } from './access.ts';
import type { HeldAccess } from './access.ts';
import { indexSnapshot, toAssignment } from './auditIndex.ts';
import type { AuditIndex, Placed } from './auditIndex.ts';
import { excessOf } from '../excess/excess.ts';
import { prepareOperations } from '../excess/operations.ts';
import type { Excess } from '../excess/excess.ts';
import type { Observation } from './finding.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** All that the rules look at. */
export type AuditFacts = AuditIndex & {
  /** Access beyond the need that is in effect. */
  access: HeldAccess[];
  /** Access beyond the need that can be activated. */
  eligibleAccess: HeldAccess[];
  excessOf(placed: Placed): Excess;
  /** What all of this together lets its holder do beyond sending. */
  excessOfAll(placed: readonly Placed[]): Excess;
  /** What whoever is assigned this role there may do beyond sending. */
  excessOfRole(role: Role, scope: string): Excess;
  /** Hours from this time (ISO 8601) until the snapshot was taken. */
  hoursSince(time: string): number;
};

/** A rule of the audit: looks, and says what it sees. Pure. */
export type Rule = (facts: AuditFacts) => Observation[];

export function auditFacts(snapshot: AuditSnapshot): AuditFacts {
  const index = indexSnapshot(snapshot);
  const operations = prepareOperations(snapshot.operations);
  const taken = Date.parse(snapshot.takenAt);
  return {
    ...index,
    access: accessBeyondNeed(index, index.placed),
    eligibleAccess: accessBeyondNeed(index, index.eligible),
    excessOfRole: (role, scope) => excessOf([{ id: role.id, principalId: '', scope, role }], operations),
    excessOfAll: (placed) => excessOf(placed.map(toAssignment), operations),
    excessOf: (placed) => excessOf([toAssignment(placed)], operations),
    hoursSince: (time) => (taken - Date.parse(time)) / 3_600_000,
  };
}
