import { describe, expect, it } from 'vitest';
import auditor from '../../infra/roles/auditor.json' with { type: 'json' };
import operator from '../../infra/roles/operator.json' with { type: 'json' };
import { createGateways } from '../../src/gateways/index.ts';
import { deployedCondition, deployedWorld, mailGroup, mailService } from '../support/deployedWorld.ts';
import { localGateways } from './localGateways.ts';
import { config, gatewaysAnswered, refusal, scope, serviceId } from './recordedAnswers.ts';

const token = (claims: unknown) =>
  `head.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
const identityWith = (given: string | null) =>
  createGateways(config, {
    credential: {
      getToken: () => Promise.resolve(given === null ? null : { token: given, expiresOnTimestamp: 0 }),
    },
  }).identity;

describe('the identity', () => {
  it('is who the token says', async () => {
    const { azure, identity } = localGateways();
    const [self] = [...azure.state.servicePrincipals.values()].filter(
      ({ displayName }) => displayName === 'mailgrant',
    );
    expect(await identity.self()).toEqual({
      objectId: self?.objectId,
      clientId: self?.appId,
      tenantId: azure.state.tenantId,
    });
    await identity.graphToken();
  });

  it.each([
    ['v1', { oid: 'o', tid: 't', appid: 'a' }, { objectId: 'o', tenantId: 't', clientId: 'a' }],
    ['v2', { oid: 'o', tid: 't', azp: 'a' }, { objectId: 'o', tenantId: 't', clientId: 'a' }],
    ['neither', { oid: 'o', tid: 't' }, { objectId: 'o', tenantId: 't' }],
  ])('reads a token of the form %s', async (_form, claims, self) => {
    expect(await identityWith(token(claims)).self()).toEqual(self);
  });

  it.each([
    ['that is none', 'secret-text'],
    ['without JSON in it', 'head.c2VjcmV0LXRleHQ.signature'],
    ['that names nobody', token({ tid: 'secret-text' })],
  ])('is unknown by a token %s, which nobody gets to see', async (_what, given) => {
    const error: unknown = await identityWith(given)
      .self()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'AzureError', status: 0, code: 'UnreadableAnswer' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/secret-text|c2Vj/);
  });

  it('says that there is no token', async () => {
    const none = identityWith(null);
    await expect(none.self()).rejects.toMatchObject({ name: 'AzureError', code: 'NoToken' });
    await expect(none.graphToken()).rejects.toMatchObject({ name: 'AzureError', code: 'NoToken' });
  });
});

describe('what the identity may do', () => {
  it('comes block by block, with conditions, by what reaches the scope', async () => {
    const { identity } = localGateways({ world: deployedWorld() });
    const atService = await identity.permissionsAt(mailService('contoso-mail'));
    expect(atService.map(({ actions }) => actions)).toEqual([
      ...[...auditor.permissions, ...operator.permissions].map(({ actions }) => actions),
      expect.arrayContaining(['*/read', 'Microsoft.Authorization/roleAssignments/write']),
    ]);
    expect(atService.map(({ condition }) => condition)).toEqual([undefined, undefined, deployedCondition]);
    const atGroup = await identity.permissionsAt(mailGroup);
    expect(atGroup.map(({ actions }) => actions)).toEqual(auditor.permissions.map(({ actions }) => actions));
  });

  it('is refused to whoever may not ask', async () => {
    const { as } = localGateways();
    await expect(as('Invoice Service').identity.permissionsAt(mailGroup)).rejects.toMatchObject({
      status: 403,
      code: 'AuthorizationFailed',
    });
  });

  it('is read to the last page, whatever is left out or null', async () => {
    const next = `https://management.azure.com${scope}/providers/Microsoft.Authorization/permissions?page=2`;
    const { identity, requests } = gatewaysAnswered(
      { status: 200, body: { value: [{ actions: ['a'], condition: null }], nextLink: next } },
      {
        status: 200,
        body: { value: [{ actions: ['b'], notActions: null, condition: 'c' }], nextLink: null },
      },
    );
    const empty = { notActions: [], dataActions: [], notDataActions: [] };
    expect(await identity.permissionsAt(serviceId)).toEqual([
      { actions: ['a'], ...empty },
      { actions: ['b'], ...empty, condition: 'c' },
    ]);
    expect(requests.map(({ url }) => url)).toEqual([
      `https://management.azure.com${serviceId}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`,
      next,
    ]);
  });

  it('gives the token to nobody else for the next page', async () => {
    const body = { value: [], nextLink: 'https://elsewhere.example/permissions' };
    const { identity, requests } = gatewaysAnswered({ status: 200, body });
    await expect(identity.permissionsAt(serviceId)).rejects.toMatchObject({ code: 'UnreadableAnswer' });
    expect(requests).toHaveLength(1);
  });
});

describe("Azure's time", () => {
  it('is that of its clock', async () => {
    const { identity, clock } = localGateways();
    clock.advance(12_345);
    const off = clock.now() - Date.parse(await identity.time());
    expect(off).toBeGreaterThanOrEqual(0);
    expect(off).toBeLessThan(1000);
  });

  it('comes with a refusal, too', async () => {
    const date = 'Thu, 01 Jan 2026 00:00:05 GMT';
    const { identity } = gatewaysAnswered({ ...refusal(403, 'AuthorizationFailed'), headers: { date } });
    expect(await identity.time()).toBe('2026-01-01T00:00:05.000Z');
  });

  it.each([{}, { date: 'yesterday' }])('is not known from %j', async (headers) => {
    const { identity } = gatewaysAnswered({ status: 200, headers, body: {} });
    await expect(identity.time()).rejects.toMatchObject({ code: 'UnreadableAnswer' });
  });
});
