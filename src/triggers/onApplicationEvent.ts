import type { EventGridHandler } from '@azure/functions';
import { parseApplicationEvent } from '../domain/applicationEvent.ts';
import { mayBeNews, standingOf } from '../domain/standing.ts';
import { contextLogger } from '../log.ts';
import { serviceIds } from './allowedServices.ts';
import type { DoorParts } from './doorParts.ts';
import { NotYet } from './events/eventVisit.ts';
import type { EventVisit } from './events/eventVisit.ts';
import { grantTagged } from './events/grantTagged.ts';
import { revokeUntagged } from './events/revokeUntagged.ts';
import { Turned, valueOf } from './turned.ts';

/**
 * Takes an event that names an application, and does what the application's tags ask for by now. The event proves
 * nothing: a forged or repeated one leads to what is so anyway. Throws to have Event Grid deliver the event again.
 */
export function onApplicationEvent(parts: DoorParts): EventGridHandler {
  return async (input: unknown, context) => {
    const log = contextLogger(context);
    const event = parseApplicationEvent(input);
    if ('ignored' in event) {
      log.info('Ignored an event.', { because: event.ignored });
      return;
    }
    try {
      await follow({ parts, context, log, event });
    } catch (error) {
      const { id, type, names } = event;
      const waits = error instanceof NotYet ? error.message : undefined;
      const problems = error instanceof Turned ? error.problems : undefined;
      if (waits !== undefined || problems !== undefined)
        log.warn('Event Grid is to deliver an event again.', {
          event: id,
          type,
          application: names[0],
          ...(waits === undefined ? {} : { because: waits }),
          ...(problems === undefined ? {} : { problems }),
        });
      throw error;
    }
  };
}

/** Asks Microsoft Graph how the application stands, and acts on that. */
async function follow(visit: EventVisit): Promise<void> {
  const { activities, config, now } = visit.parts;
  const { event, log } = visit;
  const { id, type, source, names } = event;
  log.info('An event names an application.', { event: id, type, source, application: names[0] });
  const found = valueOf(await activities.findApplication({ names: event.names }));
  const standing = standingOf(found, event, { tag: config.tag, services: serviceIds(config) });
  if (mayBeNews(event, standing, now()))
    throw new NotYet(`Microsoft Graph does not show yet that the application is ${event.claims}.`);
  if (standing.kind === 'foreign') {
    visit.log.info('Ignored an event.', {
      because: 'Its application is registered in another tenant.',
      appId: standing.appId,
    });
    return;
  }
  await (standing.kind === 'tagged' ? grantTagged(visit, standing) : revokeUntagged(visit, standing));
}
