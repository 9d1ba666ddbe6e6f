import { expect, test } from 'vitest';
import type { World } from '../../../../dev/azure/world.ts';
import { arm } from './armCalls.ts';
import { group, mailService, mailWorld, ownerRole, senderId, subscription } from './mailWorld.ts';

const at = (scope: string, principal = 'Sender') => ({ role: 'Owner', principal, scope });

/** Eligible at every level, once through a group of groups, and in a neighbour group. */
function estate(more: Partial<World> = {}) {
  const made = arm({
    world: {
      eligibleAssignments: [
        at('/', 'Olivia'),
        at(subscription),
        { ...at(group, 'Outer'), condition: 'C' },
        at(mailService),
        at(`${subscription}/resourceGroups/rg-other`),
      ],
      ...more,
    },
  });
  const ask = (scope: string, filter?: string, as = 'operator') => {
    const query = filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`;
    const path = `${scope}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances${query}`;
    return made.ask('GET', path, { as });
  };
  const scopes = async (scope: string, filter?: string) =>
    (await ask(scope, filter)).body.value.map(({ properties }) => properties.scope);
  return { ...made, ask, scopes };
}

test('[eligibility.list.all] without a filter at, above and below, with atScope() at and above', async () => {
  const { scopes } = estate();
  expect(await scopes(group)).toEqual(['/', subscription, group, mailService]);
  expect(await scopes(group, 'atScope()')).toEqual(['/', subscription, group]);
});

test('[eligibility.list.assignedTo] of one principal, with its groups or without', async () => {
  const { scopes } = estate();
  expect(await scopes(group, `assignedTo('${senderId}')`)).toEqual([subscription, group, mailService]);
  expect(await scopes(group, `principalId eq '${senderId}'`)).toEqual([subscription, mailService]);
  expect(await scopes(group, `atScope() and assignedTo('${senderId}')`)).toEqual([subscription, group]);
});

test('[eligibility.list.memberType] what comes from above is inherited', async () => {
  const { ask } = estate();
  const { value } = (await ask(group)).body;
  expect(value.map(({ properties }) => properties.memberType)).toEqual([
    'Inherited',
    'Inherited',
    'Direct',
    'Direct',
  ]);
  expect(value[2]).toMatchObject({
    id: expect.stringMatching(`^${group}/providers/Microsoft.Authorization/roleEligibilitySch`) as string,
    type: 'Microsoft.Authorization/roleEligibilityScheduleInstances',
    properties: {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${ownerRole}`,
      principalType: 'Group',
      status: 'Provisioned',
      startDateTime: '2025-12-02T00:00:00.0000000Z',
      endDateTime: null,
      condition: 'C',
      conditionVersion: '2.0',
    },
  });
});

test('[eligibility.inactive] who is only eligible may not yet', async () => {
  const { ask } = estate();
  expect((await ask(mailService, undefined, 'Sender')).refusal).toBe('403 AuthorizationFailed');
});

test('[eligibility.license.400] without Entra ID P2 there is nothing to list', async () => {
  const { tenant } = mailWorld();
  expect((await estate({ tenant: { ...tenant, premium: false } }).ask(group)).refusal).toBe(
    '400 AadPremiumLicenseRequired',
  );
});

test('filters that are not played are not ignored', async () => {
  const { ask } = estate();
  expect((await ask(group, 'asTarget()')).refusal).toBe('501 NotImplemented');
  expect((await ask(group, 'x()')).refusal).toBe('400 UnsupportedQuery');
});

test('an eligibility of nobody is a problem of the estate', () => {
  expect(() => estate({ eligibleAssignments: [at(group, 'Ghost')] })).toThrow(/'Ghost' for 'Owner'/);
});
