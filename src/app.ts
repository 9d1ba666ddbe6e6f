import { app } from '@azure/functions';
import type { HttpHandler, HttpMethod } from '@azure/functions';
import * as df from 'durable-functions';
import { createActivities } from './activities/index.ts';
import type { Config } from './config.ts';
import type { Gateways } from './gateways/ports.ts';
import { createGrant } from './triggers/http/createGrant.ts';
import { decideOperation } from './triggers/http/decideOperation.ts';
import { deleteGrant } from './triggers/http/deleteGrant.ts';
import { getHealth } from './triggers/http/health.ts';
import { getOperation, getOperations } from './triggers/http/operations.ts';
import { getGrant, getGrants } from './triggers/http/readGrants.ts';
import { lookAtApplications } from './triggers/lookAtApplications.ts';
import { onApplicationEvent } from './triggers/onApplicationEvent.ts';
import { grantSmtp } from './workflows/grantSmtp.ts';
import { revokeSmtp } from './workflows/revokeSmtp.ts';
import { watchApplications } from './workflows/watchApplications.ts';

export type AppParts = {
  config: Config;
  gateways: Gateways;
  /** The time, in milliseconds since the epoch. */
  now?: () => number;
};

/** Registers every trigger, orchestration and activity: the table of contents of the app. */
export function registerApp({ config, gateways, now = Date.now }: AppParts): void {
  const activities = createActivities(gateways);
  const parts = { config, activities, now };

  http('createGrant', 'POST grants', createGrant(parts));
  http('getGrants', 'GET grants', getGrants(parts));
  http('getGrant', 'GET grants/{application}', getGrant(parts));
  http('deleteGrant', 'DELETE grants/{application}', deleteGrant(parts));
  http('getOperations', 'GET operations', getOperations());
  http('getOperation', 'GET operations/{id}', getOperation());
  http('decideOperation', 'POST operations/{id}/decision', decideOperation());
  app.http('getHealth', { methods: ['GET'], route: 'health', authLevel: 'anonymous', handler: getHealth() });

  if (config.events.topicEndpoint !== undefined)
    app.timer('lookAtApplications', {
      schedule: config.schedules.watch,
      extraInputs: [df.input.durableClient()],
      handler: lookAtApplications(parts),
    });

  app.eventGrid('onApplicationEvent', {
    extraInputs: [df.input.durableClient()],
    handler: onApplicationEvent(parts),
  });

  registerWorkflows();
  for (const [name, handler] of Object.entries(activities)) df.app.activity(name, { handler });
}

/** Registers the orchestrations alone: what the workflow tests need. */
export function registerWorkflows(): void {
  df.app.orchestration('grantSmtp', grantSmtp);
  df.app.orchestration('revokeSmtp', revokeSmtp);
  df.app.orchestration('watchApplications', watchApplications);
}

/** `call` is the method and the route, as in the documentation of the API. */
function http(name: string, call: `${HttpMethod} ${string}`, handler: HttpHandler): void {
  const [method, route] = call.split(' ') as [HttpMethod, string];
  const extraInputs = [df.input.durableClient()];
  app.http(name, { methods: [method], route, authLevel: 'function', extraInputs, handler });
}
