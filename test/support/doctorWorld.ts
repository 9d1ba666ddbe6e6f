import type { World } from '../../dev/azure/world.ts';
import type { DoctorCheck, DoctorState } from '../../src/domain/doctor/check.ts';
import { withApp } from './appOnLocalAzure.ts';
import type { AppOnLocalAzure } from './appOnLocalAzure.ts';
import { deployedWorld, mailService } from './deployedWorld.ts';
import { behindEntra, signedIn } from './signedIn.ts';

export type Report = { state: DoctorState; checks: DoctorCheck[] };

/** The settings of an installation that the doctor has nothing to say against. */
export const wellSettings = {
  ...behindEntra,
  MAILGRANT_CREATE_ROLE: 'false',
  MAILGRANT_COMMUNICATION_SERVICES: [mailService('contoso-mail'), mailService('contoso-lab')].join(','),
  MAILGRANT_EVENT_TOPIC_ENDPOINT: 'https://contoso-events.westeurope-1.eventgrid.azure.net/api/events',
  // The watch over the directory has no part in these stories: this day comes once in 28 years.
  MAILGRANT_WATCH_SCHEDULE: '0 0 4 29 2 Sun',
  MAILGRANT_KEY_VAULT: 'https://contoso-vault.vault.azure.net',
};

type Estate = {
  subscriptions: {
    resourceGroups: { communicationServices: { name: string; linkedDomains?: string[] }[] }[];
  }[];
  managedIdentities: { name: string; graphPermissions?: string[] }[];
  roles: { roleName: string; permissions: { actions: string[]; notActions?: string[] }[] }[];
  assignments: { role: string; principal: string; scope: string; condition?: string }[];
};

/** The deployed world where both mail services can send and Graph lets everything be read; `change` spoils it. */
export function wellWorld(change: (estate: Estate) => void = () => undefined, without?: string): World {
  const world = structuredClone(deployedWorld(without === undefined ? {} : { without }));
  const estate = world as unknown as Estate;
  for (const service of estate.subscriptions[0]?.resourceGroups[0]?.communicationServices ?? [])
    if (service.name === 'contoso-lab') service.linkedDomains = ['contoso-email/shop.contoso.example'];
  for (const identity of estate.managedIdentities)
    identity.graphPermissions = ['Application.Read.All', 'GroupMember.Read.All'];
  change(estate);
  return world;
}

type Story = { world?: World; settings?: Record<string, string>; ahead?: number };

/** Runs `story` with an app whose doctor can be asked. */
export async function withDoctor(
  { world = wellWorld(), settings = {}, ahead = 0 }: Story,
  story: (app: AppOnLocalAzure, ask: () => Promise<Report>) => Promise<void>,
): Promise<void> {
  const headers = signedIn('Olga', 'Mailgrant.Reader', 'Mailgrant.Operator');
  await withApp({ world, settings: { ...wellSettings, ...settings }, headers, ahead }, async (app) =>
    story(app, async () => {
      const { status, body } = await app.call<Report>('GET /doctor');
      if (status !== 200) throw new Error(`The doctor answered ${status}: ${JSON.stringify(body)}`);
      return body;
    }),
  );
}

/** What the doctor says of a world, but for what is well: `check verdict`, in the order of the report. */
export function ailments({ checks }: Report): string[] {
  return [
    ...new Set(checks.flatMap(({ check, verdict }) => (verdict === 'pass' ? [] : [`${check} ${verdict}`]))),
  ];
}
