import { expect, test } from 'vitest';
import type { Delays } from '../../../../dev/azure/delays.ts';
import type { State } from '../../../../dev/azure/state.ts';
import type { World } from '../../../../dev/azure/world.ts';
import { testAzure } from '../../../support/localAzure.ts';
import { group, mailWorld, subscription } from '../arm/mailWorld.ts';

type Body = {
  value: string;
  id: string;
  attributes: Record<string, unknown>;
  error: { code: string; message: string; innererror?: { code: string } };
};

const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/vault`;
const host = 'https://vault.vault.azure.net';
const user = 'Key Vault Secrets User';
const officer = 'Key Vault Secrets Officer';

/** One vault with one secret, a reader of secrets and an officer, and the owner of the whole subscription. */
function vault(assignments: NonNullable<World['assignments']> = [], delays: Partial<Delays> = {}) {
  const world = mailWorld();
  const resourceGroup = world.subscriptions[0]?.resourceGroups?.[0];
  if (resourceGroup === undefined) throw new Error('The mail world has a resource group.');
  resourceGroup.keyVaults = [{ name: 'vault', secrets: [{ name: 'known', value: 'hidden' }] }];
  const apps = ['reader', 'writer', 'nobody', 'boss'];
  const { azure, clock, send } = testAzure({
    world: {
      ...world,
      applications: [...(world.applications ?? []), ...apps.map((name) => ({ name }))],
      assignments: [
        ...(world.assignments ?? []),
        { role: user, principal: 'reader', scope: vaultId },
        { role: officer, principal: 'writer', scope: vaultId },
        { role: 'Owner', principal: 'boss', scope: subscription },
        ...assignments,
      ],
    },
    delays,
  });
  const ask = async (
    method: string,
    path: string,
    options: { as?: string; body?: unknown; url?: string } = {},
  ) => {
    const { as = 'writer', body, url = host } = options;
    const asked = { method, url: `${url}${path}${path.includes('?') ? '' : '?api-version=7.4'}`, as, body };
    const answer = await send(asked);
    return { status: answer.status, headers: answer.headers ?? {}, body: answer.body as Body };
  };
  const inner = async (...asked: Parameters<typeof ask>) => {
    const { status, body } = await ask(...asked);
    return `${status} ${body.error?.code ?? ''} ${body.error?.innererror?.code ?? ''}`.trim();
  };
  return { azure, clock, send, ask, inner };
}

function servicePrincipal({ servicePrincipals }: State, name: string) {
  return [...servicePrincipals.values()].find(({ displayName }) => displayName === name);
}

test('[keyVault.secret.200] what was set is read, in the recorded shape', async () => {
  const { ask } = vault();
  const set = await ask('PUT', '/secrets/new', { body: { value: 'x', attributes: { exp: 32503680000 } } });
  expect(set.status).toBe(200);
  expect(Object.keys(set.body)).toEqual(['value', 'id', 'attributes']);
  expect(set.body).toEqual({
    value: 'x',
    id: expect.stringMatching(/^https:\/\/vault\.vault\.azure\.net\/secrets\/new\/[0-9a-f]{32}$/) as string,
    attributes: {
      enabled: true,
      exp: 32503680000,
      created: Date.parse('2026-01-01') / 1000,
      updated: Date.parse('2026-01-01') / 1000,
      recoveryLevel: 'Recoverable+Purgeable',
      recoverableDays: 90,
    },
  });
  expect((await ask('GET', '/secrets/new', { as: 'reader' })).body).toEqual(set.body);
  const body = { value: '', tags: { team: 'mail' }, contentType: 'password', attributes: { nbf: 1 } };
  const dressed = await ask('PUT', '/secrets/new', { body });
  expect(dressed.body).toMatchObject({ ...body, attributes: { nbf: 1, enabled: true } });
});

test('[keyVault.secret.slash] with a slash behind its name a secret is the current one', async () => {
  const { ask } = vault();
  expect((await ask('GET', '/secrets/known/')).body.value).toBe('hidden');
  expect((await ask('GET', '/secrets/KNOWN')).body.value).toBe('hidden');
});

test('[keyVault.secret.version] a new version does not take the old one away', async () => {
  const { ask, inner } = vault();
  const old = (await ask('GET', '/secrets/known')).body;
  await ask('PUT', '/secrets/known', { body: { value: 'newer' } });
  expect((await ask('GET', '/secrets/known')).body.value).toBe('newer');
  expect((await ask('GET', new URL(old.id).pathname)).body).toEqual(old);
  expect(await inner('GET', '/secrets/known/0123456789abcdef0123456789abcdef')).toBe('404 SecretNotFound');
});

test('[keyVault.secret.404] a missing secret, and how one might get it back', async () => {
  const { status, body } = await vault().ask('GET', '/secrets/unknown', { as: 'reader' });
  expect(status).toBe(404);
  expect(body).toEqual({
    error: {
      code: 'SecretNotFound',
      message:
        'A secret with (name/id) unknown was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182',
    },
  });
});

test('[keyVault.secret.disabled] a disabled secret is set and not read; an expired one is read', async () => {
  const { ask } = vault();
  await ask('PUT', '/secrets/off', { body: { value: 'x', attributes: { enabled: false } } });
  const { status, body } = await ask('GET', '/secrets/off');
  expect(status).toBe(403);
  expect(body.error).toEqual({
    code: 'Forbidden',
    message: 'Operation get is not allowed on a disabled secret.',
    innererror: { code: 'SecretDisabled' },
  });
  await ask('PUT', '/secrets/old', { body: { value: 'x', attributes: { exp: 1 } } });
  expect((await ask('GET', '/secrets/old')).status).toBe(200);
});

test('[keyVault.secret.name.400] letters, digits and hyphens only', async () => {
  const { ask, inner } = vault();
  const { status, body } = await ask('GET', '/secrets/smtp_secret');
  expect([status, body.error.code, body.error.message]).toEqual([
    400,
    'BadParameter',
    'The request URI contains an invalid name: smtp_secret',
  ]);
  expect(await inner('PUT', `/secrets/${'x'.repeat(128)}`, { body: { value: '' } })).toBe('400 BadParameter');
});

test('[keyVault.secret.value.400] a value is needed, of 25 kB at most', async () => {
  const { inner, ask } = vault();
  for (const body of [{}, { value: 1 }, 'no json', { value: 'x'.repeat(25 * 1024 + 1) }])
    expect(await inner('PUT', '/secrets/new', { body })).toBe('400 BadParameter');
  expect((await ask('PUT', '/secrets/new', { body: { value: '' } })).status).toBe(200);
});

test('[keyVault.apiVersion.400] the api-version is required', async () => {
  const { inner } = vault();
  for (const query of ['?x=y', '?api-version=', '?api-version=latest'])
    expect(await inner('GET', `/secrets/known${query}`)).toBe('400 BadParameter');
  for (const version of ['7.4', '7.4-preview.1', '2025-07-01'])
    expect(await inner('GET', `/secrets/known?api-version=${version}`)).toBe('200');
});

test('[keyVault.challenge.401] without a token the answer says where to get one', async () => {
  const { send, azure } = vault();
  const { status, headers, body } = await send({
    method: 'GET',
    url: `${host}/secrets/known?api-version=7.4`,
  });
  expect(status).toBe(401);
  expect(headers?.['www-authenticate']).toBe(
    `Bearer authorization="https://login.windows.net/${azure.state.tenantId}", resource="https://vault.azure.net"`,
  );
  expect(body).toEqual({
    error: { code: 'Unauthorized', message: 'AKV10000: Request is missing a Bearer or PoP token.' },
  });
});

test('[keyVault.audience.401] a token for Resource Manager is no token for a vault', async () => {
  const { send } = vault();
  const url = `${host}/secrets/known?api-version=7.4`;
  const { status, body } = await send({
    method: 'GET',
    url,
    as: 'reader',
    audience: 'https://management.azure.com',
  });
  expect([status, (body as Body).error.message]).toEqual([
    401,
    'AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://management.azure.com.',
  ]);
});

test('[keyVault.token.401] a broken token is challenged too', async () => {
  const { send } = vault();
  const headers = { authorization: 'Bearer a.b.c' };
  const answer = await send({ method: 'GET', url: `${host}/secrets/known?api-version=7.4`, headers });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: 'Unauthorized' } } });
  expect(answer.headers).toHaveProperty('www-authenticate');
});

test('[keyVault.headers] every answer says which vault service gave it, and to which request', async () => {
  const { send } = vault();
  const headers = { 'x-ms-client-request-id': 'mine' };
  const url = `${host}/secrets/known?api-version=7.4`;
  for (const as of ['reader', undefined]) {
    const answer = await send({ method: 'GET', url, headers, ...(as === undefined ? {} : { as }) });
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-cache',
      'x-ms-keyvault-region': 'westeurope',
      'x-ms-client-request-id': 'mine',
      'x-ms-keyvault-network-info': expect.stringContaining('conn_type=Ipv4') as string,
      'strict-transport-security': 'max-age=31536000;includeSubDomains',
    });
  }
});

test('[keyVault.forbidden.403] what no role grants is refused, before anyone learns whether it exists', async () => {
  const { ask, inner, azure } = vault();
  const nobody = servicePrincipal(azure.state, 'nobody');
  const { status, body } = await ask('GET', '/secrets/unknown', { as: 'nobody' });
  expect(status).toBe(403);
  expect(body.error.innererror).toEqual({ code: 'ForbiddenByRbac' });
  expect(body.error.message.split('\r\n')).toEqual([
    'Caller is not authorized to perform action on resource.',
    'If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
    `Caller: appid=${nobody?.appId};oid=${nobody?.objectId};iss=https://sts.windows.net/${azure.state.tenantId}/`,
    "Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'",
    `Resource: '${vaultId.toLowerCase()}/secrets/unknown'`,
    'Assignment: (not found)',
    'DenyAssignmentId: null',
    "DecisionReason: 'DeniedWithNoValidRBAC' ",
    'Vault: vault;location=westeurope',
    '',
  ]);
  // A reader of secrets writes none.
  const writing = inner('PUT', '/secrets/known', { as: 'reader', body: { value: 'x' } });
  expect(await writing).toBe('403 Forbidden ForbiddenByRbac');
});

