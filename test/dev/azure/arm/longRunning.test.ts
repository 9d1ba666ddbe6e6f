import { CommunicationServiceManagementClient } from '@azure/arm-communication';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { arm } from './armCalls.ts';
import { group, mailService, subscription, subscriptionId, tenantId } from './mailWorld.ts';

const provider = `${group}/providers/Microsoft.Communication`;
const made = `${provider}/communicationServices/made`;
const email = `${provider}/emailServices/email`;
const domain = `${email}/domains/new.example.com`;
const service = { location: 'Global', properties: { dataLocation: 'Europe' } };
const customers = { location: 'Global', properties: { domainManagement: 'CustomerManaged' } };
const delays = { resourceOperation: 12_000 };

/** Requests in a version of one's own; an address that was handed out is asked as it is. */
function calls(version = '2025-09-01') {
  const local = arm({ delays });
  const ask = async (method: string, path: string, body?: unknown) => {
    const url = path.includes('api-version=') ? path : `${path}?api-version=${version}`;
    const answer = await local.send({ method, url, as: 'operator', body });
    const { status, headers = {} } = answer;
    return { status, headers, body: answer.body as Record<string, unknown> };
  };
  const state = async (path: string) => (await ask('GET', path)).body.properties;
  return { ...local, ask, state };
}

test('[operation.created.201] a PUT is 201 with the address of its operation and what was sent, accepted', async () => {
  const { ask, azure } = calls();
  const [identity] = azure.state.managedIdentities.values();
  const { status, headers, body } = await ask('PUT', domain, customers);
  expect(status).toBe(201);
  expect(headers.etag).toMatch(/^"00000000-0000-0700-0000-[0-9a-f]{8}0000"$/);
  const by = identity?.clientId;
  const at = '2026-01-01T00:00:00.0000000Z';
  expect(body).toEqual({
    id: domain,
    name: 'new.example.com',
    type: 'microsoft.communication/emailservices/domains',
    location: 'Global',
    systemData: {
      createdBy: by,
      createdByType: 'ManagedIdentity',
      createdAt: at,
      lastModifiedBy: by,
      lastModifiedByType: 'ManagedIdentity',
      lastModifiedAt: at,
    },
    properties: { domainManagement: 'CustomerManaged', provisioningState: 'Accepted' },
  });
});

test('[operation.created.201] a PUT over what is there is 201, too', async () => {
  const { ask, clock, state } = calls();
  await ask('PUT', made, service);
  clock.advance(12_000);
  const updated = await ask('PUT', made, { ...service, tags: { team: 'mail' } });
  expect(updated).toMatchObject({
    status: 201,
    body: { tags: { team: 'mail' }, properties: { provisioningState: 'Accepted' } },
  });
  expect(await state(made)).toMatchObject({ provisioningState: 'Updating' });
  const { systemData } = updated.body;
  expect(systemData).toMatchObject({
    createdAt: '2026-01-01T00:00:00.0000000Z',
    lastModifiedAt: '2026-01-01T00:00:12.0000000Z',
  });
});

test('[operation.address] in 2020 a plain address outside any subscription', async () => {
  const { ask, clock } = calls('2020-08-20-preview');
  const address = (await ask('PUT', made, service)).headers['azure-asyncoperation'] ?? '';
  expect(address).toMatch(
    /^https:\/\/management\.azure\.com\/providers\/Microsoft\.Communication\/locations\/WESTUS2\/operationStatuses\/[0-9a-f-]{36}\?api-version=2020-08-20-preview$/,
  );
  clock.advance(12_000);
  expect((await ask('GET', address)).body).toMatchObject({ status: 'Succeeded', resourceId: made });
});

test('[operation.address] later a signed one in the subscription, good only as it is', async () => {
  const { ask } = calls();
  const address = (await ask('PUT', made, service)).headers['azure-asyncoperation'] ?? '';
  const url = new URL(address);
  expect(url.pathname).toMatch(
    new RegExp(
      `^${subscription}/providers/Microsoft.Communication/locations/WESTUS2/operationStatuses/[0-9a-f-]{36}\\*[0-9A-F]{64}$`,
    ),
  );
  expect([...url.searchParams.keys()]).toEqual(['api-version', 't', 'c', 's', 'h']);
  expect(url.searchParams.get('t')).toBe('639028224000000000');
  expect((await ask('GET', address)).status).toBe(200);
  for (const name of ['api-version', 't', 'c', 's', 'h']) {
    const changed = new URL(address);
    changed.searchParams.set(name, name === 'api-version' ? '2026-03-18' : 'other');
    expect([name, (await ask('GET', changed.href)).status]).toEqual([name, 400]);
  }
  expect((await ask('GET', address.replace(subscription, ''))).status).toBe(404);
  expect((await ask('GET', address.replace(/[0-9a-f-]{36}\*/, '*'))).status).toBe(404);
});

