import type { Application } from '../../domain/application.ts';
import { operationId } from '../../domain/naming.ts';
import { sameId } from '../../domain/resourceId.ts';
import { serviceIds } from '../allowedServices.ts';
import { findStatus, isRunning } from '../operations.ts';
import { valueOf } from '../turned.ts';
import { NotYet } from './eventVisit.ts';
import type { EventVisit } from './eventVisit.ts';
import { principalOf } from './principalOf.ts';
import { revokeWithGrace } from './revokeWithGrace.ts';
import { awaitsApproval, isFromTags, withdraw } from './withdraw.ts';

/** Revokes what the application got by its tags at other mail services than the one they name now, which is `at`. */
export async function revokeElsewhere(
  visit: EventVisit,
  { application, at }: { application: Application; at: string },
): Promise<void> {
  const { appId, displayName } = application;
  const others = await earlierServices(visit, appId, at);
  if (others.length === 0) return;
  const principalId = await principalOf(visit, appId);
  const whose = { appId, ...(principalId === undefined ? {} : { principalId }) };
  const { ours } = valueOf(await visit.parts.activities.findGrants({ ...whose, serviceIds: others }));
  const made = others.filter((serviceId) =>
    ours.some((each) => each.serviceId === serviceId && each.door === 'event'),
  );
  if (made.length === 0) return;
  await revokeWithGrace(visit, {
    ...whose,
    displayName,
    serviceIds: made,
    why: 'the service tag has changed',
  });
}

/**
 * The other mail services that the tags may once have named. The operations tell, so that nothing is asked of Azure
 * where there was none. One over HTTP took the place of what was there before, so it tells nothing.
 */
async function earlierServices(visit: EventVisit, appId: string, at: string): Promise<string[]> {
  const earlier: string[] = [];
  for (const serviceId of serviceIds(visit.parts.config)) {
    if (sameId(serviceId, at)) continue;
    const id = operationId('grant', appId, serviceId);
    const grant = await findStatus(visit.context, id);
    if (grant === undefined) continue;
    if (isRunning(grant) && !(await withdraw(visit, grant, { reason: 'the service tag has changed' }))) {
      if (isFromTags(grant)) throw new NotYet(`The operation ${id} is under way.`);
      if (!awaitsApproval(grant)) continue;
    }
    earlier.push(serviceId);
  }
  return earlier;
}
