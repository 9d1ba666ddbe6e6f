import type { HttpHandler } from '@azure/functions';
import { decideGrant } from '../../domain/grantDecision.ts';
import type { GrantDecision, Inspection } from '../../domain/grantDecision.ts';
import { describeApplication, planGrant } from '../../domain/grantPlan.ts';
import type { GrantPlan } from '../../domain/grantPlan.ts';
import { parseGrantRequest, sameGrant } from '../../domain/grantRequest.ts';
import type { GrantRequest } from '../../domain/grantRequest.ts';
import { deployedRoleProblem } from '../../domain/inspectedRole.ts';
import type { InspectedRole } from '../../domain/inspectedRole.ts';
import { operationId } from '../../domain/naming.ts';
import type { GrantInput } from '../../domain/operation.ts';
import { operationSettings, startOrJoin } from '../operations.ts';
import { refuseWhile, underWay } from './refuseWhile.ts';
import { serviceIds } from './allowedServices.ts';
import { accepted } from './accepted.ts';
import { door, flag, readJson, Turned, valueOf, valuesOf } from './door.ts';
import type { DoorParts } from './door.ts';
import { json } from './respond.ts';

/**
 * `POST /grants`: starts a grant. With `?plan=true` says what it would do, and does nothing.
 * Nothing that is sure to be refused starts an operation: the request is judged here by what Azure says now.
 */
export function createGrant(parts: DoorParts): HttpHandler {
  return door(async ({ request, context, requester }) => {
    const plan = flag(request, 'plan');
    const grant = parseGrantRequest(await readJson(request), serviceIds(parts.config));
    if (Array.isArray(grant)) throw new Turned(grant);
    if (plan) return json(200, await makePlan(parts, grant));

    const inspection = await inspect(parts, grant);
    const decision = decideGrant(grant, inspection, parts.config.usernameFormat);
    if (Array.isArray(decision)) throw new Turned(decision);
    const role = await inspectRole(parts, grant, decision);
    const { appId } = inspection.resolved.application;
    const id = operationId('grant', appId, grant.serviceId);
    // The client id instead of a display name: what was found here is what the operation is about.
    const input: GrantInput = {
      request: { ...grant, application: appId },
      requester,
      settings: operationSettings(parts.config),
      inspection: { ...inspection, role },
    };
    await refuseWhile(context, operationId('revoke', appId, serviceIds(parts.config)[0]));
    const fits = (running: unknown) => sameGrant((running as GrantInput | undefined)?.request, grant);
    const start = await startOrJoin(context, { name: 'grantSmtp', id, input, fits });
    if (start === 'refused') throw new Turned([underWay(id)]);
    return accepted(request, id, start === 'joined');
  });
}

async function inspect(
  { activities }: DoorParts,
  { application, serviceId }: GrantRequest,
): Promise<Inspection> {
  const answers = await Promise.all([
    activities.resolveApplication({ reference: application }),
    activities.inspectMailService({ serviceId }),
  ]);
  const [resolved, inspected] = valuesOf(answers);
  return { resolved, inspected };
}

/** The role that the grant will assign; turns the visitor away if there is no way to have it. */
async function inspectRole(
  { activities, config }: DoorParts,
  { role: choice }: GrantRequest,
  { definitionScope: scope }: GrantDecision,
): Promise<InspectedRole> {
  const role = valueOf(await activities.inspectRole({ scope, choice }));
  const problem = config.role.create ? undefined : deployedRoleProblem(role);
  if (problem !== undefined) throw new Turned([problem]);
  return role;
}

async function makePlan(parts: DoorParts, grant: GrantRequest): Promise<GrantPlan> {
  try {
    const inspection = await inspect(parts, grant);
    const decision = decideGrant(grant, inspection, parts.config.usernameFormat);
    if (!Array.isArray(decision)) return await planOf(parts, grant, { inspection, decision });
    return { application: describeApplication(inspection.resolved), steps: [], refused: decision };
  } catch (error) {
    // What Azure can't answer right now is no plan; what it refuses is.
    if (!(error instanceof Turned) || error.retryAfterSeconds !== undefined) throw error;
    return { steps: [], refused: [...error.problems] };
  }
}

async function planOf(
  { activities, config }: DoorParts,
  grant: GrantRequest,
  { inspection, decision }: { inspection: Inspection; decision: GrantDecision },
): Promise<GrantPlan> {
  const role = valueOf(await activities.inspectRole({ scope: decision.definitionScope, choice: grant.role }));
  const assignment = valueOf(
    await activities.findAssignment({
      scope: decision.assignmentScope,
      principalId: inspection.resolved.servicePrincipal.objectId,
      roleDefinition: role.name,
    }),
  );
  return planGrant(inspection, decision, { role, assignment, createRole: config.role.create });
}
