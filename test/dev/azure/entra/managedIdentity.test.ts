import { expect, test } from 'vitest';
import { testAzure } from '../../../support/localAzure.ts';
import { mailWorld, operatorId, tenantId } from '../arm/mailWorld.ts';

type Body = Record<string, string>;
const resource = 'https://management.azure.com';

function endpoint(identities: { name: string; clientId?: string; principalId?: string }[] = []) {
  const managedIdentities = [{ name: 'operator', principalId: operatorId }, ...identities];
  const { azure, send } = testAzure({ world: mailWorld({ managedIdentities }) });
  const header = azure.state.identityHeader;
  const get = async (
    query: Record<string, string> = {},
    headers: Record<string, string> = { 'X-IDENTITY-HEADER': header },
  ) => {
    const search = new URLSearchParams({ 'api-version': '2019-08-01', resource, ...query }).toString();
    const answer = await send({ method: 'GET', url: `http://127.0.0.1/msi/token?${search}`, headers });
    return { status: answer.status, body: answer.body as Body };
  };
  const post = async (form: Record<string, string>, headers: Record<string, string>) => {
    const body = new URLSearchParams(form).toString();
    const answer = await send({ method: 'POST', url: 'http://127.0.0.1/msi/token', body, headers });
    return { status: answer.status, body: answer.body as Body };
  };
  return { azure, header, get, post };
}

test('[identity.get.200] a token, and when it expires, as a string', async () => {
  const { get, azure } = endpoint();
  const { status, body } = await get();
  const [identity] = azure.state.managedIdentities.values();
  expect(status).toBe(200);
  expect(body).toEqual({
    access_token: expect.any(String) as string,
    expires_on: String(Date.parse('2026-01-02T00:00:00Z') / 1000),
    resource,
    token_type: 'Bearer',
    client_id: identity?.clientId,
  });
});

test('[identity.claims] the token says who it is, as the Azure CLI reads it', async () => {
  const token = (await endpoint().get({ resource: `${resource}/` })).body.access_token ?? '';
  const [head, payload = '', signature] = token.split('.');
  for (const part of [head, payload, signature]) expect(part).toMatch(/^[\w-]+$/);
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
    aud: resource,
    tid: tenantId,
    oid: operatorId,
    appid: expect.any(String) as string,
    exp: Date.parse('2026-01-02T00:00:00Z') / 1000,
    xms_mirid: expect.stringMatching(
      /^\/subscriptions\/.*\/providers\/Microsoft\.Web\/sites\/operator$/,
    ) as string,
  });
});

test('[identity.header] without the right header there is no token', async () => {
  const { get, header } = endpoint();
  for (const given of [{}, { 'X-IDENTITY-HEADER': 'wrong' }, { secret: header }])
    expect((await get({}, given as Record<string, string>)).body).toMatchObject({ statusCode: 401 });
});

test('[identity.select] by client id or object id, or the only one', async () => {
  const clientId = '77777777-7777-4777-8777-777777777777';
  const { get } = endpoint([{ name: 'second', clientId }]);
  expect((await get({ client_id: clientId.toUpperCase() })).body.client_id).toBe(clientId);
  expect((await get({ object_id: operatorId })).body.client_id).not.toBe(clientId);
  expect((await get({ client_id: operatorId })).status).toBe(400);
  expect((await get()).status).toBe(400);
  expect((await get({ mi_res_id: '/subscriptions/x' })).status).toBe(501);
});

test('[identity.resource] a resource, not a scope', async () => {
  const { get } = endpoint();
  expect((await get({ resource: `${resource}/.default` })).status).toBe(400);
  expect((await get({ resource: '' })).status).toBe(400);
  expect((await get({ 'api-version': '2018-02-01' })).status).toBe(400);
});

test('[identity.2017] the older form of App Service has another header', async () => {
  const { get, header } = endpoint();
  const version = { 'api-version': '2017-09-01' };
  expect((await get(version, { secret: header })).body).not.toHaveProperty('client_id');
  expect((await get(version, { secret: header })).status).toBe(200);
  expect((await get(version, { 'X-IDENTITY-HEADER': header })).status).toBe(401);
});

test('[identity.post] the form of Cloud Shell, with Metadata instead of a secret', async () => {
  const { post } = endpoint();
  expect((await post({ resource }, {})).status).toBe(400);
  const { status, body } = await post({ resource: `${resource}/` }, { metadata: 'true' });
  expect(status).toBe(200);
  expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_on', 'resource', 'token_type']);
});
