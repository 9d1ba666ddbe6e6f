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

test('a secret is as old, and lasts as long, as the estate says', () => {
  const clock = new ManualClock();
  const text = 'some-local-secret';
  const given = [
    { text },
    { text, ageInDays: 10 },
    { text, ageInDays: 400, endsInDays: -35 },
    { text, start: '2024-02-03T04:05:06Z', end: '2027-02-03T04:05:06Z' },
  ];
  const world = mailWorld({ applications: [{ name: 'Old', secrets: given }], groups: [], assignments: [] });
  const [application] = loadWorld(world, clock).applications.values();
  const times = (application?.secrets ?? []).map(({ startDateTime, endDateTime }) => [
    startDateTime.slice(0, 10),
    endDateTime.slice(0, 10),
  ]);
  expect(times).toEqual([
    ['2025-12-02', '2027-12-02'],
    ['2025-12-22', '2027-12-22'],
    ['2024-11-27', '2025-11-27'],
    ['2024-02-03', '2027-02-03'],
  ]);
});

test.each([
  [{ start: '2025-06-01T00:00:00Z', ageInDays: 1 }, /start or ageInDays/],
  [{ end: '2025-06-01T00:00:00Z', endsInDays: 1 }, /end or endsInDays/],
])('a secret with two answers to one question is a problem: %o', (times, problem) => {
  const secrets = [{ text: 'some-local-secret', ...times }];
  const world = mailWorld({ applications: [{ name: 'Old', secrets }] });
  expect(() => loadWorld(world, new ManualClock())).toThrow(problem);
});