test('[keyVault.forbidden.reason] a deny assignment and a condition are named as such', async () => {
  const condition = "@Resource[Microsoft.KeyVault/vaults/secrets:Name] StringEquals 'other'";
  const { ask, azure } = vault([{ role: user, principal: 'nobody', scope: vaultId, condition }]);
  const why = async (as: string) => (await ask('GET', '/secrets/known', { as })).body.error.message;
  expect(await why('nobody')).toContain("DecisionReason: 'DeniedWithABACEvaluationInRA'");
  azure.state.denyAssignments.push({
    id: 'deny-1',
    name: 'No secrets',
    scope: vaultId,
    principalIds: ['00000000-0000-0000-0000-000000000000'],
    excludePrincipalIds: [],
    permissions: [{ actions: [], notActions: [], dataActions: ['*'], notDataActions: [] }],
    doNotApplyToChildScopes: false,
  });
  expect(await why('reader')).toMatch(/DenyAssignmentId: 'deny-1'[^]*'DeniedByDenyAssignment'/);
});

test('[keyVault.dataActions] who owns the subscription does not read its secrets', async () => {
  expect(await vault().inner('GET', '/secrets/known', { as: 'boss' })).toBe('403 Forbidden ForbiddenByRbac');
});

test('[keyVault.propagation] an assignment counts once it has propagated', async () => {
  const { azure, clock, inner, send } = vault([], { rolePropagation: 300_000 });
  const name = '99999999-0000-4000-8000-000000000077';
  const url = `${vaultId}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`;
  const principalId = servicePrincipal(azure.state, 'nobody')?.objectId;
  const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6`;
  const properties = { roleDefinitionId, principalId, principalType: 'ServicePrincipal' };
  expect((await send({ method: 'PUT', url, as: 'boss', body: { properties } })).status).toBe(201);
  expect(await inner('GET', '/secrets/known', { as: 'nobody' })).toBe('403 Forbidden ForbiddenByRbac');
  clock.advance(300_000);
  expect(await inner('GET', '/secrets/known', { as: 'nobody' })).toBe('200');
});

test('[keyVault.secretScope] a role above the vault reaches it', async () => {
  const { inner } = vault([{ role: user, principal: 'nobody', scope: group }]);
  expect(await inner('GET', '/secrets/known', { as: 'nobody' })).toBe('200');
});

test('a vault that the estate does not have is not played', async () => {
  const { ask } = vault();
  expect((await ask('GET', '/secrets/known', { url: 'https://other.vault.azure.net' })).status).toBe(501);
  expect((await ask('GET', '/secrets/known', { url: 'https://localhost:8443' })).status).toBe(200);
  expect((await ask('DELETE', '/secrets/known')).status).toBe(501);
  const { send } = testAzure({ world: mailWorld() });
  const nothing = await send({ method: 'GET', url: '/secrets/known?api-version=7.4', as: 'operator' });
  expect(nothing.status).toBe(501);
});
