import type { DurableOrchestrationStatus } from 'durable-functions';
import { parseGrantRequest, sameGrant } from '../../domain/grantRequest.ts';
import { operationId } from '../../domain/naming.ts';
import type { GrantInput, RevokeInput } from '../../domain/operation.ts';
import { sameId } from '../../domain/resourceId.ts';
import type { Standing } from '../../domain/standing.ts';
import { ownTags } from '../../domain/tags.ts';
import { serviceIds } from '../allowedServices.ts';
import { findStatus, isRunning, operationSettings, startOrJoin } from '../operations.ts';
import { keepFromRevocation, revocationId } from '../revocations.ts';
import { NotYet, requesterOf } from './eventVisit.ts';
import type { EventVisit } from './eventVisit.ts';
import { isWorthRetrying } from './isWorthRetrying.ts';
import { revokeElsewhere } from './revokeElsewhere.ts';
import { withdraw } from './withdraw.ts';

type Tagged = Extract<Standing, { kind: 'tagged' }>;

/**
 * Starts the grant that an application's tags ask for, or joins it. Tags that can't be understood start one as well:
 * it ends at once, where everyone can see why. An event that tells it again is for what time may have mended only.
 */
export async function grantTagged(visit: EventVisit, standing: Tagged): Promise<void> {
  const { appId } = standing.application;
  const input = inputFor(visit, standing);
  const id = operationId('grant', appId, input.request.serviceId);
  if (visit.event.again && !(await isWorthRetrying(visit, { id, input, sameWish }))) {
    visit.log.info('An event changes nothing.', { event: visit.event.id, operation: id });
    return;
  }
  await keepGrant(visit, appId, input);
  await startGrant(visit, id, input);
  if (input.problems === undefined)
    await revokeElsewhere(visit, { application: standing.application, at: input.request.serviceId });
}

/** Without an inspection: the operation reads Azure for itself, on durable timers, so that many events cost little. */
function inputFor(visit: EventVisit, { application, wish }: Tagged): GrantInput {
  const { appId, displayName, tags } = application;
  const { config } = visit.parts;
  const problems = Array.isArray(wish) ? wish : undefined;
  const request = Array.isArray(wish) ? parseGrantRequest({ application: appId }, serviceIds(config)) : wish;
  if (Array.isArray(request)) throw new Error(`The application's id '${appId}' is no reference to it.`);
  return {
    request,
    requester: requesterOf(`Tagged ${ownTags(tags, config.tag).join(', ')}.`),
    settings: operationSettings(config),
    displayName,
    ...(problems === undefined ? {} : { problems }),
  };
}

async function startGrant(visit: EventVisit, id: string, input: GrantInput): Promise<void> {
  const { context, log, event } = visit;
  const fits = (other: unknown) => sameWish(other as GrantInput | undefined, input);
  const last = await findStatus(context, id);
  if (last !== undefined && isRunning(last) && !fits(last.input)) {
    await withdraw(visit, last, { reason: 'the tags have changed' });
    throw new NotYet(`The operation ${id} is under way with what the tags asked for before.`);
  }
  if (last !== undefined && !isRunning(last) && fits(last.input) && isSettled(last, visit)) {
    log.info('An event changes nothing.', { event: event.id, operation: id });
    return;
  }
  const start = await startOrJoin(context, { name: 'grantSmtp', id, input, fits });
  if (start === 'refused') throw new NotYet(`The operation ${id} is under way with other wishes.`);
}

/** Whether both ask for the same grant, or have the same wrong with their tags. */
function sameWish(one: GrantInput | undefined, other: GrantInput): boolean {
  if (one === undefined) return false;
  const problems = (input: GrantInput) => JSON.stringify(input.problems ?? []);
  return sameGrant(one.request, other.request) && problems(one) === problems(other);
}

/**
 * Whether the event has nothing to tell that the last operation did not know: it began later than what the event tells
 * of, or would end now as it did then. A time to come is none: nothing would ever be after it.
 */
function isSettled(
  { createdTime, input }: DurableOrchestrationStatus,
  { event: { time }, parts }: EventVisit,
): boolean {
  if ((input as GrantInput).problems !== undefined) return true;
  return time !== undefined && time <= parts.now() && new Date(createdTime).getTime() >= time;
}

/** Takes the grant out of the revocation that waits to take it away. */
async function keepGrant(visit: EventVisit, appId: string, { request, problems }: GrantInput): Promise<void> {
  const { context, parts } = visit;
  const id = revocationId(appId, serviceIds(parts.config));
  const revocation = await findStatus(context, id);
  if (revocation === undefined || !isRunning(revocation)) return;
  const { serviceIds: all } = revocation.input as RevokeInput;
  // Tags that can't be understood don't say where the grant is to be, so all that there is stays.
  const kept = problems === undefined ? all.filter((each) => sameId(each, request.serviceId)) : all;
  if (kept.length === 0) return;
  await keepFromRevocation(context, id, { because: 'The application is tagged again.', serviceIds: kept });
}
