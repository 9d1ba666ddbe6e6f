import { CommunicationServiceManagementClient } from '@azure/arm-communication';
import { expect, test } from 'vitest';
import { arm } from './armCalls.ts';
import { group, guid, mailService, subscriptionId, tenantId } from './mailWorld.ts';

const one = `${mailService}/smtpUsernames/Sender-SMTP`;
const body = (username: string, more: Record<string, unknown> = {}) => ({
  properties: { username, entraApplicationId: guid(1), tenantId, ...more },
});

test('[smtpUsername.put.200] a new one is 200, not 201, also for the SDK', async () => {
  const { ask, credential, httpClient } = arm();
  expect((await ask('PUT', one, { body: body('First') })).status).toBe(200);
  expect((await ask('PUT', one, { body: body('Second') })).status).toBe(200);
  const client = new CommunicationServiceManagementClient(credential('operator'), subscriptionId, {
    httpClient,
  });
  const made = await client.smtpUsernames.createOrUpdate('rg-mail', 'acs', 'another', {
    username: 'third',
    entraApplicationId: guid(1),
    tenantId,
  });
  expect(made).toMatchObject({ name: 'another', username: 'third' });
});

test('[smtpUsername.put.shape] the reply has id and name as sent, the full type, and who wrote it', async () => {
  const { ask, azure } = arm();
  const [identity] = azure.state.managedIdentities.values();
  const now = '2026-01-01T00:00:00.0000000Z';
  expect((await ask('PUT', one, { body: body('Sender') })).body).toEqual({
    id: one,
    name: 'Sender-SMTP',
    type: 'microsoft.communication/communicationservices/smtpusernames',
    systemData: {
      createdBy: identity?.clientId,
      createdByType: 'ManagedIdentity',
      createdAt: now,
      lastModifiedBy: identity?.clientId,
      lastModifiedByType: 'ManagedIdentity',
      lastModifiedAt: now,
    },
    properties: { username: 'Sender', entraApplicationId: guid(1), tenantId },
  });
});

test('[smtpUsername.put.resets] an update resets the time of creation', async () => {
  const { ask, clock } = arm();
  await ask('PUT', one, { body: body('Sender') });
  clock.advance(60_000);
  const { systemData } = (await ask('PUT', one, { body: body('Sender') })).body;
  expect(systemData?.createdAt).toBe('2026-01-01T00:01:00.0000000Z');
});

test('[smtpUsername.read.shape] GET and list have lower case, half a type, and nobody who wrote it', async () => {
  const { ask } = arm();
  await ask('PUT', one, { body: body('Sender') });
  const read = {
    id: `${mailService.toLowerCase()}/SmtpUsernames/sender-smtp`,
    name: 'sender-smtp',
    type: 'communicationservices/smtpusernames',
    properties: { username: 'Sender', entraApplicationId: guid(1), tenantId },
  };
  expect((await ask('GET', one.toUpperCase())).body).toEqual(read);
  expect((await ask('GET', `${mailService}/smtpUsernames`)).body).toEqual({ value: [read] });
});

test('[smtpUsername.list.empty] an empty list has no nextLink', async () => {
  expect((await arm().ask('GET', `${mailService}/smtpUsernames`)).body).toEqual({ value: [] });
});

test('[smtpUsername.delete.204] 204 with a content type, there or not', async () => {
  const { ask } = arm();
  await ask('PUT', one, { body: body('Sender') });
  for (let n = 0; n < 2; n++) {
    const deleted = await ask('DELETE', one);
    expect(deleted).toMatchObject({
      status: 204,
      body: undefined,
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
  }
  expect((await ask('GET', one)).status).toBe(404);
});

test('[smtpUsername.application] any application will do', async () => {
  const nobody = body('Sender', { entraApplicationId: guid(12_345) });
  expect((await arm().ask('PUT', one, { body: nobody })).status).toBe(200);
});

test('[smtpUsername.headers] the headers of the provider hub', async () => {
  const { headers } = await arm().ask('GET', `${mailService}/smtpUsernames`);
  expect(headers).toMatchObject({
    'x-ms-providerhub-traffic': 'True',
    'request-context': 'appId=',
    'x-cache': 'CONFIG_NOCACHE',
  });
  expect(headers['x-ms-operation-identifier']).toContain(`tenantId=${tenantId},objectId=`);
});

test.each([
  { fact: '[smtpUsername.sameName.400]', name: 'sender', sent: body('Sender') },
  { fact: '[smtpUsername.name.400]', name: 'sender@mail.example.com', sent: body('Sender') },
  { fact: '[smtpUsername.name.400]', name: 'sender_1', sent: body('Sender') },
  { fact: '[smtpUsername.domain.400] unlinked', name: 'a', sent: body('b@other.example.com') },
  { fact: '[smtpUsername.body.400]', name: 'a', sent: body('b', { tenantId: undefined }) },
  { fact: '[smtpUsername.body.400]', name: 'a', sent: body('b', { entraApplicationId: undefined }) },
  { fact: '[smtpUsername.body.400]', name: 'a', sent: body('') },
])('$fact name $name with $sent.properties is refused', async ({ fact, name, sent }) => {
  const { ask, azure } = arm();
  const refusal = fact.includes('body') ? '400 InvalidRequestContent' : '400 BadRequest';
  expect((await ask('PUT', `${mailService}/smtpUsernames/${name}`, { body: sent })).refusal).toBe(refusal);
  expect(azure.state.smtpUsernames.size).toBe(0);
});

test('[smtpUsername.domain.400] an address of a linked domain is fine', async () => {
  const { ask } = arm();
  expect((await ask('PUT', one, { body: body('invoices@MAIL.example.com') })).status).toBe(200);
});

test('[smtpUsername.taken.409] a username is there once', async () => {
  const { ask } = arm();
  await ask('PUT', one, { body: body('Sender') });
  expect((await ask('PUT', `${mailService}/smtpUsernames/b`, { body: body('SENDER') })).refusal).toBe(
    '409 Conflict',
  );
});

test('[smtpUsername.parent.404] no communication service, no username', async () => {
  const parent = mailService.replace(/acs$/, 'none');
  const refused = await arm().ask('PUT', `${parent}/smtpUsernames/a`, { body: body('b') });
  expect(refused.status).toBe(404);
  expect(refused.body.error).toEqual({
    code: 'ParentResourceNotFound',
    message: `Failed to perform 'write' on resource(s) of type 'communicationServices/smtpUsernames', because the parent resource '${parent}' could not be found.`,
  });
});

test('[smtpUsername.get.404] a missing one', async () => {
  expect((await arm().ask('GET', one)).refusal).toBe('404 ResourceNotFound');
});

test('[communicationService.noUsernames] the built-in role that sends mail cannot write usernames', async () => {
  const role = { role: 'Communication and Email Service Owner', principal: 'operator', scope: group };
  const { ask } = arm({ world: { assignments: [role] } });
  expect((await ask('PUT', one, { body: body('Sender') })).refusal).toBe('403 AuthorizationFailed');
  expect((await ask('GET', mailService)).status).toBe(200);
});

test('[smtpUsername.noOperation] a wildcard covers SMTP usernames', async () => {
  const actions = ['Microsoft.Communication/CommunicationServices/*'];
  const role = { roleName: 'Wildcard', assignableScopes: [group], permissions: [{ actions }] };
  const assignments = [{ role: 'Wildcard', principal: 'operator', scope: group }];
  const { ask } = arm({ world: { roles: [role], assignments } });
  expect((await ask('PUT', one, { body: body('Sender') })).status).toBe(200);
});
