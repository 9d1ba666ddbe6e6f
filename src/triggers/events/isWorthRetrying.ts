import type { GrantInput, RevokeInput } from '../../domain/operation.ts';
import { viewOperation } from '../../domain/operationView.ts';
import { sameId } from '../../domain/resourceId.ts';
import { isRetryDue } from '../../domain/retry.ts';
import type { LastGrant, LastRevocation } from '../../domain/retry.ts';
import { isHastened } from '../../domain/revocation.ts';
import { serviceIds } from '../allowedServices.ts';
import { findStatus } from '../operations.ts';
import { revocationId } from '../revocations.ts';
import type { EventVisit } from './eventVisit.ts';

type Asked = {
  /** The operation that grants what the tags ask for. */
  id: string;
  input: GrantInput;
  sameWish: (one: GrantInput | undefined, other: GrantInput) => boolean;
};

/** Whether an application that nothing new is known of is to be granted once more, by what came of it before. */
export async function isWorthRetrying(visit: EventVisit, asked: Asked): Promise<boolean> {
  return isRetryDue(await lastGrant(visit, asked), await lastRevocation(visit, asked.input));
}

async function lastGrant(
  { context }: EventVisit,
  { id, input, sameWish }: Asked,
): Promise<LastGrant | undefined> {
  const status = await findStatus(context, id);
  const view = status && viewOperation(status);
  if (view === undefined) return undefined;
  const before = status?.input as GrantInput | undefined;
  return { ...view, door: before?.requester.door ?? 'http', sameWish: sameWish(before, input) };
}

/** One that was about other mail services says nothing of this one. */
async function lastRevocation(
  { context, parts }: EventVisit,
  { request: { application, serviceId } }: GrantInput,
): Promise<LastRevocation | undefined> {
  const status = await findStatus(context, revocationId(application, serviceIds(parts.config)));
  const view = status && viewOperation(status);
  if (view === undefined) return undefined;
  const before = status?.input as RevokeInput | undefined;
  const isAbout = isHastened(view) || before?.serviceIds.some((each) => sameId(each, serviceId));
  return isAbout ? { ...view, door: before?.requester.door ?? 'http' } : undefined;
}
