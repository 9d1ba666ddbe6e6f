import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noDelays } from '../../dev/azure/delays.ts';
import { startLocalAzure } from '../../dev/azure/start.ts';
import type { RunningLocalAzure } from '../../dev/azure/start.ts';
import type { World } from '../../dev/azure/world.ts';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };
import { isInstalled, run } from './run.ts';

const group = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-mail';
const service = `${group}/providers/Microsoft.Communication/communicationServices/contoso-mail`;
let running: RunningLocalAzure;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailgrant-az-'));
  running = await startLocalAzure({ world: contoso as World, delays: noDelays, certificateFolder: folder });
  const { arm, identity, caFile } = running.addresses;
  env = {
    AZURE_CONFIG_DIR: join(folder, 'azure'),
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
    REQUESTS_CA_BUNDLE: caFile,
    MSI_ENDPOINT: identity,
  };
  const endpoints = {
    resourceManager: `${arm}/`,
    management: `${arm}/`,
    activeDirectory: arm,
    activeDirectoryResourceId: 'https://management.azure.com/',
    activeDirectoryGraphResourceId: `${arm}/`,
    microsoftGraphResourceId: `${arm}/`,
  };
  await writeFile(join(folder, 'cloud.json'), JSON.stringify({ endpoints, suffixes: {}, profile: 'latest' }));
});

afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true });
});

/** Runs `az`, and gives what it printed as JSON. */
async function az(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await run('az', args, { env });
  if (code !== 0) throw new Error(`az ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

const rest = (method: string, path: string, ...more: string[]) =>
  az('rest', '--method', method, '--url', path, ...more);

describe.skipIf(!isInstalled('az'))('the Azure CLI, unmodified', () => {
  it('signs in with the managed identity and drives roles, assignments and SMTP usernames', async () => {
    await az('cloud', 'register', '-n', 'local', '--cloud-config', `@${join(folder, 'cloud.json')}`);
    await az('cloud', 'set', '-n', 'local');
    expect(await az('login', '--identity')).toMatchObject([{ name: 'Contoso Production', state: 'Enabled' }]);

    const definition = {
      Name: 'Made by az',
      IsCustom: true,
      Description: 'A test.',
      Actions: ['Microsoft.Communication/CommunicationServices/Read'],
      NotActions: [],
      AssignableScopes: [group],
    };
    await writeFile(join(folder, 'role.json'), JSON.stringify(definition));
    const role = (await az(
      'role',
      'definition',
      'create',
      '--role-definition',
      `@${join(folder, 'role.json')}`,
    )) as {
      id: string;
    };
    expect(role).toMatchObject({ roleName: 'Made by az', roleType: 'CustomRole' });

    const [principal] = [...running.azure.state.servicePrincipals.values()];
    const name = '11111111-2222-4333-8444-555555555555';
    const assignment = `${service}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`;
    const properties = {
      roleDefinitionId: role.id,
      principalId: principal?.objectId,
      principalType: 'ServicePrincipal',
    };
    expect(await rest('put', assignment, '--body', JSON.stringify({ properties }))).toMatchObject({ name });
    await rest('delete', assignment);

    const smtpUsernames = `${service}/smtpUsernames`;
    const version = '?api-version=2025-09-01';
    const login = { username: 'made-by-az', entraApplicationId: name, tenantId: name };
    await rest('put', `${smtpUsernames}/az-smtp${version}`, '--body', JSON.stringify({ properties: login }));
    const names = await rest('get', `${smtpUsernames}${version}`, '--query', 'value[].name');
    expect(names).toContain('az-smtp');
    await rest('delete', `${smtpUsernames}/az-smtp${version}`);
  }, 120_000);
});