test('[operation.status] accepted, then succeeded with its times', async () => {
  const { ask, clock } = calls();
  const address = (await ask('PUT', domain, customers)).headers['azure-asyncoperation'] ?? '';
  const { pathname } = new URL(address);
  const begun = {
    id: pathname,
    name: pathname.split('/').at(-1),
    resourceId: domain,
    startTime: '2026-01-01T00:00:00.0000000Z',
  };
  clock.advance(11_999);
  expect(await ask('GET', address)).toMatchObject({ status: 200, body: { ...begun, status: 'Accepted' } });
  expect((await ask('GET', address)).body).not.toHaveProperty('endTime');
  clock.advance(1);
  expect((await ask('GET', address)).body).toEqual({
    ...begun,
    status: 'Succeeded',
    endTime: '2026-01-01T00:00:12.0000000Z',
    percentComplete: 100,
    properties: null,
  });
});

test('[operation.accepted.202] a DELETE is null with two addresses, each polled with 202 until the end', async () => {
  const { ask, clock } = calls();
  const { status, headers, body } = await ask('DELETE', mailService);
  expect([status, body]).toEqual([202, null]);
  const address = headers['azure-asyncoperation'] ?? '';
  expect(headers.location).toContain('/operationStatuses/');
  const polled = await ask('GET', address);
  expect(polled).toMatchObject({ status: 202, body: { status: 'Accepted' } });
  clock.advance(12_000);
  // The address that a poll handed out is as good.
  expect(await ask('GET', polled.headers.location ?? '')).toMatchObject({
    status: 200,
    body: { status: 'Succeeded', percentComplete: 100, properties: null },
  });
  expect((await ask('GET', mailService)).status).toBe(404);
  expect((await ask('DELETE', mailService)).status).toBe(204);
});

test('[operation.status] in 2020 a DELETE has only location, and ends as Deleted', async () => {
  const { ask, clock } = calls('2020-08-20-preview');
  const { headers } = await ask('DELETE', mailService);
  expect(headers['azure-asyncoperation']).toBeUndefined();
  clock.advance(12_000);
  const ended = (await ask('GET', headers.location ?? '')).body;
  expect(ended.status).toBe('Deleted');
  expect(ended).not.toHaveProperty('properties');
});

test('[operation.provisioningState] reads say what is going on', async () => {
  const { ask, clock, state } = calls();
  await ask('PUT', domain, customers);
  expect(await state(domain)).toEqual({ provisioningState: 'Creating', domainManagement: 'CustomerManaged' });
  clock.advance(12_000);
  expect(await state(domain)).toMatchObject({ provisioningState: 'Succeeded', dataLocation: 'Europe' });
  await ask('DELETE', domain);
  expect(await state(domain)).toMatchObject({ provisioningState: 'Deleting' });
  clock.advance(12_000);
  expect((await ask('GET', domain)).status).toBe(404);
});

test('[operation.notReady.409] what is being made takes no write, no child and no link', async () => {
  const { ask, clock } = calls();
  const refused = async (method: string, path: string, body: unknown) => {
    const answer = await ask(method, path, body);
    return `${answer.status} ${(answer.body?.error as { code?: string } | undefined)?.code ?? ''}`;
  };
  const fresh = `${provider}/emailServices/fresh`;
  const username = { properties: { username: 'u', entraApplicationId: 'a', tenantId } };
  const azures = { location: 'global', properties: { domainManagement: 'AzureManaged' } };
  const link = { properties: { linkedDomains: [`${fresh}/domains/AzureManagedDomain`] } };
  await ask('PUT', made, service);
  await ask('PUT', fresh, service);
  await ask('PUT', domain, customers);
  for (const [method, path, body] of [
    ['PUT', made, service],
    ['PATCH', made, { tags: {} }],
    ['DELETE', made, undefined],
    ['PUT', `${made}/smtpUsernames/one`, username],
    ['PUT', fresh, service],
    ['DELETE', fresh, undefined],
    ['PUT', `${fresh}/domains/AzureManagedDomain`, azures],
    ['POST', `${domain}/initiateVerification`, { verificationType: 'Domain' }],
  ] as const)
    expect([method, path, await refused(method, path, body)]).toEqual([method, path, '409 Conflict']);
  clock.advance(12_000);
  await ask('PUT', `${fresh}/domains/AzureManagedDomain`, azures);
  expect((await ask('PATCH', made, link)).status).toBe(400);
  clock.advance(12_000);
  expect((await ask('PATCH', made, link)).status).toBe(200);
  expect((await ask('PUT', `${made}/smtpUsernames/one`, username)).status).toBe(200);
});

