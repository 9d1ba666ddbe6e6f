import { expect, test } from 'vitest';
import { loadWorld } from '../../../../dev/azure/world.ts';
import type { World } from '../../../../dev/azure/world.ts';
import { ManualClock } from '../../../../dev/clock.ts';
import { testAzure } from '../../../support/localAzure.ts';
import { guid, mailWorld, subscriptionId, tenantId } from '../arm/mailWorld.ts';

type Username = { name: string; username: string; application?: string; clientId?: string };

const partner = { name: 'Partner', homeTenant: guid(1), appId: guid(2), objectId: guid(3) };

function withUsernames(...smtpUsernames: Username[]): World {
  return mailWorld({
    subscriptions: [
      {
        id: subscriptionId,
        name: 'Production',
        resourceGroups: [{ name: 'rg-mail', communicationServices: [{ name: 'acs', smtpUsernames }] }],
      },
    ],
    foreignServicePrincipals: [partner],
  });
}

function clientIds(...usernames: Username[]): string[] {
  const { smtpUsernames } = loadWorld(withUsernames(...usernames), new ManualClock());
  return [...smtpUsernames.values()].map(({ entraApplicationId }) => entraApplicationId);
}

test('an SMTP username may be of an application that is gone, of a foreign one, or of a managed identity', () => {
  const state = loadWorld(withUsernames(), new ManualClock());
  const [identity] = state.managedIdentities.values();
  expect(
    clientIds(
      { name: 'gone-smtp', username: 'gone', clientId: guid(9) },
      { name: 'partner-smtp', username: 'partner', application: 'Partner' },
      { name: 'identity-smtp', username: 'identity', application: 'operator' },
    ),
  ).toEqual([guid(9), partner.appId, identity?.clientId]);
});

test.each<[string, Partial<Username>, RegExp]>([
  ['nobody', {}, /names its application/],
  ['two', { application: 'Sender', clientId: guid(9) }, /names its application/],
  ['one that does not exist', { application: 'Ghost' }, /'Ghost', of which there are 0/],
])('an SMTP username that names %s is a problem', (_what, more, problem) => {
  expect(() => clientIds({ name: 'one-smtp', username: 'one', ...more })).toThrow(problem);
});

test('a foreign application has a service principal here, and its registration elsewhere', async () => {
  const { send } = testAzure({
    world: {
      ...withUsernames(),
      managedIdentities: [{ name: 'reader', graphPermissions: ['Application.Read.All'] }],
      assignments: [],
    },
  });
  const ask = (path: string) => send({ method: 'GET', url: `/v1.0/${path}`, as: 'reader' });
  expect((await ask(`servicePrincipals(appId='${partner.appId}')`)).body).toMatchObject({
    id: partner.objectId,
    displayName: 'Partner',
    appOwnerOrganizationId: partner.homeTenant,
  });
  expect((await ask(`applications(appId='${partner.appId}')`)).status).toBe(404);
});

test('what is at home in the tenant is no foreign service principal', () => {
  const world = mailWorld({ foreignServicePrincipals: [{ ...partner, homeTenant: tenantId }] });
  expect(() => loadWorld(world, new ManualClock())).toThrow(/'Partner' is at home in this tenant/);
});

test('every secret has a key id of its own', () => {
  const secrets = ['first-secret', 'second-secret'].map((text) => ({ text }));
  const world = mailWorld({
    applications: [
      { name: 'Twin', secrets },
      { name: 'Twin', secrets },
    ],
    groups: [],
  });
  const { applications } = loadWorld(world, new ManualClock());
  const keyIds = [...applications.values()].flatMap((each) => each.secrets.map(({ keyId }) => keyId));
  expect(new Set(keyIds).size).toBe(4);
});
