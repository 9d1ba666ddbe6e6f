import type { InvocationContext } from '@azure/functions';
import type { ApplicationEvent } from '../../domain/applicationEvent.ts';
import type { Requester } from '../../domain/requester.ts';
import type { Logger } from '../../log.ts';
import type { DoorParts } from '../doorParts.ts';

/** One event at the door. */
export type EventVisit = {
  parts: DoorParts;
  context: InvocationContext;
  log: Logger;
  event: ApplicationEvent;
};

/** Nothing can be done about the event yet: thrown to have Event Grid deliver it again. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** Tags are written by strangers, and Azure keeps only so much beside a role assignment. */
const longestReason = 200;

export function requesterOf({ event }: EventVisit, why: string): Requester {
  return { door: 'event', who: event.source, why: why.slice(0, longestReason).toWellFormed() };
}
