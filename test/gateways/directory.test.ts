import { describe, expect, it } from 'vitest';
import { localGateways } from './localGateways.ts';
import type { LocalGateways } from './localGateways.ts';

const nobody = '5d1c3f5e-0000-4000-8000-00000000000c';
const select = '?$select=id,appId,displayName,tags,passwordCredentials';
const tenantId = '8b1f5e0c-3d7a-4c59-9e42-6f0a1b2c3d4e';

function sample({ azure }: LocalGateways, displayName: string) {
  const found = [...azure.state.applications.values()].find((one) => one.displayName === displayName);
  return found ?? expect.fail(`There is no ${displayName}.`);
}

/** Registers an application of this name, as anyone in the tenant may. */
async function register({ send }: LocalGateways, displayName: string): Promise<void> {
  const url = 'https://graph.microsoft.com/v1.0/applications';
  const { status } = await send({ method: 'POST', url, body: { displayName }, as: 'Contoso Build Pipeline' });
  expect(status).toBe(201);
}

describe('an application', () => {
  it('is read by either id, with tags and secrets, and no more is asked for', async () => {
    const local = localGateways();
    const { appId, objectId, secrets } = sample(local, 'Invoice Service');
    const expected = {
      appId,
      objectId,
      displayName: 'Invoice Service',
      tags: ['finance'],
      secrets: secrets.map(({ keyId, endDateTime }) => ({ keyId, endDateTime })),
    };
    expect(await local.directory.application({ appId })).toEqual(expected);
    expect(await local.directory.application({ objectId })).toEqual(expected);
    expect(local.gets().map((target) => target.slice(target.indexOf('?')))).toEqual([select, select]);
  });

  it('that is not there is undefined', async () => {
    const { directory } = localGateways();
    expect(await directory.application({ appId: nobody })).toBeUndefined();
    expect(await directory.application({ objectId: nobody })).toBeUndefined();
  });

  it('is refused to whoever may not read it', async () => {
    const { directory } = localGateways().as('Parking Gate');
    await expect(directory.application({ appId: nobody })).rejects.toMatchObject({
      name: 'AzureError',
      status: 403,
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    });
  });
});

describe('a deleted application', () => {
  it('is found by its object id, as long as it is deleted', async () => {
    const { azure, directory } = localGateways();
    const found = [...azure.state.applications.values()][0] ?? expect.fail();
    const { objectId, appId, displayName } = found;
    expect(await directory.deletedApplication(objectId)).toBeUndefined();
    found.deletedAt = azure.clock.now();
    expect(await directory.deletedApplication(objectId)).toEqual({ appId, displayName });
    expect(await directory.deletedApplication(nobody)).toBeUndefined();
  });
});

describe('applications by name', () => {
  it('are all of that name', async () => {
    const { directory } = localGateways();
    expect(await directory.applicationsNamed('Reporting')).toHaveLength(2);
    expect(await directory.applicationsNamed('Nobody')).toEqual([]);
  });

  it.each([
    "O'Brien",
    "x' or displayName eq 'Reporting",
    "' or startswith(displayName,'R')&$top=1#",
    '100 % + 1 = 101 & more/less?',
    'Größe 📧',
  ])('keep to the name %s', async (displayName) => {
    const local = localGateways();
    expect(await local.directory.applicationsNamed(displayName)).toEqual([]);
    await register(local, displayName);
    expect(await local.directory.applicationsNamed(displayName)).toMatchObject([{ displayName }]);
  });

  it('tell names apart that differ in case, which Graph does not', async () => {
    const local = localGateways();
    await register(local, 'INVOICE SERVICE');
    expect(await local.directory.applicationsNamed('Invoice Service')).toMatchObject([
      { displayName: 'Invoice Service' },
    ]);
  });

  it('come from every page', async () => {
    const local = localGateways();
    for (let count = 0; count < 120; count++) await register(local, 'Crowd');
    expect(await local.directory.applicationsNamed('Crowd')).toHaveLength(120);
    expect(local.gets()).toEqual([
      expect.not.stringContaining('skiptoken'),
      expect.stringContaining('skiptoken'),
    ]);
  });
});

describe('a service principal', () => {
  it.each([
    ['Invoice Service', true],
    ['Old Intranet', false],
  ])('of %s is read by either id', async (displayName, enabled) => {
    const local = localGateways();
    const { appId } = sample(local, displayName);
    const found = await local.directory.servicePrincipal({ appId });
    expect(found).toMatchObject({ appId, displayName, enabled, tenantId });
    expect(await local.directory.servicePrincipal({ objectId: found?.objectId ?? '' })).toEqual(found);
  });

  it('that is not there is undefined, be it that the application has none', async () => {
    const local = localGateways();
    const { appId, objectId } = sample(local, 'HR Portal');
    expect(await local.directory.servicePrincipal({ appId })).toBeUndefined();
    // The application's own object id: what people take for it.
    expect(await local.directory.servicePrincipal({ objectId })).toBeUndefined();
  });
});
