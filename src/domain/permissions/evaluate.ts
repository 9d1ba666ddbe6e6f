import { coverage } from './coverage.ts';
import type { ActionKind, PermissionBlock, Role } from './coverage.ts';
import { reaches, sameScope } from './scope.ts';
import type { ManagementGroups } from './scope.ts';

/** May one of these principals (an identity and the groups it is in) do this here? */
export type Question = {
  principalIds: readonly string[];
  action: string;
  scope: string;
  /** `action` unless said otherwise. */
  kind?: ActionKind;
};

/** A role assignment together with the role it assigns. */
export type Assignment = {
  id: string;
  principalId: string;
  scope: string;
  role: Role;
  condition?: string | null;
};

/** A deny assignment wins over every grant. */
export type DenyAssignment = {
  id: string;
  name: string;
  scope: string;
  /** The all-zero GUID stands for everyone. */
  principalIds: readonly string[];
  excludePrincipalIds: readonly string[];
  permissions: readonly PermissionBlock[];
  doNotApplyToChildScopes: boolean;
  /** It denies only where this holds. */
  condition?: string | null;
};

/** What is known about access: everything that may bear on the question. */
export type Access = {
  assignments: readonly Assignment[];
  denyAssignments?: readonly DenyAssignment[];
  managementGroups?: ManagementGroups;
};

/** Which pattern of which role at which scope. */
export type Reason = {
  assignmentId: string;
  principalId: string;
  role: string;
  scope: string;
  pattern: string;
};
type ConditionalReason = Reason & { conditions: string[]; unless?: string[] };
export type Verdict =
  | { verdict: 'allowed'; because: Reason[] }
  /** Granted only where all the `conditions` of a reason hold, and none of `unless`: there a deny assignment forbids it. */
  | { verdict: 'conditional'; because: ConditionalReason[] }
  /** A deny assignment forbids it. */
  | {
      verdict: 'denied';
      because: { denyAssignmentId: string; name: string; scope: string; pattern: string }[];
    }
  /** No role grants it; the reasons are the near misses, each with the notAction that took it away. */
  | { verdict: 'notGranted'; because: (Reason & { excludedBy: string })[] };

/** Stands for everyone in a deny assignment. */
export const everyone = '00000000-0000-0000-0000-000000000000';

/** Azure's rule: denied if any deny assignment says so, else granted if any assignment grants it. */
export function evaluate(question: Question, access: Access): Verdict {
  const denials = denialsOf(question, access);
  const absolute = denials.filter(({ conditions }) => conditions.length === 0);
  if (absolute.length > 0)
    return { verdict: 'denied', because: absolute.map(({ conditions: _none, ...denial }) => denial) };
  const principals = new Set(question.principalIds.map((id) => id.toLowerCase()));
  const allowed: Reason[] = [];
  const conditional: ConditionalReason[] = [];
  const excluded: (Reason & { excludedBy: string })[] = [];
  for (const assignment of access.assignments) {
    if (!principals.has(assignment.principalId.toLowerCase())) continue;
    if (!reaches(assignment.scope, question.scope, access.managementGroups)) continue;
    const found = coverage(assignment.role, question.action, question.kind);
    if (found.kind === 'absent') continue;
    const reason = reasonFor(assignment, found.pattern);
    if (found.kind === 'excluded') {
      excluded.push({ ...reason, excludedBy: found.by });
      continue;
    }
    const conditions = [
      ...(found.kind === 'conditional' ? [found.condition] : []),
      ...(assignment.condition ? [assignment.condition] : []),
    ];
    if (conditions.length === 0) allowed.push(reason);
    else conditional.push({ ...reason, conditions });
  }
  const unless = denials.map(({ conditions }) => conditions.join(' AND '));
  if (unless.length > 0 && allowed.length + conditional.length > 0) {
    const granted = [...allowed.map((reason) => ({ ...reason, conditions: [] })), ...conditional];
    return { verdict: 'conditional', because: granted.map((reason) => ({ ...reason, unless })) };
  }
  if (allowed.length > 0) return { verdict: 'allowed', because: allowed };
  if (conditional.length > 0) return { verdict: 'conditional', because: conditional };
  return { verdict: 'notGranted', because: excluded };
}

function reasonFor(assignment: Assignment, pattern: string): Reason {
  const { id, principalId, scope, role } = assignment;
  return { assignmentId: id, principalId, role: role.name, scope, pattern };
}

function denialsOf(question: Question, access: Access) {
  const principals = new Set(question.principalIds.map((id) => id.toLowerCase()));
  const among = (ids: readonly string[]) => ids.some((id) => principals.has(id.toLowerCase()));
  return (access.denyAssignments ?? []).flatMap((deny) => {
    const here = deny.doNotApplyToChildScopes
      ? sameScope(deny.scope, question.scope)
      : reaches(deny.scope, question.scope, access.managementGroups);
    const named = deny.principalIds.includes(everyone) || among(deny.principalIds);
    if (!here || !named || among(deny.excludePrincipalIds)) return [];
    const { id, name, scope, permissions } = deny;
    const found = coverage({ id, name, permissions }, question.action, question.kind);
    if (found.kind !== 'covered' && found.kind !== 'conditional') return [];
    const conditions = [
      ...(found.kind === 'conditional' ? [found.condition] : []),
      ...(deny.condition ? [deny.condition] : []),
    ].map((condition) => `(${condition})`);
    return [{ denyAssignmentId: id, name, scope, pattern: found.pattern, conditions }];
  });
}