test('[operation.headers] reads of what has a location carry fewer headers than writes', async () => {
  const { ask } = calls();
  const hub = (headers: Record<string, string>) =>
    [
      'x-ms-providerhub-traffic',
      'x-ms-operation-identifier',
      'mise-correlation-id',
      'ms-cv',
      'request-context',
    ].filter((name) => name in headers);
  const put = await ask('PUT', made, service);
  expect(hub(put.headers)).toHaveLength(5);
  expect(hub((await ask('GET', made)).headers)).toEqual(['x-ms-providerhub-traffic']);
  const status = await ask('GET', put.headers['azure-asyncoperation'] ?? '');
  expect(hub(status.headers)).toEqual(['x-ms-operation-identifier']);
  expect(hub((await ask('GET', `${mailService}/smtpUsernames`)).headers)).toHaveLength(5);
});

test('[operation.notReady.409] a domain that is being deleted is not linked any more', async () => {
  const { ask } = calls();
  const going = `${email}/domains/other.example.com`;
  expect((await ask('DELETE', going)).status).toBe(202);
  const link = { properties: { linkedDomains: [going] } };
  expect((await ask('PATCH', mailService, link)).status).toBe(400);
});

/** The SDK, for which each request takes two seconds: its pollers come to the end, and nobody sleeps. */
function sdk() {
  const local = arm({ delays });
  const httpClient: HttpClient = {
    sendRequest: (request) => {
      local.clock.advance(2_000);
      return local.httpClient.sendRequest(request);
    },
  };
  const client = new CommunicationServiceManagementClient(local.credential('operator'), subscriptionId, {
    httpClient,
  });
  return { ...local, client, started: local.clock.now() };
}
const atOnce = { updateIntervalInMs: 0 };

test('[operation.created.201] [operation.accepted.202] the pollers of the SDK come to the end', async () => {
  const { client, clock, started } = sdk();
  const { communicationServices, emailServices, domains } = client;
  const mail = await emailServices.beginCreateOrUpdateAndWait(
    'rg-mail',
    'fresh',
    { location: 'global', dataLocation: 'Europe' },
    atOnce,
  );
  expect(mail.provisioningState).toBe('Succeeded');
  expect(clock.now() - started).toBeGreaterThanOrEqual(12_000);
  const managed = await domains.beginCreateOrUpdateAndWait(
    'rg-mail',
    'fresh',
    'AzureManagedDomain',
    { location: 'global', domainManagement: 'AzureManaged' },
    atOnce,
  );
  expect(managed.verificationStates?.domain?.status).toBe('Verified');
  const parameters = { location: 'global', dataLocation: 'Europe', linkedDomains: [managed.id ?? ''] };
  const written = await communicationServices.beginCreateOrUpdateAndWait(
    'rg-mail',
    'made',
    parameters,
    atOnce,
  );
  expect(written).toMatchObject({ provisioningState: 'Succeeded', linkedDomains: [managed.id] });

  await communicationServices.beginDeleteAndWait('rg-mail', 'made', atOnce);
  await domains.beginDeleteAndWait('rg-mail', 'fresh', 'AzureManagedDomain', atOnce);
  await emailServices.beginDeleteAndWait('rg-mail', 'fresh', atOnce);
  await expect(communicationServices.get('rg-mail', 'made')).rejects.toMatchObject({ statusCode: 404 });
  await expect(emailServices.get('rg-mail', 'fresh')).rejects.toMatchObject({ statusCode: 404 });
});

test('[emailDomain.verification] the SDK starts a verification and sees it in progress', async () => {
  const { client } = sdk();
  const where = ['rg-mail', 'email', 'unverified.example.com'] as const;
  const verify = { verificationType: 'Domain' };
  await client.domains.beginInitiateVerificationAndWait(...where, verify, atOnce);
  const status = async () => (await client.domains.get(...where)).verificationStates?.domain?.status;
  expect(await status()).toBe('VerificationInProgress');
  await client.domains.beginCancelVerificationAndWait(...where, verify, atOnce);
  expect(await status()).toBe('NotStarted');
});
