import { expect, test } from 'vitest';
import { loadWorld } from '../../../dev/azure/world.ts';
import type { World } from '../../../dev/azure/world.ts';
import { ManualClock } from '../../../dev/clock.ts';
import contoso from '../../../dev/worlds/contoso.json' with { type: 'json' };
import fabrikam from '../../../dev/worlds/fabrikam.json' with { type: 'json' };
import { senderRole } from '../../../src/domain/senderRole.ts';
import { testAzure } from '../../support/localAzure.ts';

const clock = new ManualClock();
const tenant = { id: '11111111-1111-4111-8111-111111111111', name: 'Tiny' };
const subscription = { id: '22222222-2222-4222-8222-222222222222', name: 'Only' };

test('the sample estate loads, with the same ids on every run', () => {
  const one = loadWorld(contoso as World, clock);
  // The identity header is a secret of the running instance, so it alone differs.
  const again = { ...loadWorld(contoso as World, clock), identityHeader: one.identityHeader };
  expect(again).toEqual(one);
  const names = [...one.applications.values()].map((each) => each.displayName);
  expect(names.filter((name) => name === 'Reporting')).toHaveLength(2);
  expect(one.servicePrincipals.size).toBe(names.length - 1 + one.managedIdentities.size);
});

test('the estate of the audit has the SMTP sender roles that the app knows by their GUIDs, and the same permissions for it', () => {
  const { resourceGroups, roleDefinitions } = loadWorld(fabrikam as World, clock);
  const ofMail = [...resourceGroups.values()].filter(({ name }) => name !== 'rg-shop');
  expect(ofMail.map(({ id }) => roleDefinitions.has(senderRole(id).name))).toEqual([true, true, true]);
  const operator = (world: World) => world.roles?.find(({ roleName }) => roleName === 'Mailgrant Operator');
  expect(operator(fabrikam as World)?.permissions).toEqual(operator(contoso as World)?.permissions);
});

test('a misspelt key is a problem', () => {
  const world = { tenant, subscriptions: [subscription], aplications: [] } as World;
  expect(() => loadWorld(world, clock)).toThrow(/aplications/);
});

test('every broken reference is listed at once', () => {
  const world: World = {
    tenant,
    subscriptions: [
      {
        ...subscription,
        resourceGroups: [
          {
            name: 'rg',
            communicationServices: [
              {
                name: 'mail',
                linkedDomains: ['no/domain'],
                smtpUsernames: [{ name: 'same', username: 'Same', application: 'Nobody' }],
              },
            ],
          },
        ],
      },
    ],
    applications: [{ name: 'App', owners: ['Ghost'] }],
    assignments: [{ role: 'No such role', principal: 'App', scope: '/subscriptions/other' }],
  };
  const message = (() => {
    try {
      loadWorld(world, clock);
      return '';
    } catch (error) {
      return String(error);
    }
  })();
  for (const part of ['no/domain', 'Nobody', 'Same', 'Ghost', 'No such role', '/subscriptions/other'])
    expect(message.toLowerCase()).toContain(part.toLowerCase());
});

test('a credential is issued to a principal of the estate by name', async () => {
  const { credential, azure } = testAzure();
  const token = await credential('mailgrant').getToken('https://graph.microsoft.com/.default');
  expect(azure.tokens.check(token?.token ?? '', ['https://graph.microsoft.com'])).toMatchObject({
    name: 'mailgrant',
  });
  await expect(credential('Reporting').getToken('x')).rejects.toThrow(/more than one/);
});
