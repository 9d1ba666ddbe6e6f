import type { InvocationContext } from '@azure/functions';
import { decideGrant } from '../domain/grantDecision.ts';
import type { GrantDecision, Inspection } from '../domain/grantDecision.ts';
import { sameGrant } from '../domain/grantRequest.ts';
import type { GrantRequest } from '../domain/grantRequest.ts';
import { narrowedTo } from '../domain/inspectedService.ts';
import { deployedRoleProblem } from '../domain/inspectedRole.ts';
import type { InspectedRole } from '../domain/inspectedRole.ts';
import { operationId } from '../domain/naming.ts';
import type { GrantInput } from '../domain/operation.ts';
import type { RowRequest } from '../domain/innerDoors.ts';
import { decidePolicy, policyProblem } from '../domain/policy.ts';
import type { PolicyDecision } from '../domain/policy.ts';
import type { Requester } from '../domain/requester.ts';
import { serviceIds } from './allowedServices.ts';
import type { DoorParts } from './doorParts.ts';
import { operationSettings, startOrJoin } from './operations.ts';
import { underWay } from './underWay.ts';
import { keepFromRevocation, revocationId } from './revocations.ts';
import { Turned, valueOf, valuesOf } from './turned.ts';

/**
 * Starts a grant that somebody asks for and waits for the answer: nothing that is sure to be refused starts an
 * operation, so the request is judged here by what Azure says now. Turns the visitor away with every problem.
 * A role that has been looked after is not looked at again.
 */
export async function admitGrant(
  parts: DoorParts,
  context: InvocationContext,
  { request, requester, role: known }: RowRequest,
): Promise<{ id: string; joined: boolean }> {
  const refusal = policyProblem(policyOn(parts, { request, requester }));
  if (refusal !== undefined) throw new Turned([refusal]);
  const inspection = await inspectGrant(parts, request);
  const decision = decideGrant(request, inspection, parts.config.usernameFormat);
  if (Array.isArray(decision)) throw new Turned(decision);
  const role = known ?? (await inspectRole(parts, request, decision));
  const { appId } = inspection.resolved.application;
  const id = operationId('grant', appId, request.serviceId);
  // The client id instead of a display name: what was found here is what the operation is about.
  const input: GrantInput = {
    request: { ...request, application: appId },
    requester,
    settings: operationSettings(parts.config),
    inspection: { ...inspection, inspected: narrowedTo({ ...request, appId }, inspection.inspected), role },
  };
  await keepFromRevocation(context, revocationId(appId, serviceIds(parts.config)), {
    because: `${requester.who} (${requester.door}) asked for the grant.`,
    serviceIds: [request.serviceId],
  });
  const fits = (running: unknown) => sameGrant((running as GrantInput | undefined)?.request, request);
  const start = await startOrJoin(context, { name: 'grantSmtp', id, input, fits });
  if (start === 'refused') throw new Turned([underWay(id)]);
  return { id, joined: start === 'joined' };
}

/** What the policy says to a request. */
export function policyOn(
  { config }: DoorParts,
  asked: { request: GrantRequest; requester: Requester },
): PolicyDecision {
  const settings = { mode: config.approval.mode, services: serviceIds(config) };
  return decidePolicy({ ...asked, settings });
}

/** Finds the application and reads the mail service; turns the visitor away if either can't be had. */
export async function inspectGrant(
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
