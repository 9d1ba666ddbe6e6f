import { expect, test } from 'vitest';
import { ada, graph, pipeline } from './graphCalls.ts';

test('[graph.denied] what no Graph permission covers is refused 403, with two resource units', async () => {
  const { ask } = graph();
  const refused = await ask('GET', '/applications', { as: 'Invoice Service' });
  expect(refused.status).toBe(403);
  expect(refused.headers['x-ms-resource-unit']).toBe('2');
  expect(refused.body.error).toMatchObject({
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  });
  // Application.Read.All reads, and nothing else.
  expect((await ask('GET', '/applications')).status).toBe(200);
  expect((await ask('POST', '/applications', { body: { displayName: 'New' } })).status).toBe(403);
});

test.each([
  ['POST', '/applications/x/owners/$ref'],
  ['POST', '/servicePrincipals/x/appRoleAssignments'],
  ['PATCH', '/policies/authorizationPolicy'],
])('[graph.denied.first] %s %s, by who may only read, by others, and as a question', async (method, path) => {
  const { ask } = graph();
  const refused = await ask(method, path, { body: {} });
  expect([refused.status, refused.body.error]).toMatchObject([403, { code: 'Authorization_RequestDenied' }]);
  // What those who may write something get is not played.
  expect((await ask(method, path, { ...pipeline, body: {} })).status).toBe(501);
  expect((await ask(method, path, { ...ada, body: {} })).status).toBe(501);
  expect((await ask('POST', '/directoryObjects/getByIds', { body: { ids: [] } })).status).toBe(501);
});

test('[graph.ownedBy] a pipeline manages what it registered, and nothing that others own', async () => {
  const { ask, application, azure } = graph();
  const made = await ask('POST', '/applications', { ...pipeline, body: { displayName: 'Mine' } });
  const caller = [...azure.state.servicePrincipals.values()].find(
    (one) => one.displayName === 'Contoso Build Pipeline',
  );
  expect(azure.state.applications.get(String(made.body.id))?.ownerIds).toEqual([caller?.objectId]);
  expect((await ask('POST', `/applications/${String(made.body.id)}/addPassword`, pipeline)).status).toBe(200);
  const others = `/applications/${application('Invoice Service').objectId}`;
  expect((await ask('GET', others, pipeline)).status).toBe(200);
  expect((await ask('POST', `${others}/addPassword`, pipeline)).status).toBe(403);
  expect((await ask('PATCH', others, { ...pipeline, body: { tags: [] } })).status).toBe(403);
  expect((await ask('DELETE', others, pipeline)).status).toBe(403);
});

test('[graph.userOwner] a user registers applications and manages those they own', async () => {
  const { ask, application } = graph();
  const made = await ask('POST', '/applications', { ...ada, body: { displayName: 'Mine' } });
  expect((await ask('DELETE', `/applications/${String(made.body.id)}`, ada)).status).toBe(204);
  const owned = `/applications/${application('Invoice Service').objectId}`;
  expect((await ask('POST', `${owned}/addPassword`, { as: 'Ben Developer' })).status).toBe(403);
  expect((await ask('POST', `${owned}/addPassword`, ada)).status).toBe(200);
});

test('[graph.token.401] no token, an old one and one for another service are refused', async () => {
  const { ask, send, clock, credential } = graph();
  const missing = await send({ method: 'GET', url: '/v1.0/applications' });
  expect(missing.status).toBe(401);
  expect(missing.body).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
  const foreign = await ask('GET', '/applications', { audience: 'https://management.azure.com' });
  expect(foreign.status).toBe(401);
  const token = await credential('mailgrant').getToken('https://graph.microsoft.com/.default');
  const headers = { authorization: `Bearer ${token?.token}` };
  expect((await send({ method: 'GET', url: '/v1.0/applications', headers })).status).toBe(200);
  clock.advance(25 * 3600_000);
  expect((await send({ method: 'GET', url: '/v1.0/applications', headers })).status).toBe(401);
});

test('[organization.list] the tenant is listed to users, and to applications only with permission', async () => {
  const { ask, azure } = graph();
  const { body } = await ask('GET', '/organization', ada);
  expect(body.value).toMatchObject([{ id: azure.state.tenantId, displayName: 'Contoso' }]);
  expect((await ask('GET', '/organization')).status).toBe(403);
});
