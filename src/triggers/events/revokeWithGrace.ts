import type { RevokeInput } from '../../domain/operation.ts';
import { isInGrace, viewOperation } from '../../domain/operationView.ts';
import { sameId } from '../../domain/resourceId.ts';
import type { Keep } from '../../domain/revocation.ts';
import { serviceIds } from '../allowedServices.ts';
import { findStatus, operationSettings, raiseEvent, startOrJoin } from '../operations.ts';
import { revocationId } from '../revocations.ts';
import { NotYet, requesterOf } from './eventVisit.ts';
import type { EventVisit } from './eventVisit.ts';

type Revocation = Pick<RevokeInput, 'appId' | 'displayName' | 'principalId' | 'serviceIds'> & { why: string };

/** Starts a revocation that waits for the grace period first, or joins one that revokes all of it. */
export async function revokeWithGrace(visit: EventVisit, revocation: Revocation): Promise<void> {
  const { context, parts } = visit;
  const { why, ...what } = revocation;
  const id = revocationId(what.appId, serviceIds(parts.config));
  const fits = (running: unknown) =>
    what.serviceIds.every((serviceId) =>
      (running as RevokeInput | undefined)?.serviceIds.some((other) => sameId(serviceId, other)),
    );
  const running = await findStatus(context, id);
  const view = running === undefined ? undefined : viewOperation(running);
  if (view !== undefined && isInGrace(view) && !fits(running?.input)) {
    // It makes room for one that revokes all.
    const data: Keep = { because: 'A revocation at other mail services follows.' };
    await raiseEvent(context, id, { name: 'keep', data });
  }
  const input: RevokeInput = {
    ...what,
    requester: requesterOf(why),
    settings: operationSettings(parts.config),
    grace: parts.config.revoke.grace,
  };
  const start = await startOrJoin(context, { name: 'revokeSmtp', id, input, fits });
  if (start === 'refused') throw new NotYet(`The operation ${id} revokes at other mail services first.`);
}
