import { expect, test } from 'vitest';
import { arm, assignment, assignmentPath, definition, definitionPath } from './armCalls.ts';
import { group, guid, mailService, readerRole, tenantId } from './mailWorld.ts';
import { misfits, typesAreThere } from './publishedTypes.ts';

const email = `${group}/providers/Microsoft.Communication/emailServices/email`;
const username = { properties: { username: 'sender', entraApplicationId: guid(1), tenantId } };
const inEurope = { dataLocation: 'Europe' };
const located = (properties: object) => ({ location: 'Global', tags: { team: 'mail' }, properties });

test.skipIf(!typesAreThere).each([
  ['Microsoft.Authorization/roleDefinitions', definitionPath(guid(1)), definition()],
  ['Microsoft.Authorization/roleAssignments', assignmentPath(guid(1)), assignment(readerRole)],
  [
    'Microsoft.Communication/communicationServices/smtpUsernames',
    `${mailService}/smtpUsernames/one`,
    username,
  ],
  ['Microsoft.Communication/communicationServices', mailService.replace(/acs$/, 'made'), located(inEurope)],
  ['Microsoft.Communication/emailServices', email, located(inEurope)],
  [
    'Microsoft.Communication/emailServices/domains',
    `${email}/domains/new.example.com`,
    located({ domainManagement: 'CustomerManaged' }),
  ],
])('what is written and read of %s fits its published type', async (type, path, body) => {
  const { ask } = arm();
  const written = await ask('PUT', path, { body });
  expect(misfits(type, written.body)).toEqual([]);
  const read = (await ask('GET', path)).body;
  // Recorded: reads of SMTP usernames leave out the provider.
  const provider = /^microsoft\./i.test(read.type) ? '' : 'Microsoft.Communication/';
  expect(misfits(type, { ...read, type: `${provider}${read.type}` })).toEqual([]);
});

test.skipIf(!typesAreThere).each([
  ['Microsoft.Communication/communicationServices', mailService],
  ['Microsoft.Communication/emailServices', email],
  ['Microsoft.Communication/emailServices/domains', `${email}/domains/mail.example.com`],
])('what is read of %s fits its published type', async (type, path) => {
  expect(misfits(type, (await arm().ask('GET', path)).body)).toEqual([]);
});

test.skipIf(!typesAreThere)('and the check finds what does not fit', async () => {
  const { body } = await arm().ask('GET', mailService);
  const type = 'Microsoft.Communication/communicationServices';
  expect(misfits(type, { ...body, location: undefined })).toEqual([`${type}.location is missing`]);
  expect(misfits(type, { ...body, owner: 'x' })).toEqual([`${type}.owner is not known`]);
  expect(misfits(type, { ...body, tags: 7 })).toHaveLength(1);
});
