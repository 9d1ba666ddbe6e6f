import type { EventGridHandler, InvocationContext } from '@azure/functions';
import type { AuditInput } from '../domain/audit/auditOperation.ts';
import { parseAzureChange, servicesBorneOn } from '../domain/azureChange.ts';
import type { AzureChange } from '../domain/azureChange.ts';
import { isCollecting } from '../domain/operationView.ts';
import { contextLogger } from '../log.ts';
import { serviceIds } from './allowedServices.ts';
import type { DoorParts } from './doorParts.ts';
import { NotYet } from './events/eventVisit.ts';
import { findOperation, operationSettings, raiseEvent, startOrJoin } from './operations.ts';
import { lookUntil } from './revocations.ts';

/** Changes of so many milliseconds are looked at together: whoever works by hand or by script makes several. */
const bucket = 15_000;
/** How long after its bucket an audit still takes changes, in milliseconds: clocks and deliveries are late. */
const lateness = 5_000;
/** So many buckets on from now a change may find its audit. */
const mostBuckets = 4;

/**
 * Takes an event about access that Azure Resource Manager tells of, and has audited what it bears on. The event proves
 * nothing: a forged or repeated one only has something looked at. Throws to have Event Grid deliver it again.
 */
export function onAzureChange(parts: DoorParts): EventGridHandler {
  return async (input: unknown, context) => {
    const log = contextLogger(context);
    const change = parseAzureChange(input);
    if ('ignored' in change) {
      log.info('Ignored an event.', { because: change.ignored });
      return;
    }
    const { event, kind, gone, resource } = change;
    if (servicesBorneOn(change, serviceIds(parts.config)).length === 0) {
      log.info('Ignored an event.', { event, because: 'It bears on no mail service.' });
      return;
    }
    log.info('Azure has changed.', { event, kind, gone, resource });
    const first = Math.floor(parts.now() / bucket);
    for (let number = first; number < first + mostBuckets; number++)
      if (await takes(parts, context, { number, change })) return;
    throw new NotYet('No audit takes the change for now.');
  };
}

type InBucket = { number: number; change: AzureChange };

/** Whether the audit of this bucket looks at the change: one that it starts, or one that still collects. */
async function takes(parts: DoorParts, context: InvocationContext, to: InBucket): Promise<boolean> {
  const id = `audit-change-${to.number}`;
  const isThere = (await findOperation(context, id)) !== undefined;
  if (!isThere && (await starts(parts, context, to))) return true;
  // Started by an earlier change, or at this moment by another one.
  return joins(context, id, to.change);
}

async function starts(
  { config }: DoorParts,
  context: InvocationContext,
  { number, change }: InBucket,
): Promise<boolean> {
  const input: AuditInput = {
    requester: { door: 'event', who: change.by.who, why: 'a change in Azure' },
    settings: operationSettings(config),
    change,
    collectUntil: (number + 1) * bucket + lateness,
  };
  const fits = (other: unknown) => (other as AuditInput | undefined)?.change?.event === change.event;
  const id = `audit-change-${number}`;
  return (await startOrJoin(context, { name: 'auditRoles', id, input, fits })) !== 'refused';
}

/** One that has ended is not started again: that would take the place of its report. */
async function joins(context: InvocationContext, id: string, change: AzureChange): Promise<boolean> {
  // What is raised before the orchestration has begun may be lost.
  const running = await lookUntil(context, id, ({ state }) => state !== 'waiting');
  if (running === undefined || !isCollecting(running)) return false;
  await raiseEvent(context, id, { name: 'change', data: change });
  const after = await findOperation(context, id);
  // It may have ended its collecting meanwhile: a change that is looked at twice does no harm.
  return after !== undefined && isCollecting(after);
}
