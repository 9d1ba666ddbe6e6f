import { expect, test } from 'vitest';
import type { Delays } from '../../../../dev/azure/delays.ts';
import { testAzure } from '../../../support/localAzure.ts';
import { mailWorld, senderId, tenantId } from '../arm/mailWorld.ts';

type Body = { error?: string; error_codes?: number[]; error_description?: string; access_token?: string };

function entra(delays: Partial<Delays> = {}) {
  const made = testAzure({ world: mailWorld(), delays });
  const application = [...made.azure.state.applications.values()].find(
    (each) => each.displayName === 'Sender',
  );
  if (application === undefined) throw new Error('The world has no sender.');
  const ask = async (more: Record<string, string> = {}, tenant = tenantId) => {
    const form = {
      grant_type: 'client_credentials',
      client_id: application.appId,
      client_secret: 'sender-secret',
      scope: 'https://communication.azure.com/.default',
      ...more,
    };
    const answer = await made.send({
      method: 'POST',
      url: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    const body = answer.body as Body;
    return { ...answer, body, refusal: `${answer.status} ${body.error} ${body.error_codes?.[0]}` };
  };
  return { ...made, application, ask };
}

test('[entra.token.200] client credentials get a token for the resource', async () => {
  const { ask, azure, application } = entra();
  const { status, body } = await ask();
  expect([status, body]).toMatchObject([
    200,
    { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 },
  ]);
  expect(azure.tokens.check(body.access_token ?? '', ['https://communication.azure.com'])).toEqual({
    objectId: senderId,
    appId: application.appId,
    tenantId,
    audience: 'https://communication.azure.com',
    name: 'Sender',
  });
  const arm = await ask({ scope: 'https://management.azure.com//.default' });
  expect(azure.tokens.check(arm.body.access_token ?? '', ['https://management.azure.com'])).toMatchObject({
    audience: 'https://management.azure.com',
  });
});

test('[entra.wrongSecret.401] a wrong secret, with the whole envelope', async () => {
  const { ask, application } = entra();
  const { status, body } = await ask({ client_secret: 'wrong' });
  expect(status).toBe(401);
  expect(body).toMatchObject({
    error: 'invalid_client',
    error_codes: [7000215],
    timestamp: '2026-01-01 00:00:00Z',
    error_uri: 'https://login.microsoftonline.com/error?code=7000215',
  });
  expect(body.error_description?.split('\r\n')).toEqual([
    `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${application.appId}'.`,
    expect.stringMatching(/^Trace ID: [0-9a-f-]{36}$/),
    expect.stringMatching(/^Correlation ID: [0-9a-f-]{36}$/),
    'Timestamp: 2026-01-01 00:00:00Z',
  ]);
});

test('[entra.newSecret.401] a new secret is taken for a wrong one at first', async () => {
  const { ask, application, clock } = entra({ secretReplication: 10_000 });
  const now = new Date(clock.now());
  application.secrets.push({
    keyId: 'new',
    displayName: null,
    secretText: 'new-secret',
    startDateTime: now.toISOString(),
    endDateTime: '2028-01-01T00:00:00Z',
    createdAt: clock.now(),
  });
  expect((await ask({ client_secret: 'new-secret' })).refusal).toBe('401 invalid_client 7000215');
  clock.advance(10_000);
  expect((await ask({ client_secret: 'new-secret' })).status).toBe(200);
});

test('[entra.expiredSecret.401] an expired secret is called so', async () => {
  const { ask, application, clock } = entra();
  const [secret] = application.secrets;
  if (secret !== undefined) secret.endDateTime = new Date(clock.now()).toISOString();
  expect((await ask()).refusal).toBe('401 invalid_client 7000222');
});

test('[entra.earlySecret.401] a secret whose time has not come is a wrong one', async () => {
  const { ask, application, clock } = entra();
  const [secret] = application.secrets;
  if (secret !== undefined) secret.startDateTime = new Date(clock.now() + 1).toISOString();
  expect((await ask()).refusal).toBe('401 invalid_client 7000215');
  clock.advance(1);
  expect((await ask()).status).toBe(200);
});

test('[entra.unknownApp.400] no service principal, or one not replicated yet', async () => {
  const { ask, azure, clock } = entra({ graphReplication: 10_000 });
  expect((await ask({ client_id: 'nobody' })).refusal).toBe('400 unauthorized_client 700016');
  const servicePrincipal = azure.state.servicePrincipals.get(senderId);
  if (servicePrincipal !== undefined) servicePrincipal.createdAt = clock.now();
  expect((await ask()).refusal).toBe('400 unauthorized_client 700016');
});

test('[entra.disabled.401] a disabled service principal, and only with its secret', async () => {
  const { ask, azure } = entra();
  const servicePrincipal = azure.state.servicePrincipals.get(senderId);
  if (servicePrincipal !== undefined) servicePrincipal.accountEnabled = false;
  expect((await ask()).refusal).toBe('401 unauthorized_client 7000112');
  expect((await ask({ client_secret: 'wrong' })).refusal).toBe('401 invalid_client 7000215');
});

test('a deleted application has no secrets', async () => {
  const { ask, application, clock } = entra();
  application.deletedAt = clock.now();
  expect((await ask()).refusal).toBe('401 invalid_client 7000215');
});

test('[entra.tenant.400] another tenant', async () => {
  expect((await entra().ask({}, 'elsewhere.example')).refusal).toBe('400 invalid_request 90002');
});

test.each([
  ['[entra.scope.400]', { scope: 'https://communication.azure.com' }, '400 invalid_scope 1002012'],
  ['[entra.resource.400]', { scope: 'https://nowhere.example/.default' }, '400 invalid_resource 500011'],
  ['[entra.field.400]', { scope: '' }, '400 invalid_request 900144'],
  ['[entra.field.400]', { client_id: '' }, '400 invalid_request 900144'],
  ['[entra.field.400]', { client_secret: '' }, '401 invalid_client 7000216'],
  ['[entra.grantType.400]', { grant_type: 'password' }, '400 unsupported_grant_type 70003'],
])('%s %j', async (_fact, form, refusal) => {
  expect((await entra().ask(form)).refusal).toBe(refusal);
});

test('[entra.discovery] what MSAL asks first, and 501 for what is not there', async () => {
  const { send } = entra();
  const login = 'https://login.microsoftonline.com';
  const openId = await send({
    method: 'GET',
    url: `${login}/${tenantId}/v2.0/.well-known/openid-configuration`,
  });
  expect(openId).toMatchObject({
    status: 200,
    body: { issuer: `${login}/${tenantId}/v2.0`, token_endpoint: `${login}/${tenantId}/oauth2/v2.0/token` },
  });
  const authority = encodeURIComponent(`${login}/${tenantId}/oauth2/v2.0/authorize`);
  const instance = await send({
    method: 'GET',
    url: `${login}/common/discovery/instance?api-version=1.1&authorization_endpoint=${authority}`,
  });
  expect(instance.body).toMatchObject({
    tenant_discovery_endpoint: `${login}/${tenantId}/v2.0/.well-known/openid-configuration`,
    metadata: [{ preferred_network: 'login.microsoftonline.com' }],
  });
  expect((await send({ method: 'GET', url: `${login}/${tenantId}/discovery/v2.0/keys` })).status).toBe(501);
});
