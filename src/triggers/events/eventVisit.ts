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

/**
 * Who asks when an event comes: the application by its tags. Never who the event says has sent it, since that is
 * whatever a stranger wrote, and would stand beside the role assignment as if it were so.
 */
export function requesterOf(why: string): Requester {
  return {
    door: 'event',
    who: 'the tags of the application',
    why: why.slice(0, longestReason).toWellFormed(),
  };
}
