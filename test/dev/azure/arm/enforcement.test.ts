import { expect, test } from 'vitest';
import { authorize } from '../../../../dev/azure/arm/authorize.ts';
import { arm, assignment, assignmentPath, definition, definitionPath } from './armCalls.ts';
import {
  group,
  guid,
  mailService,
  ownerRole,
  readerRole,
  senderId,
  smtpActions,
  subscription,
} from './mailWorld.ts';

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

test('[roleAssignment.propagation] a removal may have its effect before an assignment would', async () => {
  const { ask, clock } = arm({ delays: { ...delays, roleRemoval: 0 } });
  await ask('PUT', one, { body: assignment(readerRole) });
  clock.advance(300_000);
  expect((await ask('GET', mailService, asSender)).status).toBe(200);
  await ask('DELETE', one);
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

test('[arm.notActions] what one block leaves out, another grants', async () => {
  const readers = { actions: ['*/read'], notActions: ['Microsoft.Communication/*'] };
  const mail = { actions: ['microsoft.communication/COMMUNICATIONSERVICES/*'] };
  const permissions = [readers, mail];
  const world = {
    roles: [{ roleName: 'Two blocks', assignableScopes: [group], permissions }],
    assignments: [{ role: 'Two blocks', principal: 'Sender', scope: group }],
  };
  const { ask } = arm({ world });
  expect((await ask('GET', mailService, asSender)).status).toBe(200);
  const email = `${group}/providers/Microsoft.Communication/emailServices/email`;
  expect((await ask('GET', email, asSender)).status).toBe(403);
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

test('[arm.permissions.condition] with the conditions of the block and of the assignment', async () => {
  const condition = "ActionMatches{'a'}";
  const assigned = { role: 'Reader', principal: 'Sender', scope: group, condition };
  const { ask, azure } = arm({ world: { assignments: [assigned] } });
  const path = `${mailService}/providers/Microsoft.Authorization/permissions`;
  const conditions = async () => (await ask('GET', path, asSender)).body.value;
  // Nobody may ask who may only read on a condition that this is not.
  expect((await ask('GET', path, asSender)).status).toBe(403);
  azure.state.roleAssignments.set(guid(9), {
    name: guid(9),
    scope: mailService,
    roleDefinition: readerRole,
    principalId: senderId,
    principalType: 'ServicePrincipal',
    createdAt: 0,
    updatedAt: 0,
  });
  expect(await conditions()).toMatchObject([{ condition, conditionVersion: '2.0' }, { actions: ['*/read'] }]);
  expect((await conditions())[1]).not.toHaveProperty('condition');
  const owner = azure.state.roleDefinitions.get(ownerRole);
  const [all] = owner?.permissions ?? [];
  if (owner === undefined || all === undefined) throw new Error('There is no Owner.');
  const own = "ActionMatches{'b'}";
  azure.state.roleDefinitions.set(guid(7), {
    ...owner,
    name: guid(7),
    permissions: [{ ...all, condition: own }],
  });
  const given = azure.state.roleAssignments.get(guid(9));
  if (given === undefined) throw new Error('The assignment was not kept.');
  const both = { ...given, name: guid(8), roleDefinition: guid(7), condition };
  azure.state.roleAssignments.set(guid(8), both);
  expect((await conditions())[2]).toMatchObject({ condition: `(${own}) AND (${condition})` });
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
