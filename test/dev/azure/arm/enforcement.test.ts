import { expect, test } from 'vitest';
import { authorize } from '../../../../dev/azure/arm/authorize.ts';
import { arm, assignment, assignmentPath, definition, definitionPath } from './armCalls.ts';
import { group, guid, mailService, readerRole, senderId, smtpActions, subscription } from './mailWorld.ts';

const delays = { rolePropagation: 300_000 };
const one = assignmentPath(guid(1));
const asSender = { as: 'Sender' };

test('[roleAssignment.propagation] a new assignment has no effect at first, and a removed one still has', async () => {
  const { ask, clock } = arm({ delays });
  await ask('PUT', one, { body: assignment(readerRole) });
  clock.advance(299_999);
  expect((await ask('GET', mailService, asSender)).status).toBe(403);
  clock.advance(1);
  expect((await ask('GET', mailService, asSender)).status).toBe(200);
  await ask('DELETE', one);
  clock.advance(299_999);
  expect((await ask('GET', mailService, asSender)).status).toBe(200);
  clock.advance(1);
  expect((await ask('GET', mailService, asSender)).status).toBe(403);
});

test('[roleAssignment.propagation] one that is removed before it had an effect never has one', async () => {
  const { ask, clock } = arm({ delays });
  await ask('PUT', one, { body: assignment(readerRole) });
  clock.advance(200_000);
  await ask('DELETE', one);
  clock.advance(150_000);
  expect((await ask('GET', mailService, asSender)).status).toBe(403);
});

test('what the world begins with is in force at once', async () => {
  expect((await arm({ delays }).ask('GET', mailService)).status).toBe(200);
});

test('[roleDefinition.propagation] a changed role grants what it did before, for a while', async () => {
  const { ask, clock } = arm({ delays });
  const role = definitionPath(guid(3));
  await ask('PUT', role, { body: definition({ permissions: [{ actions: ['*/read'] }] }) });
  await ask('PUT', one, { body: assignment(guid(3)) });
  clock.advance(300_000);
  await ask('PUT', role, { body: definition({ permissions: [{ actions: ['Microsoft.Support/*'] }] }) });
  expect((await ask('GET', mailService, asSender)).status).toBe(200);
  clock.advance(300_000);
  expect((await ask('GET', mailService, asSender)).status).toBe(403);
});

test('[arm.groups] a role of a group of groups', async () => {
  const { ask } = arm({
    world: { assignments: [{ role: 'Reader', principal: 'Outer', scope: subscription }] },
  });
  expect((await ask('GET', mailService, asSender)).status).toBe(200);
  expect((await ask('GET', mailService, { as: 'Stranger' })).status).toBe(403);
});

test.each(['/', '/providers/Microsoft.Management/managementGroups/all'])(
  '[arm.inherit] a role at %s reaches the mail service',
  async (scope) => {
    const { ask, azure } = arm({ world: { assignments: [{ role: 'Reader', principal: 'Sender', scope }] } });
    azure.state.managementGroups = { [subscription]: '/providers/Microsoft.Management/managementGroups/all' };
    expect((await ask('GET', mailService, asSender)).status).toBe(200);
  },
);

test('[arm.deny.403] a deny assignment wins over Owner', async () => {
  const { ask, azure } = arm();
  azure.state.denyAssignments.push({
    id: guid(1),
    name: 'Hands off',
    scope: group,
    principalIds: ['00000000-0000-0000-0000-000000000000'],
    excludePrincipalIds: [],
    permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
    doNotApplyToChildScopes: false,
  });
  expect((await ask('GET', mailService)).refusal).toBe('403 DenyAssignmentAuthorizationFailed');
  expect((await ask('GET', subscription)).status).toBe(200);
});

test('[arm.permissions] the caller sees its own permissions, if it may ask', async () => {
  const { ask, clock } = arm({ delays });
  const path = `${mailService}/providers/Microsoft.Authorization/permissions`;
  expect((await ask('GET', path, asSender)).refusal).toBe('403 AuthorizationFailed');
  await ask('PUT', one, { body: assignment(readerRole) });
  clock.advance(300_000);
  const { value } = (await ask('GET', path, asSender)).body;
  expect(value).toEqual([{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }]);
});

test('authorize explains itself: which pattern of which role at which scope', () => {
  const { azure } = arm({
    world: { assignments: [{ role: 'Contributor', principal: 'Outer', scope: group }] },
  });
  for (const action of smtpActions) {
    const verdict = authorize(azure, { principalId: senderId, action, scope: mailService });
    expect(verdict).toMatchObject({
      verdict: 'allowed',
      because: [{ role: 'Contributor', scope: group, pattern: '*' }],
    });
  }
  const action = 'Microsoft.Authorization/roleAssignments/write';
  expect(authorize(azure, { principalId: senderId, action, scope: mailService })).toMatchObject({
    verdict: 'notGranted',
    because: [{ role: 'Contributor', excludedBy: 'Microsoft.Authorization/*/Write' }],
  });
});
