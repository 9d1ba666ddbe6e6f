import { expect, test } from 'vitest';
import { arm } from './armCalls.ts';
import { group, mailService, operatorId, senderId, subscription } from './mailWorld.ts';

const permissions = [{ actions: ['Microsoft.Storage/*/write'], notActions: [] }];
const managementGroup = '/providers/Microsoft.Management/managementGroups/all';
const at = (scope: string, more: object = {}) => ({
  name: `Hands off ${scope}`,
  scope,
  principals: 'everyone' as const,
  permissions,
  ...more,
});

/** One at every level, and one in a neighbour group. */
function estate() {
  const made = arm({
    world: {
      managementGroups: [{ name: 'all', subscriptions: [subscription.slice('/subscriptions/'.length)] }],
      denyAssignments: [
        at(managementGroup),
        at(subscription),
        at(group, { principals: ['Sender', 'Outer'], exclude: ['Olivia', 'operator'] }),
        at(mailService, { doNotApplyToChildScopes: true }),
        at(`${subscription}/resourceGroups/rg-other`),
      ],
    },
  });
  const ask = (scope: string, query = '', as = 'operator') =>
    made.ask('GET', `${scope}/providers/Microsoft.Authorization/denyAssignments${query}`, { as });
  const scopes = async (scope: string, query?: string) =>
    (await ask(scope, query)).body.value.map(({ properties }) => properties.scope);
  return { ...made, ask, scopes };
}

test('[denyAssignment.list.all] without a filter at, above and below, with atScope() at and above', async () => {
  const { scopes } = estate();
  expect(await scopes(group)).toEqual([managementGroup, subscription, group, mailService]);
  expect(await scopes(group, '?$filter=atScope()')).toEqual([managementGroup, subscription, group]);
});

test('[denyAssignment.list.shape] whom it is for, whom it leaves out, and everyone', async () => {
  const { ask, azure } = estate();
  const { value } = (await ask(mailService)).body;
  const outer = [...azure.state.groups.values()].find(({ displayName }) => displayName === 'Outer');
  const olivia = [...azure.state.users.values()][0];
  expect(value.find(({ properties }) => properties.scope === group)).toMatchObject({
    id: expect.stringMatching(
      new RegExp(`^${group}/providers/Microsoft.Authorization/denyAssignments/[-0-9a-f]{36}$`),
    ) as string,
    type: 'Microsoft.Authorization/denyAssignments',
    properties: {
      denyAssignmentName: `Hands off ${group}`,
      description: null,
      permissions: [{ actions: ['Microsoft.Storage/*/write'], condition: null }],
      principals: [
        { id: senderId, type: 'ServicePrincipal' },
        { id: outer?.objectId, type: 'Group' },
      ],
      excludePrincipals: [
        { id: olivia?.objectId, type: 'User' },
        { id: operatorId, type: 'ServicePrincipal' },
      ],
      doNotApplyToChildScopes: false,
      condition: null,
    },
  });
  expect(value.at(-1)?.properties).toMatchObject({
    principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
    doNotApplyToChildScopes: true,
  });
});

test('[denyAssignment.list.protected] none can be changed, and those conditions of theirs are shown', async () => {
  const { ask, azure } = estate();
  const [first] = azure.state.denyAssignments;
  if (first === undefined) throw new Error('The world has no deny assignment.');
  first.condition = '@Resource[x] StringEquals y';
  const { value } = (await ask(group)).body;
  expect(value.map(({ properties }) => properties.isSystemProtected)).toEqual(value.map(() => true));
  expect(value[0]?.properties).toMatchObject({ condition: first.condition, conditionVersion: '2.0' });
});

test('who may not read them is refused, and filters that are not played are not ignored', async () => {
  const { ask } = estate();
  expect((await ask(group, '', 'Stranger')).refusal).toBe('403 AuthorizationFailed');
  expect((await ask(group, `?$filter=principalId eq '${senderId}'`)).refusal).toBe('501 NotImplemented');
  expect((await ask(group, '?$filter=scope eq x')).refusal).toBe('400 UnsupportedQuery');
});
