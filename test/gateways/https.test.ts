import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { noDelays } from '../../dev/azure/delays.ts';
import { startLocalAzure } from '../../dev/azure/start.ts';
import type { RunningLocalAzure } from '../../dev/azure/start.ts';
import type { World } from '../../dev/azure/world.ts';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };
import { readConfig } from '../../src/config.ts';
import { createCredential, createGateways } from '../../src/gateways/index.ts';
import { scope, serviceId } from './recordedAnswers.ts';

const roleGuid = '5d1c3f5e-0000-4000-8000-00000000000a';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

/** As deployed: the environment alone decides, and everything goes over sockets, TLS and real tokens. */
describe('the gateways over HTTPS with a managed identity', () => {
  let local: RunningLocalAzure;
  const folder = mkdtempSync(join(tmpdir(), 'mailgrant-'));
  const trusted = getCACertificates();

  beforeAll(async () => {
    local = await startLocalAzure({ world: contoso as World, delays: noDelays, certificateFolder: folder });
    setDefaultCACertificates([...trusted, readFileSync(local.addresses.caFile, 'utf8')]);
  });

  afterAll(async () => {
    setDefaultCACertificates(trusted);
    vi.unstubAllEnvs();
    await local.stop();
    rmSync(folder, { recursive: true });
  });

  /** What App Service sets for an app with an identity. */
  function deployed({ clientId = '' } = {}) {
    vi.stubEnv('IDENTITY_ENDPOINT', local.addresses.identity);
    vi.stubEnv('IDENTITY_HEADER', local.addresses.identityHeader);
    const config = readConfig({
      MAILGRANT_COMMUNICATION_SERVICES: serviceId,
      AZURE_RESOURCE_MANAGER_ENDPOINT: local.addresses.arm,
      MICROSOFT_GRAPH_ENDPOINT: local.addresses.graph,
      AZURE_CLIENT_ID: clientId,
    });
    return createGateways(config, { credential: createCredential(config) });
  }

  it('read and write as that identity', async () => {
    const { authorization, directory, mailServices } = deployed();
    expect(await mailServices.service(serviceId)).toMatchObject({ name: 'contoso-mail' });
    expect(await directory.applicationsNamed('Reporting')).toHaveLength(2);
    const role = {
      name: roleGuid,
      roleName: 'Over the wire',
      description: '',
      assignableScopes: [scope],
      permissions: [
        { actions: ['Microsoft.Communication/*'], notActions: [], dataActions: [], notDataActions: [] },
      ],
    };
    await authorization.putRoleDefinition(scope, role);
    expect(await authorization.roleDefinition(scope, roleGuid)).toEqual({
      ...role,
      type: 'CustomRole',
      updatedOn: expect.stringMatching(/^20.*Z$/) as string,
    });
    await authorization.deleteRoleDefinition(scope, roleGuid);
    expect(await authorization.roleDefinition(scope, roleGuid)).toBeUndefined();
    const callers = local.azure.requests.entries.flatMap(({ caller }) => caller ?? []);
    expect(new Set(callers)).toEqual(new Set(['mailgrant']));
  });

  it('take the user-assigned identity that is named, and no other', async () => {
    const [identity] = local.azure.state.managedIdentities.values();
    const named = deployed({ clientId: identity?.clientId ?? '' });
    expect(await named.authorization.roleDefinition(scope, reader)).toMatchObject({ roleName: 'Reader' });
    const unknown = deployed({ clientId: roleGuid });
    await expect(unknown.authorization.roleDefinition(scope, reader)).rejects.toMatchObject({
      name: 'AzureError',
      status: 0,
      code: 'NoToken',
    });
  });

  it('get no token if the platform refuses one, and fall back to nobody', async () => {
    // What a chain of credentials would go on to.
    vi.stubEnv('AZURE_TENANT_ID', local.azure.state.tenantId);
    vi.stubEnv('AZURE_CLIENT_SECRET', 'contoso-build-pipeline-local-secret');
    const [identity] = local.azure.state.managedIdentities.values();
    // The identity library keeps tokens and the header for the life of the process, so this takes a token that was
    // not asked for yet, and changes the header at the other end.
    const { directory } = deployed({ clientId: identity?.clientId ?? '' });
    local.azure.state.identityHeader = 'another one';
    const before = local.azure.requests.entries.length;
    await expect(directory.applicationsNamed('Reporting')).rejects.toMatchObject({ code: 'NoToken' });
    const asked = local.azure.requests.entries.slice(before).map(({ service, status }) => [service, status]);
    expect(asked).toEqual([['managedIdentity', 401]]);
  });
});
