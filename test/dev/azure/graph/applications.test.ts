import { expect, test } from 'vitest';
import { ada, graph, pipeline } from './graphCalls.ts';

test('[application.post.201] a registration answers 201, a directory location, and every property', async () => {
  const { ask, azure } = graph();
  const made = await ask('POST', '/applications', { ...pipeline, body: { displayName: 'New', tags: ['x'] } });
  expect(made.status).toBe(201);
  expect(made.headers.location).toBe(
    `https://graph.microsoft.com/v2/${azure.state.tenantId}/directoryObjects/${String(made.body.id)}/Microsoft.DirectoryServices.Application`,
  );
  expect(made.body).toMatchObject({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#applications/$entity',
    displayName: 'New',
    tags: ['x'],
    passwordCredentials: [],
    web: { redirectUris: [] },
  });
});

// In the order of the recorded answer.
const recordedKeys =
  '@odata.context id deletedDateTime appId applicationTemplateId disabledByMicrosoftStatus createdDateTime displayName description groupMembershipClaims identifierUris isDeviceOnlyAuthSupported isFallbackPublicClient notes publisherDomain serviceManagementReference signInAudience tags tokenEncryptionKeyId samlMetadataUrl defaultRedirectUri certification optionalClaims servicePrincipalLockConfiguration requestSignatureVerification addIns api appRoles info keyCredentials parentalControlSettings passwordCredentials publicClient requiredResourceAccess verifiedPublisher web spa';

test('[application.post.201] every property that was recorded, and no other', async () => {
  const { ask } = graph();
  const made = await ask('POST', '/applications', { ...pipeline, body: { displayName: 'New' } });
  expect(Object.keys(made.body)).toEqual(recordedKeys.split(' '));
});

test('[application.audience] a name alone makes an application for work and personal accounts', async () => {
  const { ask } = graph();
  const made = await ask('POST', '/applications', { ...ada, body: { displayName: 'New' } });
  expect(made.body.signInAudience).toBe('AzureADandPersonalMicrosoftAccount');
});

test('a registration without a name, or with a property that is not kept, is refused', async () => {
  const { ask } = graph();
  expect((await ask('POST', '/applications', { ...ada, body: {} })).status).toBe(400);
  expect((await ask('POST', '/applications', { ...ada, body: { displayName: 7 } })).status).toBe(400);
  expect((await ask('POST', '/applications', { ...ada, body: '{' })).status).toBe(400);
  const web = { displayName: 'New', web: { homePageUrl: 'https://contoso.example' } };
  expect((await ask('POST', '/applications', { ...ada, body: web })).status).toBe(501);
});

test('[graph.replication] a new application is nowhere to be seen until it has replicated', async () => {
  const { ask, clock } = graph({ delays: { graphReplication: 10_000 } });
  const made = await ask('POST', '/applications', { ...pipeline, body: { displayName: 'New' } });
  const path = `/applications/${String(made.body.id)}`;
  const filter = "/applications?$filter=displayName eq 'New'";
  clock.advance(9_999);
  expect((await ask('GET', path)).status).toBe(404);
  expect((await ask('PATCH', path, { ...pipeline, body: { tags: ['x'] } })).status).toBe(404);
  expect((await ask('GET', filter)).body.value).toEqual([]);
  clock.advance(1);
  expect((await ask('GET', path)).status).toBe(200);
  expect((await ask('GET', filter)).body.value).toHaveLength(1);
});

test('[application.patch.204] PATCH answers nothing and replaces all tags', async () => {
  const { ask, application } = graph();
  const { objectId } = application('Invoice Service');
  const patched = await ask('PATCH', `/applications/${objectId}`, { ...ada, body: { tags: ['mailgrant'] } });
  expect(patched).toMatchObject({ status: 204, body: {} });
  expect((await ask('GET', `/applications/${objectId}`)).body.tags).toEqual(['mailgrant']);
});

test('[graph.tagsMirrored] tags flow to the service principal, and its own stay', async () => {
  const { ask, application, azure } = graph();
  const { objectId, appId } = application('Invoice Service');
  const principal = [...azure.state.servicePrincipals.values()].find((one) => one.appId === appId);
  principal?.tags.push('WindowsAzureActiveDirectoryIntegratedApp');
  await ask('PATCH', `/applications/${objectId}`, { ...ada, body: { tags: ['mailgrant'] } });
  const shown = await ask('GET', `/servicePrincipals(appId='${appId}')`);
  expect(shown.body.tags).toEqual(['mailgrant', 'WindowsAzureActiveDirectoryIntegratedApp']);
  expect((await ask('GET', `/applications/${objectId}`)).body.tags).toEqual(['mailgrant']);
});

test('[application.delete.soft] a deleted application takes its service principal along', async () => {
  const { ask, application, azure } = graph();
  const { objectId, appId } = application('Invoice Service');
  expect((await ask('DELETE', `/applications/${objectId}`, ada)).status).toBe(204);
  expect((await ask('GET', `/applications/${objectId}`)).status).toBe(404);
  expect((await ask('GET', `/servicePrincipals(appId='${appId}')`)).status).toBe(404);
  expect(azure.state.applications.get(objectId)?.deletedAt).toBe(azure.clock.now());
});
