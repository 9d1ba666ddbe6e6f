import { CommunicationServiceManagementClient } from '@azure/arm-communication';
import { expect, test } from 'vitest';
import { arm } from './armCalls.ts';
import { group, mailService, subscriptionId } from './mailWorld.ts';

const email = `${group}/providers/Microsoft.Communication/emailServices/email`;

function sdk() {
  const made = arm();
  const client = new CommunicationServiceManagementClient(made.credential('operator'), subscriptionId, {
    httpClient: made.httpClient,
  });
  return { ...made, client };
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of pages) found.push(each);
  return found;
}

test('[communicationService.get] one, those of a group, and those of a subscription', async () => {
  const { client } = sdk();
  const service = await client.communicationServices.get('rg-mail', 'acs');
  expect(service).toMatchObject({
    id: mailService,
    location: 'global',
    hostName: 'acs.europe.communication.azure.com',
    provisioningState: 'Succeeded',
    dataLocation: 'Europe',
    disableLocalAuth: false,
    linkedDomains: [`${email}/domains/AzureManagedDomain`, `${email}/domains/mail.example.com`],
  });
  expect(service.immutableResourceId).toMatch(/^[0-9a-f-]{36}$/);
  expect(
    (await all(client.communicationServices.listByResourceGroup('rg-mail'))).map(({ id }) => id),
  ).toEqual([mailService]);
  expect(await all(client.communicationServices.listByResourceGroup('rg-other'))).toEqual([]);
  expect(await all(client.communicationServices.listBySubscription())).toHaveLength(1);
  await expect(client.communicationServices.get('rg-mail', 'none')).rejects.toMatchObject({
    statusCode: 404,
    code: 'ResourceNotFound',
    message: expect.stringContaining(
      "The Resource 'Microsoft.Communication/communicationServices/none' under resource group 'rg-mail' was not found.",
    ) as string,
  });
});

test('[communicationService.patch.200] an update answers the whole resource at once', async () => {
  const { client } = sdk();
  const linkedDomains = [`${email.toUpperCase()}/domains/other.example.com`];
  const patched = await client.communicationServices.update('rg-mail', 'acs', {
    tags: { team: 'mail' },
    linkedDomains,
    disableLocalAuth: true,
  });
  expect(patched).toMatchObject({
    tags: { team: 'mail' },
    disableLocalAuth: true,
    linkedDomains: [`${email}/domains/other.example.com`],
  });
  expect(await client.communicationServices.get('rg-mail', 'acs')).toEqual(patched);
});

test.each(['unverified.example.com', 'none.example.com'])(
  '[communicationService.link.400] %s cannot be linked',
  async (domain) => {
    const { ask } = arm();
    const body = { properties: { linkedDomains: [`${email}/domains/${domain}`] } };
    expect((await ask('PATCH', mailService, { body })).status).toBe(400);
  },
);

test('[communicationService.link.400] nor can one whose data is elsewhere', async () => {
  const { ask, azure } = arm();
  const service = azure.state.emailServices.get(email.toLowerCase());
  if (service !== undefined) service.dataLocation = 'United States';
  const body = { properties: { linkedDomains: [`${email}/domains/other.example.com`] } };
  expect((await ask('PATCH', mailService, { body })).status).toBe(400);
});

test('[communicationService.keys.403] keys need their own action, and there are none to give', async () => {
  const { ask } = arm({
    world: {
      assignments: [
        { role: 'Reader', principal: 'Sender', scope: group },
        { role: 'Owner', principal: 'operator', scope: group },
      ],
    },
  });
  expect((await ask('POST', `${mailService}/listKeys`, { as: 'Sender' })).refusal).toBe(
    '403 AuthorizationFailed',
  );
  expect((await ask('POST', `${mailService}/listKeys`)).refusal).toBe('501 NotImplemented');
});

test.each([
  { properties: { publicNetworkAccess: 'Disabled' } },
  { properties: { notificationHubId: 'x' } },
  { identity: { type: 'SystemAssigned' } },
])('an update of what is not kept is 501, never a silent success: %j', async (body) => {
  const { ask } = arm();
  expect((await ask('PATCH', mailService, { body })).refusal).toBe('501 NotImplemented');
  const asItIs = { identity: { type: 'None' }, properties: { publicNetworkAccess: 'Enabled' } };
  expect((await ask('PATCH', mailService, { body: asItIs })).status).toBe(200);
});

test('[communicationService.keys.403] the built-in role that sends mail reaches the keys', async () => {
  const role = { role: 'Communication and Email Service Owner', principal: 'operator', scope: group };
  const { ask } = arm({ world: { assignments: [role] } });
  expect((await ask('POST', `${mailService}/listKeys`)).status).toBe(501);
});

test('[emailDomain.get] domains tell their sender domain and their verification', async () => {
  const { client } = sdk();
  const domains = await all(client.domains.listByEmailServiceResource('rg-mail', 'email'));
  expect(domains.map(({ name, verificationStates }) => [name, verificationStates?.domain?.status])).toEqual([
    ['AzureManagedDomain', 'Verified'],
    ['mail.example.com', 'Verified'],
    ['other.example.com', 'Verified'],
    ['unverified.example.com', 'NotStarted'],
  ]);
  const managed = await client.domains.get('rg-mail', 'email', 'AzureManagedDomain');
  expect(managed.fromSenderDomain).toMatch(/\.azurecomm\.net$/);
  expect(managed).toMatchObject({ domainManagement: 'AzureManaged', dataLocation: 'Europe' });
});

test('email services: one, and those of a group and a subscription', async () => {
  const { client } = sdk();
  expect(await client.emailServices.get('rg-mail', 'email')).toMatchObject({
    id: email,
    dataLocation: 'Europe',
  });
  expect(await all(client.emailServices.listByResourceGroup('rg-mail'))).toHaveLength(1);
  expect(await all(client.emailServices.listBySubscription())).toHaveLength(1);
  await expect(client.emailServices.get('rg-mail', 'none')).rejects.toMatchObject({ statusCode: 404 });
});
