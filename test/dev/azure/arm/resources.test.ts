import { expect, test } from 'vitest';
import { arm, assignment, assignmentPath } from './armCalls.ts';
import { group, guid, mailService, readerRole, subscription, tenantId } from './mailWorld.ts';

const provider = `${group}/providers/Microsoft.Communication`;
const made = `${provider}/communicationServices/made`;
const email = `${provider}/emailServices/email`;
const inEurope = { dataLocation: 'Europe' };
const service = { location: 'global', properties: inEurope };
const domainBody = (domainManagement: string) => ({ location: 'global', properties: { domainManagement } });

test.each([
  [made, { properties: inEurope }, '400 LocationRequired'],
  [made, { location: 'westeurope', properties: inEurope }, '400 LocationNotAvailableForResourceType'],
  [email, { location: 'westeurope', properties: inEurope }, '400 LocationNotAvailableForResourceType'],
  [
    `${email}/domains/x.example.com`,
    { properties: { domainManagement: 'CustomerManaged' } },
    '400 LocationRequired',
  ],
])('[communication.location.400] %s with %j', async (path, body, refusal) => {
  expect((await arm().ask('PUT', path, { body })).refusal).toBe(refusal);
});

test.each([
  [made, 'Mars'],
  [mailService, 'United States'],
  [email, 'United States'],
])('[communication.dataLocation.400] %s in %s', async (path, dataLocation) => {
  const body = { location: 'global', properties: { dataLocation } };
  expect((await arm().ask('PUT', path, { body })).refusal).toBe('400 BadRequest');
});

test('what is no name, has no group, or names what is not kept', async () => {
  const { ask } = arm();
  const put = async (path: string, body: unknown = service) => (await ask('PUT', path, { body })).refusal;
  expect(await put(`${provider}/communicationServices/a.b`)).toBe('400 BadRequest');
  expect(await put(made.replace('rg-mail', 'none'))).toBe('404 ResourceGroupNotFound');
  expect(await put(made, { location: 'global' })).toBe('400 InvalidRequestContent');
  expect(await put(made, { ...service, identity: { type: 'SystemAssigned' } })).toBe('501 NotImplemented');
  const closed = { ...inEurope, publicNetworkAccess: 'Disabled' };
  expect(await put(made, { ...service, properties: closed })).toBe('501 NotImplemented');
});

test('[communicationService.name.409] a name is taken for all of Azure', async () => {
  const { ask } = arm();
  const elsewhere = mailService.replace('rg-mail', 'rg-other').replace(/acs$/, 'ACS');
  expect((await ask('PUT', elsewhere, { body: service })).refusal).toBe('409 NameReservationTaken');
});

test('[communicationService.nameAvailability] free, taken or no name at all', async () => {
  const { ask } = arm();
  const path = `${subscription}/providers/Microsoft.Communication/checkNameAvailability`;
  const type = 'Microsoft.Communication/CommunicationServices';
  const check = async (name: string) => (await ask('POST', path, { body: { name, type } })).body;
  expect(await check('made')).toEqual({ nameAvailable: true });
  expect(await check('ACS')).toMatchObject({ nameAvailable: false, reason: 'AlreadyExists' });
  expect(await check('a.b')).toMatchObject({ nameAvailable: false, reason: 'Invalid' });
  expect((await ask('POST', path, { body: { name: 'a', type: 'x' } })).refusal).toBe('501 NotImplemented');
  expect((await ask('POST', path, { as: 'Sender', body: { name: 'a', type } })).status).toBe(403);
});

test('[communicationService.link.400] a PUT links no unverified domain either', async () => {
  const linkedDomains = [`${email}/domains/unverified.example.com`];
  const body = { ...service, properties: { ...inEurope, linkedDomains } };
  const { ask } = arm();
  expect((await ask('PUT', made, { body })).refusal).toBe('400 DomainValidationError');
  expect((await ask('GET', made)).status).toBe(404);
});

test('[operation.deletes] usernames and roles go with their communication service', async () => {
  const { ask } = arm();
  const username = { properties: { username: 'u', entraApplicationId: 'a', tenantId } };
  await ask('PUT', `${mailService}/smtpUsernames/one`, { body: username });
  await ask('PUT', assignmentPath(guid(1), mailService), { body: assignment(readerRole) });
  expect((await ask('DELETE', mailService)).status).toBe(202);
  expect((await ask('PUT', mailService, { body: service })).status).toBe(201);
  expect((await ask('GET', `${mailService}/smtpUsernames`)).body.value).toEqual([]);
  expect((await ask('GET', assignmentPath(guid(1), mailService))).status).toBe(404);
});

test('[emailService.nested.409] an email service with domains stays', async () => {
  const { ask } = arm();
  const refused = await ask('DELETE', email);
  expect(refused.refusal).toBe('409 CannotDeleteResource');
  expect(refused.body.error.message).toContain(`'${email}/domains/AzureManagedDomain, `);
});

