import { expect, test } from 'vitest';
import type { World } from '../../../../dev/azure/world.ts';
import contoso from '../../../../dev/worlds/contoso.json' with { type: 'json' };
import { graph, pipeline } from './graphCalls.ts';

const sample = contoso as World;
const credential = {
  name: 'build',
  issuer: 'https://token.actions.example',
  subject: 'repo:contoso/mailer',
};

/** Applications that sign in without a secret, and one that may read the whole directory. */
function withCredentials() {
  return graph({
    world: {
      ...sample,
      applications: [
        { name: 'Certified', certificates: [{ displayName: 'CN=mail', end: '2027-01-01T00:00:00Z' }] },
        { name: 'Federated', federatedCredentials: [credential] },
        { name: 'Directory Reader', graphPermissions: ['Directory.Read.All'] },
        ...(sample.applications ?? []),
      ],
    },
  });
}

test('[application.keyCredentials] certificates come along without their keys, unless keys are asked for', async () => {
  const { ask, application } = withCredentials();
  const path = `/applications/${application('Certified').objectId}`;
  expect((await ask('GET', path)).body.keyCredentials).toMatchObject([
    { displayName: 'CN=mail', endDateTime: '2027-01-01T00:00:00Z', key: null, type: 'AsymmetricX509Cert' },
  ]);
  expect((await ask('GET', `${path}?$select=id,keyCredentials`)).status).toBe(501);
});

test('[application.federatedCredentials] are listed by either id, not to who reads the directory alone', async () => {
  const { ask, application } = withCredentials();
  const { objectId, appId } = application('Federated');
  for (const path of [`/applications/${objectId}`, `/applications(appId='${appId}')`]) {
    const read = await ask('GET', `${path}/federatedIdentityCredentials`);
    expect(read.body.value).toMatchObject([credential]);
  }
  const none = `/applications/${application('Certified').objectId}/federatedIdentityCredentials`;
  expect((await ask('GET', none)).body.value).toEqual([]);
  const path = `/applications/${objectId}/federatedIdentityCredentials`;
  expect((await ask('GET', path, { as: 'Directory Reader' })).status).toBe(403);
  expect((await ask('GET', path, pipeline)).status).toBe(200);
});
