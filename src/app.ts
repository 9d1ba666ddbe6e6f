import { app } from '@azure/functions';
import type { HttpMethod } from '@azure/functions';
import * as df from 'durable-functions';
import { doctorLookUps } from './activities/doctor.ts';
import { createActivities } from './activities/index.ts';
import type { Config } from './config.ts';
import type { Gateways } from './gateways/ports.ts';
import { admission } from './triggers/http/caller.ts';
import type { AppRole } from './triggers/http/caller.ts';
import { startScheduledAudit } from './triggers/audit/startScheduledAudit.ts';
import { createBatch } from './triggers/http/createBatch.ts';
import { getAudit } from './triggers/http/getAudit.ts';
import { getAudits, startAudit } from './triggers/http/audits.ts';
import { createGrant } from './triggers/http/createGrant.ts';
import { decideOperation } from './triggers/http/decideOperation.ts';
import { deleteGrant } from './triggers/http/deleteGrant.ts';
import { getDoctor } from './triggers/http/doctor.ts';
import type { Door } from './triggers/http/door.ts';
import { getHealth } from './triggers/http/health.ts';
import { getOperation, getOperations } from './triggers/http/operations.ts';
import { getGrant, getGrants } from './triggers/http/readGrants.ts';
import { startFix } from './triggers/http/startFix.ts';
import { innerDoors } from './triggers/innerDoors.ts';
import { lookAtApplications } from './triggers/lookAtApplications.ts';
import { onAzureChange } from './triggers/onAzureChange.ts';
import { onApplicationEvent } from './triggers/onApplicationEvent.ts';
import { auditRoles } from './workflows/auditRoles.ts';
import { fixFinding } from './workflows/fixFinding.ts';
import { grantBatch } from './workflows/grantBatch.ts';
import { grantSmtp } from './workflows/grantSmtp.ts';
import { keepLedger } from './workflows/keepLedger.ts';
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
  const http = httpBy(config.auth);

  http('createGrant', 'POST grants', { for: 'Mailgrant.Operator', door: createGrant(parts) });
  http('createBatch', 'POST grants/batch', { for: 'Mailgrant.Operator', door: createBatch(parts) });
  http('getGrants', 'GET grants', { for: 'Mailgrant.Reader', door: getGrants(parts) });
  http('getGrant', 'GET grants/{application}', { for: 'Mailgrant.Reader', door: getGrant(parts) });
  http('deleteGrant', 'DELETE grants/{application}', { for: 'Mailgrant.Operator', door: deleteGrant(parts) });
  http('getOperations', 'GET operations', { for: 'Mailgrant.Reader', door: getOperations() });
  http('getOperation', 'GET operations/{id}', { for: 'Mailgrant.Reader', door: getOperation() });
  http('decideOperation', 'POST operations/{id}/decision', {
    for: 'Mailgrant.Approver',
    door: decideOperation(parts),
  });
  http('startAudit', 'POST audits', { for: 'Mailgrant.Operator', door: startAudit(parts) });
  http('getAudits', 'GET audits', { for: 'Mailgrant.Reader', door: getAudits() });
  http('getAudit', 'GET audits/{id}', { for: 'Mailgrant.Reader', door: getAudit() });
  http('startFix', 'POST audits/{id}/findings/{finding}/fix', {
    for: 'Mailgrant.Operator',
    door: startFix(parts),
  });
  http('getDoctor', 'GET doctor', {
    for: 'Mailgrant.Reader',
    door: getDoctor({ ...parts, lookUps: doctorLookUps(gateways) }),
  });
  app.http('getHealth', { methods: ['GET'], route: 'health', authLevel: 'anonymous', handler: getHealth() });

  if (config.events.topicEndpoint !== undefined)
    app.timer('lookAtApplications', {
      schedule: config.schedules.watch,
      extraInputs: [df.input.durableClient()],
      handler: lookAtApplications(parts),
    });

  app.timer('startScheduledAudit', {
    schedule: config.schedules.audit,
    extraInputs: [df.input.durableClient()],
    handler: startScheduledAudit(parts),
  });

  app.eventGrid('onAzureChange', {
    extraInputs: [df.input.durableClient()],
    handler: onAzureChange(parts),
  });
  app.eventGrid('onApplicationEvent', {
    extraInputs: [df.input.durableClient()],
    handler: onApplicationEvent(parts),
  });

  registerWorkflows();
  for (const [name, handler] of Object.entries(activities)) df.app.activity(name, { handler });
  for (const [name, handler] of Object.entries(innerDoors(parts)))
    df.app.activity(name, { handler, extraInputs: [df.input.durableClient()] });
}

/** Registers the orchestrations alone: what the workflow tests need. */
export function registerWorkflows(): void {
  df.app.orchestration('grantSmtp', grantSmtp);
  df.app.orchestration('revokeSmtp', revokeSmtp);
  df.app.orchestration('watchApplications', watchApplications);
  df.app.orchestration('grantBatch', grantBatch);
  df.app.orchestration('fixFinding', fixFinding);
  df.app.orchestration('auditRoles', auditRoles);
  df.app.orchestration('keepLedger', keepLedger);
}

type HttpCall = { for: AppRole; door: Door };

/**
 * Registers calls of the HTTP API: the method and the route, as in its documentation, and who may make them. With
 * Entra there are no keys to check: App Service lets nobody through who has not signed in.
 */
function httpBy(auth: Config['auth']) {
  return (name: string, call: `${HttpMethod} ${string}`, { for: role, door }: HttpCall): void => {
    const [method, route] = call.split(' ') as [HttpMethod, string];
    app.http(name, {
      methods: [method],
      route,
      authLevel: auth === 'entra' ? 'anonymous' : 'function',
      extraInputs: [df.input.durableClient()],
      handler: door(admission(auth, role)),
    });
  };
}
