import { evaluate } from '../permissions/evaluate.ts';
import type { Verdict } from '../permissions/evaluate.ts';
import { neededActions } from '../senderRole.ts';
import { toAssignment } from './auditIndex.ts';
import type { AuditIndex, Placed } from './auditIndex.ts';
import type { ServiceView } from './serviceView.ts';

/** Whether a service principal may send from a mail service, by all it holds itself and through groups. */
export type PermissionToSend = {
  verdict: 'allowed' | 'conditional' | 'missing';
  /** What it may not, with what is in the way. */
  missing: { action: string; verdict: Verdict }[];
  /** The assignments that grant something of it. */
  granting: Placed[];
  /** What decides where nobody but Azure can tell: conditions of assignments, roles and deny assignments. */
  conditions: string[];
};

export function permissionToSend(index: AuditIndex, id: string, service: ServiceView): PermissionToSend {
  // Only what reaches the service and has something of sending in it: large groups hold much else.
  const held = index
    .heldBy(id)
    .filter(({ facts, reached }) => facts.concernsSending && reached.includes(service));
  const assignments = held.map(toAssignment);
  const principalIds = index.identitiesOf(id);
  const { managementGroups } = index.snapshot;
  const verdicts = neededActions.map((action) => ({
    action,
    verdict: evaluate(
      { principalIds, action, scope: service.id },
      { assignments, denyAssignments: service.denyAssignments, managementGroups },
    ),
  }));
  const missing = verdicts.filter(
    ({ verdict: { verdict } }) => verdict === 'notGranted' || verdict === 'denied',
  );
  const reasons = new Set(
    verdicts.flatMap(({ verdict }) =>
      verdict.verdict === 'allowed' ? verdict.because.map(({ assignmentId }) => assignmentId) : [],
    ),
  );
  const granting = held.filter(({ assignment }) => reasons.has(assignment.id));
  const conditions = verdicts.flatMap(({ verdict }) =>
    verdict.verdict === 'conditional'
      ? verdict.because.flatMap((reason) => [...reason.conditions, ...(reason.unless ?? [])])
      : [],
  );
  const found = { missing, granting, conditions: [...new Set(conditions)].sort() };
  if (missing.length > 0) return { verdict: 'missing', ...found };
  return { verdict: conditions.length > 0 ? 'conditional' : 'allowed', ...found };
}
