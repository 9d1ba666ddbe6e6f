import { expect, test } from 'vitest';
import { arm } from './armCalls.ts';

type Operation = { name: string; isDataAction: boolean };
type Provider = {
  name: string;
  operations: Operation[];
  resourceTypes: { name: string; operations: Operation[] }[];
};

const all = '/providers/Microsoft.Authorization/providerOperations';

/** What anybody gets, as this caller has no role at all. */
async function read(path: string): Promise<unknown> {
  return (await arm().ask('GET', path, { as: 'Stranger' })).body;
}

test('[arm.providerOperations] what a custom role may name', async () => {
  const expanded = (await read(`${all}/Microsoft.Communication?$expand=resourceTypes`)) as Provider;
  expect(expanded.operations.map(({ name }) => name)).toContain('Microsoft.Communication/register/action');
  const services = expanded.resourceTypes.find(({ name }) => name === 'CommunicationServices');
  expect(services?.operations.map(({ name }) => name)).toEqual([
    'Microsoft.Communication/CommunicationServices/Read',
    'Microsoft.Communication/CommunicationServices/Write',
    'Microsoft.Communication/CommunicationServices/Delete',
    'Microsoft.Communication/CommunicationServices/ListKeys/action',
    'Microsoft.Communication/CommunicationServices/RegenerateKey/action',
    'Microsoft.Communication/CommunicationServices/LinkNotificationHub/action',
  ]);
  expect(JSON.stringify(expanded)).not.toMatch(/smtpUsernames/i);
});

test.each(['', '?$expand=resourceTypes'])(
  '[arm.providerOperations.list] all of them at once, each as it is alone: %s',
  async (query) => {
    const { value } = (await read(`${all}${query}`)) as { value: Provider[] };
    expect(value.map(({ name }) => name)).toContain('Microsoft.Communication');
    for (const each of value) expect(await read(`${all}/${each.name}${query}`)).toEqual(each);
  },
);

test('[arm.providerOperations.part] each operation once, under its provider, of the right kind', async () => {
  const { value } = (await read(all)) as { value: Provider[] };
  const operations = value.flatMap((each) => each.operations);
  const names = operations.map(({ name }) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
  for (const each of value)
    for (const { name } of each.operations) expect(name.startsWith(`${each.name}/`)).toBe(true);
  expect(operations.filter(({ name }) => !/\/(read|write|delete|action)$/i.test(name))).toEqual([]);
  const kindOf = Object.fromEntries(operations.map(({ name, isDataAction }) => [name, isDataAction]));
  expect(kindOf).toMatchObject({
    'Microsoft.Authorization/roleAssignments/write': false,
    'Microsoft.Authorization/elevateAccess/action': false,
    'Microsoft.Storage/storageAccounts/listkeys/action': false,
    'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read': true,
    'Microsoft.KeyVault/vaults/secrets/read': false,
    'Microsoft.KeyVault/vaults/secrets/getSecret/action': true,
    'Microsoft.EventGrid/events/send/action': true,
  });
  expect((await arm().ask('GET', `${all}/Microsoft.Sql`)).status).toBe(501);
});
