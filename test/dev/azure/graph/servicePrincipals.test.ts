import { expect, test } from 'vitest';
import { ada, graph, pipeline } from './graphCalls.ts';

test('[servicePrincipal.post.201] the answer is 201 and names the application', async () => {
  const { ask, application, azure } = graph();
  const { appId } = application('HR Portal');
  const made = await ask('POST', '/servicePrincipals', { ...ada, body: { appId, accountEnabled: true } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#servicePrincipals/$entity',
    appId,
    servicePrincipalType: 'Application',
    servicePrincipalNames: [appId],
    appOwnerOrganizationId: azure.state.tenantId,
    tags: [],
  });
});

test('[servicePrincipal.noBacking] an application that has not replicated cannot have one yet', async () => {
  const { ask, clock } = graph({ delays: { graphReplication: 5_000 } });
  const { body } = await ask('POST', '/applications', { ...pipeline, body: { displayName: 'New' } });
  const asked = { ...pipeline, body: { appId: String(body.appId) } };
  const refused = await ask('POST', '/servicePrincipals', asked);
  expect(refused.status).toBe(400);
  expect(refused.body.error).toMatchObject({
    code: 'Request_BadRequest',
    message: `The appId '${String(body.appId)}' of the service principal does not reference a valid application object.`,
    details: [{ code: 'NoBackingApplicationObject', target: 'appId' }],
  });
  clock.advance(5_000);
  expect((await ask('POST', '/servicePrincipals', asked)).status).toBe(201);
});

test('[servicePrincipal.409] a second one is refused, even while the first cannot be seen', async () => {
  const { ask, application } = graph({ delays: { graphReplication: 5_000 } });
  const { appId } = application('HR Portal');
  await ask('POST', '/servicePrincipals', { ...ada, body: { appId } });
  const again = await ask('POST', '/servicePrincipals', { ...ada, body: { appId } });
  expect(again.status).toBe(409);
  expect(again.body.error).toMatchObject({
    code: 'Request_MultipleObjectsWithSameKeyValue',
    message: `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
  });
});

test('only who manages the application may delete its service principal', async () => {
  const { ask, application, azure } = graph();
  const { appId } = application('Invoice Service');
  const path = `/servicePrincipals(appId='${appId}')`;
  expect((await ask('DELETE', path, pipeline)).status).toBe(403);
  expect((await ask('DELETE', path, ada)).status).toBe(204);
  const identity = [...azure.state.managedIdentities.values()][0];
  expect((await ask('DELETE', `/servicePrincipals/${identity?.principalId}`, ada)).status).toBe(403);
});
