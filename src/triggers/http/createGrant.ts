import { decideGrant } from '../../domain/grantDecision.ts';
import type { GrantDecision, Inspection } from '../../domain/grantDecision.ts';
import { describeApplication, planApproval, planGrant } from '../../domain/grantPlan.ts';
import type { GrantPlan } from '../../domain/grantPlan.ts';
import { parseGrantRequest } from '../../domain/grantRequest.ts';
import type { GrantRequest } from '../../domain/grantRequest.ts';
import type { PolicyDecision } from '../../domain/policy.ts';
import { admitGrant, inspectGrant, policyOn } from '../admitGrant.ts';
import { serviceIds } from '../allowedServices.ts';
import { accepted } from './accepted.ts';
import { door, flag, readJson } from './door.ts';
import type { Door } from './door.ts';
import type { DoorParts } from '../doorParts.ts';
import { json } from './respond.ts';
import { Turned, valueOf } from '../turned.ts';

/**
 * `POST /grants`: starts a grant. With `?plan=true` says what it would do, and does nothing.
 * Nothing that is sure to be refused starts an operation: the request is judged here by what Azure says now.
 */
export function createGrant(parts: DoorParts): Door {
  return door(async ({ request, context, requester }) => {
    const plan = flag(request, 'plan');
    const grant = parseGrantRequest(await readJson(request), serviceIds(parts.config));
    if (Array.isArray(grant)) throw new Turned(grant);
    if (plan) return json(200, await makePlan(parts, grant, policyOn(parts, { request: grant, requester })));

    const { id, joined } = await admitGrant(parts, context, { request: grant, requester });
    return accepted(request, id, joined);
  });
}

async function makePlan(parts: DoorParts, grant: GrantRequest, policy: PolicyDecision): Promise<GrantPlan> {
  const approval = planApproval(policy);
  try {
    const inspection = await inspectGrant(parts, grant);
    const decision = decideGrant(grant, inspection, parts.config.usernameFormat);
    if (!Array.isArray(decision)) return await planOf(parts, grant, { inspection, decision, policy });
    return { application: describeApplication(inspection.resolved), steps: [], approval, refused: decision };
  } catch (error) {
    // What Azure can't answer right now is no plan; what it refuses is.
    if (!(error instanceof Turned) || error.retryAfterSeconds !== undefined) throw error;
    return { steps: [], approval, refused: [...error.problems] };
  }
}

async function planOf(
  { activities, config }: DoorParts,
  grant: GrantRequest,
  {
    inspection,
    decision,
    policy,
  }: { inspection: Inspection; decision: GrantDecision; policy: PolicyDecision },
): Promise<GrantPlan> {
  const role = valueOf(await activities.inspectRole({ scope: decision.definitionScope, choice: grant.role }));
  const assignment = valueOf(
    await activities.findAssignment({
      scope: decision.assignmentScope,
      principalId: inspection.resolved.servicePrincipal.objectId,
      roleDefinition: role.name,
    }),
  );
  return planGrant(inspection, decision, { role, assignment, createRole: config.role.create, policy });
}