test('[emailDomain.linked.409] a linked domain stays until it is unlinked', async () => {
  const { ask } = arm();
  const domain = `${email}/domains/mail.example.com`;
  expect((await ask('DELETE', domain)).refusal).toBe('409 Conflict');
  await ask('PATCH', mailService, { body: { properties: { linkedDomains: [] } } });
  expect((await ask('DELETE', domain)).status).toBe(202);
});

test('[emailDomain.parent.404] a domain needs its email service', async () => {
  const path = `${provider}/emailServices/none/domains/x.example.com`;
  const refused = await arm().ask('PUT', path, { body: domainBody('CustomerManaged') });
  expect(refused.body.error).toEqual({
    code: 'ParentResourceNotFound',
    message: `Failed to perform 'write' on resource(s) of type 'emailServices/domains', because the parent resource '${provider}/emailServices/none' could not be found.`,
  });
});

test.each([
  ['mine', 'AzureManaged', '400 BadRequest'],
  ['AzureManagedDomain', 'CustomerManaged', '400 BadRequest'],
  ['no domain', 'CustomerManaged', '400 BadRequest'],
  ['mail.example.com', 'AzureManaged', '400 BadRequest'],
  ['x.example.com', 'Nobody', '400 InvalidRequestContent'],
  ['x.example.com', 'CustomerManagedInExchangeOnline', '501 NotImplemented'],
])('[emailDomain.name.400] %s as %s', async (name, management, refusal) => {
  const path = `${email}/domains/${encodeURIComponent(name)}`;
  expect((await arm().ask('PUT', path, { body: domainBody(management) })).refusal).toBe(refusal);
});

test("[emailDomain.managed] Azure's own domain is verified once it is there, and a customer's is not", async () => {
  const { ask, clock } = arm({ delays: { resourceOperation: 1_000 } });
  const fresh = `${provider}/emailServices/fresh`;
  const states = async (name: string) =>
    (await ask('GET', `${fresh}/domains/${name}`)).body.properties.verificationStates;
  await ask('PUT', fresh, { body: service });
  clock.advance(1_000);
  await ask('PUT', `${fresh}/domains/AzureManagedDomain`, { body: domainBody('AzureManaged') });
  await ask('PUT', `${fresh}/domains/x.example.com`, { body: domainBody('CustomerManaged') });
  expect(await states('AzureManagedDomain')).toBeUndefined();
  clock.advance(1_000);
  expect(await states('AzureManagedDomain')).toMatchObject({ Domain: { status: 'Verified' } });
  expect(await states('x.example.com')).toMatchObject({ Domain: { status: 'NotStarted' } });
});

test('[emailDomain.records] what the owner of a domain is to put into the DNS', async () => {
  const { ask } = arm();
  const { properties } = (await ask('GET', `${email}/domains/unverified.example.com`)).body;
  expect(properties.verificationRecords).toMatchObject({
    Domain: { type: 'TXT', name: 'unverified.example.com', ttl: 3600 },
    SPF: { type: 'TXT', value: 'v=spf1 include:spf.protection.outlook.com -all' },
    DKIM: { type: 'CNAME', name: 'selector1-azurecomm-prod-net._domainkey' },
    DKIM2: { type: 'CNAME', value: 'selector2-azurecomm-prod-net._domainkey.azurecomm.net' },
  });
  const azures = (await ask('GET', `${email}/domains/AzureManagedDomain`)).body.properties;
  expect(azures).not.toHaveProperty('verificationRecords');
});

const unverified = `${email}/domains/unverified.example.com`;

test.each([
  ['SPF', unverified, 'initiateVerification'],
  ['Domain', `${email}/domains/AzureManagedDomain`, 'initiateVerification'],
  ['Domain', `${email}/domains/mail.example.com`, 'initiateVerification'],
  ['Domain', unverified, 'cancelVerification'],
])('[emailDomain.verification] of %s of %s: %s is refused', async (verificationType, path, action) => {
  const { ask } = arm();
  expect((await ask('POST', `${path}/${action}`, { body: { verificationType } })).refusal).toBe(
    '400 BadRequest',
  );
});

test('[emailDomain.verification.cancel] a verification in progress can be called off', async () => {
  const { ask, clock } = arm({ delays: { resourceOperation: 1_000 } });
  const status = async () =>
    (await ask('GET', unverified)).body.properties.verificationStates as { Domain: { status: string } };
  const body = { verificationType: 'Domain' };
  expect((await ask('POST', `${unverified}/initiateVerification`, { body })).status).toBe(202);
  expect((await status()).Domain.status).toBe('VerificationRequested');
  clock.advance(1_000);
  expect((await status()).Domain.status).toBe('VerificationInProgress');
  await ask('POST', `${unverified}/cancelVerification`, { body });
  expect((await status()).Domain.status).toBe('CancellationRequested');
  clock.advance(1_000);
  expect((await status()).Domain.status).toBe('NotStarted');
});
