import { deployedRoleProblem } from './inspectedRole.ts';
import type { InspectedRole } from './inspectedRole.ts';
import type { GrantDecision, Inspection } from './grantDecision.ts';
import type { PolicyDecision } from './policy.ts';
import type { Problem } from './problems.ts';
import type { RoleAssignment } from './roleDefinition.ts';

/** What a grant would do, without doing it. */
export type GrantPlan = {
  /** The application as it was found, and by which of its names. */
  application?: { appId: string; displayName: string; knownBy: string; servicePrincipalId: string };
  username?: string;
  steps: PlannedStep[];
  /** Whether the grant would wait for a decision, and why or why not. */
  approval: { needed: boolean; reasons: string[] };
  /** What stands in the way; empty if the grant would be made. */
  refused: Problem[];
};
export type PlannedStep = {
  step: 'createRole' | 'assignRole' | 'createSmtpUsername';
  action: 'none' | 'create' | 'repair';
  what: string;
};

/** What the policy says, as a part of a plan. */
export function planApproval({ kind, reasons }: PolicyDecision): GrantPlan['approval'] {
  return { needed: kind === 'approval', reasons };
}

/** The plan of a grant that nothing stands in the way of. */
export function planGrant(
  { resolved }: Inspection,
  decision: GrantDecision,
  found: {
    role: InspectedRole;
    assignment: RoleAssignment | null;
    createRole: boolean;
    policy: PolicyDecision;
  },
): GrantPlan {
  const { role, assignment, createRole, policy } = found;
  const problem = createRole ? undefined : deployedRoleProblem(role);
  const { kind, username } = decision.username;
  return {
    application: describeApplication(resolved),
    username,
    steps: [
      {
        step: 'createRole',
        action: ({ same: 'none', drifted: 'repair', absent: 'create' } as const)[role.state],
        what: role.roleName,
      },
      {
        step: 'assignRole',
        action: assignment === null ? 'create' : 'none',
        what: `${role.roleName} at ${decision.assignmentScope}`,
      },
      { step: 'createSmtpUsername', action: kind === 'create' ? 'create' : 'none', what: username },
    ],
    approval: planApproval(policy),
    refused: problem === undefined ? [] : [problem],
  };
}

export function describeApplication({ application, servicePrincipal, knownBy }: Inspection['resolved']) {
  const { appId, displayName } = application;
  return { appId, displayName, knownBy, servicePrincipalId: servicePrincipal.objectId };
}
