import { collectFunctions } from '../host/functionApp.ts';
import { startHost } from '../host/host.ts';
import { silentLog } from '../host/log.ts';
import { inProcessHttpClient } from '../azure/inProcess.ts';
import type { LocalAzure } from '../azure/localAzure.ts';
import { callerFor } from '../azure/principals.ts';
import { registerApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createGateways } from '../../src/gateways/index.ts';
import type { AuditOutcome } from '../../src/domain/audit/auditOperation.ts';
import type { AuditSnapshot } from '../../src/domain/audit/snapshot.ts';
import type { AuditedAssignment } from '../../src/domain/audit/snapshot.ts';
import type { RoleDefinition } from '../../src/domain/roleDefinition.ts';
import type { Gateways } from '../../src/gateways/ports.ts';
import { mailServices } from './largeAzure.ts';

/** What an audit of a large Azure took: the calls by operation, and how much went into the history. */
export type AuditCost = { calls: Map<string, number>; findings: number; output: number; seconds: number };

/** Runs a full audit of the local Azure by the whole app on a local host. */
export async function auditAzure(azure: LocalAzure): Promise<AuditCost> {
  const { config, gateways } = appOn(azure);
  const app = collectFunctions(() => registerApp({ config, gateways }));
  const host = await startHost({ app, port: 0, data: ':memory:', log: silentLog });
  const from = performance.now();
  try {
    const response = await fetch(`${host.url}/api/audits`, { method: 'POST' });
    const { id } = (await response.json()) as { id: string };
    for (;;) {
      await host.idle();
      const status = host.engine.get(id);
      if (status?.runtimeStatus === 'Completed') {
        const outcome = status.output as AuditOutcome;
        if (outcome.outcome === 'failed') throw new Error(JSON.stringify(outcome.problems));
        return {
          calls: callsOf(azure),
          findings: outcome.report.findings.length,
          output: JSON.stringify(outcome).length,
          seconds: (performance.now() - from) / 1000,
        };
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await host.stop();
  }
}

/** What there is to evaluate: the role assignments around each mail service, with nothing left out, and all else. */
export type Everything = { places: AuditedAssignment[][]; snapshot: AuditSnapshot };

export async function readEverything(azure: LocalAzure): Promise<Everything> {
  const { authorization, mailServices: communication } = appOn(azure).gateways;
  const places: AuditedAssignment[][] = [];
  const roles: Record<string, RoleDefinition> = {};
  const services: AuditSnapshot['services'] = [];
  for (const id of mailServices) {
    const service = await communication.service(id);
    if (service === undefined) throw new Error(`${id} is not there.`);
    services.push({ service, domains: [], usernames: await communication.usernames(id) });
    places.push(await patiently(() => authorization.assignmentsAround(id)));
    for (const role of await patiently(() => authorization.roleDefinitionsAt(id))) roles[role.name] = role;
  }
  const { servicePrincipals, applications } = azure.state;
  const snapshot: AuditSnapshot = {
    takenAt: new Date().toISOString(),
    services,
    assignments: [],
    eligible: [],
    roles,
    principals: Object.fromEntries(
      [...servicePrincipals.values()].map(({ objectId, appId, displayName }) => [
        objectId,
        { kind: 'servicePrincipal' as const, appId, displayName, enabled: true },
      ]),
    ),
    memberOf: {},
    applications: Object.fromEntries(
      [...applications.values()].map(({ appId, displayName, objectId }) => [
        appId,
        { displayName, objectId, tags: [], secrets: [] },
      ]),
    ),
    denyAssignments: [],
    managementGroups: {},
    operations: [],
  };
  return { places, snapshot };
}

function appOn(azure: LocalAzure): { config: ReturnType<typeof readConfig>; gateways: Gateways } {
  const config = readConfig({ MAILGRANT_COMMUNICATION_SERVICES: mailServices.join(',') });
  const credential = {
    getToken(scopes: string | string[]) {
      const caller = callerFor(azure.state, { name: 'mailgrant', audience: [scopes].flat()[0] ?? '' });
      if (typeof caller === 'string') throw new Error(caller);
      const issued = azure.tokens.issue(caller);
      return Promise.resolve({ token: issued.text, expiresOnTimestamp: issued.expiresAt });
    },
  };
  return { config, gateways: createGateways(config, { credential, httpClient: inProcessHttpClient(azure) }) };
}

function callsOf({ requests }: LocalAzure): Map<string, number> {
  return new Map(Object.entries(requests.counts()));
}

/** The bucket of a subscription has been used by the audit just before. */
async function patiently<T>(read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if ((error as { status?: number }).status !== 429) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}
