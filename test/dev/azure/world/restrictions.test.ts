import { expect, test } from 'vitest';
import { loadWorld } from '../../../../dev/azure/world.ts';
import type { World } from '../../../../dev/azure/world.ts';
import { ManualClock } from '../../../../dev/clock.ts';
import { arm, assignment, assignmentPath, definition, definitionPath } from '../arm/armCalls.ts';
import {
  group,
  guid,
  mailService,
  mailWorld,
  readerRole,
  subscription,
  subscriptionId,
} from '../arm/mailWorld.ts';

const managementGroup = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`;
const load = (more: Partial<World>) => loadWorld(mailWorld(more), new ManualClock());
const reader = (principal: string, scope: string) => ({ role: 'Reader', principal, scope });
const everything = [{ actions: ['*'] }];

test('a lock of the estate holds', async () => {
  const { ask } = arm({ world: { locks: [{ scope: group, level: 'ReadOnly' }] } });
  const put = ask('PUT', assignmentPath(guid(1)), { body: assignment(readerRole) });
  expect((await put).refusal).toBe('409 ScopeLocked');
});

test('a deny assignment of the estate wins over every role, but for whom it leaves out', async () => {
  const denied = {
    name: 'Hands off',
    scope: mailService,
    principals: 'everyone' as const,
    exclude: ['Olivia'],
    permissions: everything,
  };
  const assignments = [
    { role: 'Owner', principal: 'operator', scope: subscription },
    reader('Olivia', subscription),
  ];
  const { ask } = arm({ world: { denyAssignments: [denied], assignments } });
  expect((await ask('GET', mailService)).refusal).toBe('403 DenyAssignmentAuthorizationFailed');
  expect((await ask('GET', mailService, { as: 'Olivia' })).status).toBe(200);
});

test('a deny assignment names whom it is for, groups included', async () => {
  const denyAssignments = [
    { name: 'Not the outer group', scope: subscription, principals: ['Outer'], permissions: everything },
  ];
  const assignments = [reader('Sender', subscription), reader('Stranger', subscription)];
  const { ask } = arm({ world: { denyAssignments, assignments } });
  expect((await ask('GET', mailService, { as: 'Sender' })).status).toBe(403);
  expect((await ask('GET', mailService, { as: 'Stranger' })).status).toBe(200);
});

test('what is granted at a management group reaches the groups and subscriptions in it', async () => {
  const managementGroups = [
    { name: 'all' },
    { name: 'mail', parent: 'all', subscriptions: [subscriptionId] },
    { name: 'empty', parent: 'all' },
  ];
  const at = async (scope: string) => {
    const { ask } = arm({ world: { managementGroups, assignments: [reader('Olivia', scope)] } });
    return (await ask('GET', mailService, { as: 'Olivia' })).status;
  };
  expect(await at(managementGroup('all'))).toBe(200);
  expect(await at(managementGroup('Mail'))).toBe(200);
  expect(await at(managementGroup('empty'))).toBe(403);
});

test("what stands in no management group stands in the tenant's root group", () => {
  const { managementGroups, tenantId } = load({ managementGroups: [{ name: 'lonely' }] });
  const root = managementGroup(tenantId);
  expect(managementGroups[managementGroup('lonely').toLowerCase()]).toBe(root);
  expect(managementGroups[subscription]).toBe(root);
  expect(load({}).managementGroups).toEqual({});
});

test('custom roles can be assignable in a management group of the estate', async () => {
  const managementGroups = [{ name: 'all', subscriptions: [subscriptionId] }];
  const assignments = [{ role: 'Owner', principal: 'operator', scope: managementGroup('all') }];
  const { ask } = arm({ world: { managementGroups, assignments } });
  const body = definition({ assignableScopes: [managementGroup('all')] });
  const path = definitionPath(guid(1), managementGroup('all'));
  expect((await ask('PUT', path, { body })).status).toBe(201);
});

test.each<[string, Partial<World>, RegExp]>([
  ['a lock nowhere', { locks: [{ scope: '/subscriptions/none', level: 'ReadOnly' }] }, /A lock names scope/],
  [
    'a deny assignment for nobody',
    { denyAssignments: [{ name: 'x', scope: group, principals: ['Ghost'], permissions: everything }] },
    /'x': There is no .* 'Ghost'/,
  ],
  [
    'a group in none',
    { managementGroups: [{ name: 'a', parent: 'b' }] },
    /'a' stands in 'b', which does not/,
  ],
  [
    'a circle',
    {
      managementGroups: [
        { name: 'a', parent: 'b' },
        { name: 'b', parent: 'A' },
      ],
    },
    /'a' stands in itself/,
  ],
  ['the same name twice', { managementGroups: [{ name: 'a' }, { name: 'A' }] }, /the same name/],
  [
    'a subscription in two',
    {
      managementGroups: [
        { name: 'a', subscriptions: [subscriptionId] },
        { name: 'b', subscriptions: [subscriptionId] },
      ],
    },
    /stands in two/,
  ],
  ['a subscription that is none', { managementGroups: [{ name: 'a', subscriptions: [guid(7)] }] }, /holds/],
  [
    'an assignment at a group that is not named',
    { managementGroups: [{ name: 'a' }], assignments: [reader('Olivia', managementGroup('b'))] },
    /managementGroups\/b', which does not exist/,
  ],
])('%s is a problem of the estate', (_what, more, problem) => {
  expect(() => load(more)).toThrow(problem);
});
