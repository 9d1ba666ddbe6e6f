import { randomUUID } from 'node:crypto';
import type { LocalRequest, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { armEvent } from './armEvent.ts';
import { evidenceOf } from './evidence.ts';

/** What every operation that raises an event takes from Azure. */
const facts = [
  'armEvents.raised',
  'armEvents.success',
  'armEvents.unchanged',
  'armEvents.topic',
  'armEvents.data',
  'armEvents.claims',
  'armEvents.evidence',
  'armEvents.operationName',
  'armEvents.delay',
  'armEvents.cloudEvent',
  'armEvents.eventGridSchema',
];

/** The operation as it is, and the event that Azure raises once it has changed something. */
export function raising(route: Route): Route {
  const { raises } = route;
  if (raises === undefined) return route;
  return {
    ...route,
    facts: [...(route.facts ?? []), ...facts],
    async handle(request, azure) {
      const resource = resourceOf(request);
      // Asked before, because the change may take away the very role that allowed it.
      const evidence = evidenceOf(azure, request, { action: raises, scope: resource });
      const answer = await route.handle(request, azure);
      const topic = systemTopicOf(azure, resource);
      if (answer.unchanged === true || topic === undefined) return answer;
      const correlationId = request.headers.get('x-ms-correlation-request-id') ?? randomUUID();
      const { clock, delays, eventGrid } = azure;
      const event = armEvent(azure, request, { operation: raises, resource, evidence, topic, correlationId });
      eventGrid.accept(topic, [event], clock.now() + delays.armEvents);
      return { ...answer, headers: { 'x-ms-correlation-request-id': correlationId, ...answer.headers } };
    },
  };
}

/** The ARM id that the request names, as it spells it. */
function resourceOf({ url }: LocalRequest): string {
  return decodeURIComponent(url.pathname)
    .replace(/^\/{2,}/, '/')
    .replace(/\/$/, '');
}

/** The source of a subscription's system topic; undefined above subscriptions, where there is none. */
function systemTopicOf({ state }: LocalAzure, resource: string): string | undefined {
  const id = /^\/subscriptions\/([^/]+)/i.exec(resource)?.[1]?.toLowerCase() ?? '';
  return state.subscriptions.has(id) ? `/subscriptions/${id}` : undefined;
}
