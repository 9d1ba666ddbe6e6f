import { operationId } from '../../domain/naming.ts';
import { planRevocation } from '../../domain/revocation.ts';
import type { Standing } from '../../domain/standing.ts';
import { serviceIds } from '../allowedServices.ts';
import { findStatus, isRunning } from '../operations.ts';
import { valueOf } from '../turned.ts';
import { NotYet } from './eventVisit.ts';
import type { EventVisit } from './eventVisit.ts';
import { principalOf } from './principalOf.ts';
import { revokeWithGrace } from './revokeWithGrace.ts';
import { awaitsApproval, withdraw } from './withdraw.ts';

type Left = Extract<Standing, { kind: 'untagged' | 'deleted' }>;

/**
 * Revokes what an application got by its tags, which it has no more; what somebody asked for over HTTP stays. Of one
 * that is deleted all that Mailgrant made goes: nobody can use it. What others made is not an event's to take.
 */
export async function revokeUntagged(visit: EventVisit, standing: Left): Promise<void> {
  if (standing.kind === 'deleted') {
    const { appIds, displayName } = standing;
    for (const appId of appIds) await revoke(visit, standing, { appId, displayName });
    return;
  }
  const { appId, displayName } = standing.application;
  await revoke(visit, standing, { appId, displayName });
}

async function revoke(
  visit: EventVisit,
  { kind }: Left,
  who: { appId: string; displayName: string },
): Promise<void> {
  const { activities, config } = visit.parts;
  const services = serviceIds(config);
  for (const serviceId of services) await endGrant(visit, operationId('grant', who.appId, serviceId), kind);
  const principalId = kind === 'deleted' ? undefined : await principalOf(visit, who.appId);
  const whose = { ...who, ...(principalId === undefined ? {} : { principalId }) };
  const found = valueOf(await activities.findGrants({ ...whose, serviceIds: services }));
  const of = kind === 'deleted' ? 'marked' : 'tagged';
  const at = services.filter((serviceId) => {
    const { usernames, assignments } = planRevocation(found, who.appId, { of, serviceIds: [serviceId] });
    return usernames.length + assignments.length > 0;
  });
  if (at.length === 0) {
    visit.log.info('An event changes nothing.', { event: visit.event.id, appId: who.appId });
    return;
  }
  const why = kind === 'deleted' ? 'the application was deleted' : 'the tags were removed';
  await revokeWithGrace(visit, { ...whose, serviceIds: at, why });
}

/**
 * Takes back a grant that awaits approval; one that is being made has to end first. What somebody else asked for and
 * awaits approval has made nothing yet, and keeps nothing from being revoked.
 */
async function endGrant(visit: EventVisit, id: string, kind: Left['kind']): Promise<void> {
  const grant = await findStatus(visit.context, id);
  if (grant === undefined || !isRunning(grant)) return;
  const gone = kind === 'deleted';
  const reason = gone ? 'the application was deleted' : 'the tags were removed';
  if (await withdraw(visit, grant, { reason, anyDoor: gone })) return;
  if (awaitsApproval(grant)) return;
  throw new NotYet(`The operation ${id} is under way.`);
}
