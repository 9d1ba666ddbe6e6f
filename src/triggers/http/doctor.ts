import pMap from 'p-map';
import type { DoctorLookUps } from '../../activities/doctor.ts';
import type { Config } from '../../config.ts';
import { groupBy } from '../../domain/audit/groupBy.ts';
import { examine } from '../../domain/doctor/examine.ts';
import type { DoctorFacts, DoctorSettings, PlaceFacts, ServiceFacts } from '../../domain/doctor/facts.ts';
import { emailServiceOf, resourceGroupScope } from '../../domain/resourceId.ts';
import { serviceIds } from '../allowedServices.ts';
import type { DoorParts } from '../doorParts.ts';
import { door } from './door.ts';
import type { Door } from './door.ts';
import { json } from './respond.ts';

export type DoctorParts = DoorParts & { lookUps: DoctorLookUps };

// Each place takes a handful of reads at once, and Azure refills 25 a second: some must be left for the grants.
const atOnce = { concurrency: 3 };

/**
 * `GET /doctor`: can this installation do its job? Answers 200 whatever it finds: what Azure refuses is a finding, not a
 * failure of this call.
 */
export function getDoctor(parts: DoctorParts): Door {
  return door(async () => json(200, examine(await readFacts(parts))));
}

async function readFacts(parts: DoctorParts): Promise<DoctorFacts> {
  const { config, activities, lookUps } = parts;
  // Who we are comes first: role assignments are asked for by it.
  const [identity, graphToken] = await Promise.all([lookUps.readIdentity(), lookUps.requestGraphToken()]);
  const ids = serviceIds(config);
  const scopes = [...groupBy(ids.map(resourceGroupScope), (scope) => scope.toLowerCase()).values()].flatMap(
    ([scope]) => scope ?? [],
  );
  const [services, groups, beyond] = await Promise.all([
    pMap(ids, (id) => readService(parts, id, identity), atOnce),
    pMap(
      scopes,
      async (scope) => ({
        ...(await readPlace(lookUps, scope)),
        role: await activities.inspectRole({ scope, choice: { kind: 'least-privilege' } }),
      }),
      atOnce,
    ),
    readBeyond(parts),
  ]);
  const emailServices = await pMap(emailServicesOf(services), (scope) => readPlace(lookUps, scope), atOnce);
  const settings = settingsOf(config);
  return { settings, identity, graphToken, services, groups, emailServices, ...beyond };
}

async function readService(
  { activities, lookUps }: DoctorParts,
  id: string,
  identity: DoctorFacts['identity'],
): Promise<ServiceFacts> {
  const [place, mail, held] = await Promise.all([
    readPlace(lookUps, id),
    readMail(lookUps, id),
    identity.kind === 'done'
      ? activities.readHeld({ scope: id, principalIds: [identity.value.objectId], knownRoles: [] })
      : identity,
  ]);
  return { ...place, ...mail, held };
}

async function readMail(
  lookUps: DoctorLookUps,
  id: string,
): Promise<Pick<ServiceFacts, 'service' | 'domains'>> {
  const service = await lookUps.readMailService(id);
  if (service.kind !== 'done') return { service, domains: service };
  const domains: ServiceFacts['domains'] =
    service.value === null ? { kind: 'done', value: [] } : await lookUps.readDomains(service.value);
  return { service, domains };
}

async function readPlace(lookUps: DoctorLookUps, scope: string): Promise<PlaceFacts> {
  const [permissions, denials] = await Promise.all([
    lookUps.readPermissions(scope),
    lookUps.readDenials(scope),
  ]);
  return { scope, permissions, denials };
}

/** The email services of all linked domains, each once. */
function emailServicesOf(services: readonly ServiceFacts[]): string[] {
  const linked = services.flatMap(({ service }) =>
    service.kind === 'done' ? (service.value?.linkedDomains ?? []) : [],
  );
  return [...groupBy(linked.map(emailServiceOf), (id) => id.toLowerCase()).values()].flatMap(
    ([id]) => id ?? [],
  );
}

/** What is asked of others than Azure Resource Manager, and its clock. */
async function readBeyond({ config, lookUps, now }: DoctorParts) {
  const [clock, applications, groupMembers, topic, keyVault] = await Promise.all([
    readClock(lookUps, now),
    lookUps.readApplications(),
    lookUps.readGroupMembers(),
    config.events.topicEndpoint === undefined ? undefined : lookUps.publishNothing(),
    config.cloud.keyVault === undefined ? undefined : lookUps.readSecret(),
  ]);
  return {
    clock,
    applications,
    groupMembers,
    ...(topic !== undefined && { topic }),
    ...(keyVault !== undefined && { keyVault }),
  };
}

async function readClock(lookUps: DoctorLookUps, now: () => number): Promise<DoctorFacts['clock']> {
  const time = await lookUps.readTime();
  if (time.kind !== 'done') return time;
  return { kind: 'done', value: { azure: time.value, ours: new Date(now()).toISOString() } };
}

function settingsOf({ role, approval, auth, identity, cloud, events }: Config): DoctorSettings {
  return {
    createRole: role.create,
    approval: approval.mode,
    auth,
    graph: cloud.graph.audience,
    ...identity,
    ...events,
    ...(cloud.keyVault !== undefined && { keyVault: cloud.keyVault.endpoint }),
  };
}
