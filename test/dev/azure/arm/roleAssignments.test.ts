import { expect, test } from 'vitest';
import { mostAssignmentsOfSubscription } from '../../../../dev/azure/arm/roleAssignments/put.ts';
import { arm, assignment, assignmentPath, definition, definitionPath } from './armCalls.ts';
import {
  group,
  guid,
  mailService,
  operatorId,
  ownerRole,
  readerRole,
  senderId,
  subscription,
  tenantId,
} from './mailWorld.ts';

const one = assignmentPath(guid(1));
const reader = { body: assignment(readerRole) };

test('[roleAssignment.put.201] 201 for a new one, 200 for the same again and for another description', async () => {
  const { ask } = arm();
  expect((await ask('PUT', one, reader)).status).toBe(201);
  expect((await ask('PUT', one, reader)).status).toBe(200);
  const described = await ask('PUT', one, { body: assignment(readerRole, { description: 'why' }) });
  expect([described.status, described.body.properties.description]).toEqual([200, 'why']);
});

test('[roleAssignment.put.reply] who created it is null in the reply and there on reads', async () => {
  const { ask } = arm();
  const { body } = await ask('PUT', assignmentPath(guid(1), mailService), reader);
  expect(body).toEqual({
    properties: {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${readerRole}`,
      principalId: senderId,
      principalType: 'ServicePrincipal',
      scope: mailService,
      condition: null,
      conditionVersion: null,
      createdOn: '2026-01-01T00:00:00.0000000Z',
      updatedOn: '2026-01-01T00:00:00.0000000Z',
      createdBy: null,
      updatedBy: operatorId,
      delegatedManagedIdentityResourceId: null,
      description: null,
    },
    id: assignmentPath(guid(1), mailService),
    type: 'Microsoft.Authorization/roleAssignments',
    name: guid(1),
  });
  const read = await ask('GET', assignmentPath(guid(1), mailService));
  expect(read.body.properties.createdBy).toBe(operatorId);
});

test('[roleAssignment.update.400] principal, role and scope of a name that is taken cannot change', async () => {
  const { ask } = arm();
  await ask('PUT', one, reader);
  const refusal = '400 RoleAssignmentUpdateNotPermitted';
  expect((await ask('PUT', one, { body: assignment(ownerRole) })).refusal).toBe(refusal);
  expect((await ask('PUT', assignmentPath(guid(1), subscription), reader)).refusal).toBe(refusal);
  const other = { principalId: guid(7) };
  expect((await ask('PUT', one, { body: assignment(readerRole, other) })).refusal).toBe(refusal);
});

test('[roleAssignment.exists.409] the same under another name is refused, and names the other undashed', async () => {
  const { ask } = arm();
  await ask('PUT', one, reader);
  const refused = await ask('PUT', assignmentPath(guid(2), group.toUpperCase()), reader);
  expect(refused.status).toBe(409);
  expect(refused.body.error).toEqual({
    code: 'RoleAssignmentExists',
    message:
      'The role assignment already exists. The ID of the conflicting role assignment is 99999999000040008000000000000001.',
  });
});

test('[roleAssignment.principalNotFound.400] an unknown principal without a type, undashed, with two spaces', async () => {
  const { ask } = arm();
  const refused = await ask('PUT', one, {
    body: assignment(readerRole, { principalId: guid(7), principalType: undefined }),
  });
  expect(refused.refusal).toBe('400 PrincipalNotFound');
  expect(refused.body.error.message).toMatch(
    new RegExp(`^Principal 99999999000040008000000000000007 does not exist in the directory ${tenantId}\\.`),
  );
  expect(refused.body.error.message).toContain('or Group.  See https://aka.ms/docs-principaltype');
});

test('[roleAssignment.principalNotFound.400] and a new principal until it has been replicated', async () => {
  const { ask, azure, clock } = arm({ delays: { graphReplication: 10_000 } });
  const known = azure.state.servicePrincipals.get(senderId);
  if (known === undefined) throw new Error('The world has no sender.');
  azure.state.servicePrincipals.set(senderId, { ...known, createdAt: clock.now() });
  const untyped = { body: assignment(readerRole, { principalType: undefined }) };
  expect((await ask('PUT', one, untyped)).refusal).toBe('400 PrincipalNotFound');
  clock.advance(10_000);
  const made = await ask('PUT', one, untyped);
  expect([made.status, made.body.properties.principalType]).toEqual([201, 'ServicePrincipal']);
});

test('[roleAssignment.principalType] with a type, a new or wrong id passes, and a wrong one grants nothing', async () => {
  const { ask, azure } = arm({ delays: { graphReplication: 10_000 } });
  const application = [...azure.state.applications.values()].find((each) => each.displayName === 'Stranger');
  const wrongId = assignment(readerRole, { principalId: application?.objectId });
  expect((await ask('PUT', one, { body: wrongId })).status).toBe(201);
  expect((await ask('GET', mailService, { as: 'Stranger' })).status).toBe(403);
});

test('[roleAssignment.unmatchedType.400] the wrong type, misspelt as Azure does', async () => {
  const refused = await arm().ask('PUT', one, { body: assignment(readerRole, { principalType: 'User' }) });
  expect(refused.status).toBe(400);
  expect(refused.body.error).toEqual({
    code: 'UnmatchedPrincipalType',
    message:
      "The PrincipalId '33333333333343338333333333333333' has type 'ServicePrincipal' , which is different from specified PrinciaplType 'User'.",
  });
});

test('[roleAssignment.unknownRole.400] a role that is not there, or not there yet', async () => {
  const { ask, clock } = arm({ delays: { roleReplication: 5_000 } });
  const body = assignment(guid(3));
  expect((await ask('PUT', one, { body })).body.error).toEqual({
    code: 'RoleDefinitionDoesNotExist',
    message: "The specified role definition with ID '99999999000040008000000000000003' does not exist.",
  });
  await ask('PUT', definitionPath(guid(3)), { body: definition() });
  expect((await ask('PUT', one, { body })).refusal).toBe('400 RoleDefinitionDoesNotExist');
  clock.advance(5_000);
  expect((await ask('PUT', one, { body })).status).toBe(201);
});

test('[roleAssignment.notAssignable.400] above its assignable scopes a role cannot be assigned', async () => {
  const { ask } = arm();
  await ask('PUT', definitionPath(guid(3)), { body: definition() });
  const body = assignment(guid(3));
  expect((await ask('PUT', assignmentPath(guid(1), subscription), { body })).refusal).toBe(
    '400 RoleAssignmentScopeNotAssignableToRoleDefinition',
  );
  expect((await ask('PUT', assignmentPath(guid(1), mailService), { body })).status).toBe(201);
});

test('[roleAssignment.limit.400] no more than 4000 in a subscription', async () => {
  const { ask, azure } = arm();
  await ask('PUT', one, reader);
  const made = azure.state.roleAssignments.get(guid(1));
  if (made === undefined) throw new Error('The assignment was not kept.');
  // The operator has one already.
  for (let n = 2; n < mostAssignmentsOfSubscription; n++)
    azure.state.roleAssignments.set(guid(n), { ...made, name: guid(n), principalId: guid(n) });
  const another = assignment(readerRole, { principalId: guid(99_999) });
  const refused = await ask('PUT', assignmentPath(guid(99_999)), { body: another });
  expect(refused.refusal).toBe('400 RoleAssignmentLimitExceeded');
});

test('[roleAssignment.limit.group] no more than 500 at a management group', async () => {
  const managementGroup = '/providers/Microsoft.Management/managementGroups/all';
  const { ask, azure } = arm({
    world: { assignments: [{ role: 'Owner', principal: 'operator', scope: '/' }] },
  });
  azure.state.managementGroups = { [subscription]: managementGroup };
  const put = (n: number) =>
    ask('PUT', assignmentPath(guid(n), managementGroup), {
      body: assignment(readerRole, { principalId: guid(n) }),
    });
  expect((await put(1)).status).toBe(201);
  const made = azure.state.roleAssignments.get(guid(1));
  if (made === undefined) throw new Error('The assignment was not kept.');
  for (let n = 2; n <= 499; n++)
    azure.state.roleAssignments.set(guid(n), { ...made, name: guid(n), principalId: guid(n) });
  expect((await put(500)).refusal).toBe('201');
  expect((await put(501)).refusal).toBe('400 RoleAssignmentLimitExceeded');
  // What is below does not count, nor is it held.
  expect((await ask('PUT', assignmentPath(guid(502)), reader)).status).toBe(201);
});

test.each([readerRole, `/providers/${readerRole}`])(
  '[roleAssignment.roleId.400] %s is no role definition id',
  async (roleDefinitionId) => {
    const body = assignment(readerRole, { roleDefinitionId });
    expect((await arm().ask('PUT', one, { body })).refusal).toBe('400 BadRequestFormat');
  },
);

test('[roleAssignment.condition.read] a condition that cannot be read is not kept', async () => {
  const { ask } = arm();
  const write = (condition: string) =>
    ask('PUT', one, { body: assignment(readerRole, { condition, conditionVersion: '2.0' }) });
  expect((await write('@Request[x')).refusal).toBe('501 NotImplemented');
  expect((await ask('GET', one)).status).toBe(404);
  const readable = "ActionMatches{'Microsoft.Authorization/roleAssignments/write'}";
  expect((await write(readable)).body.properties.condition).toBe(readable);
});

test('[roleAssignment.lastAdmin.400] somebody stays who can hand out roles', async () => {
  const { ask, azure } = arm();
  const [own] = azure.state.roleAssignments.values();
  const path = assignmentPath(own?.name ?? '', subscription);
  expect((await ask('DELETE', path)).body.error.message).toBe('Cannot delete the last RBAC admin assignment');
  await ask('PUT', assignmentPath(guid(1), subscription), { body: assignment(ownerRole) });
  expect((await ask('DELETE', path)).status).toBe(200);
});

test('[roleAssignment.delete.200] the deleted one comes back, once, and its name is free', async () => {
  const { ask } = arm({ delays: { rolePropagation: 60_000 } });
  await ask('PUT', one, reader);
  expect((await ask('DELETE', assignmentPath(guid(1), mailService))).status).toBe(204);
  const deleted = await ask('DELETE', one);
  expect([deleted.status, deleted.body.name]).toEqual([200, guid(1)]);
  expect(await ask('DELETE', one)).toMatchObject({ status: 204, body: undefined });
  expect((await ask('GET', one)).status).toBe(404);
  expect((await ask('PUT', one, { body: assignment(ownerRole) })).status).toBe(201);
});

test('[roleAssignment.get.404] it is found at its own scope only', async () => {
  const { ask } = arm();
  await ask('PUT', one, reader);
  expect((await ask('GET', `/${one.toUpperCase()}`)).status).toBe(200);
  expect((await ask('GET', assignmentPath(guid(1), mailService))).refusal).toBe('404 RoleAssignmentNotFound');
});

test.each([
  { what: 'a name that is no GUID', name: 'reader', refusal: '400 InvalidRoleAssignmentId' },
  {
    what: 'a principal that is no GUID',
    more: { principalId: 'Sender' },
    refusal: '400 InvalidRequestContent',
  },
  { what: 'no role', more: { roleDefinitionId: undefined }, refusal: '400 InvalidRequestContent' },
  {
    what: 'a condition without its version',
    more: { condition: '@Request' },
    refusal: '400 InvalidConditionVersion',
  },
  {
    what: 'a delegated identity',
    more: { delegatedManagedIdentityResourceId: '/subscriptions/x' },
    refusal: '501 NotImplemented',
  },
  { what: 'a kind that is not here', more: { principalType: 'Device' }, refusal: '501 NotImplemented' },
])('$what is refused', async ({ name = guid(1), more = {}, refusal }) => {
  const body = assignment(readerRole, more);
  expect((await arm().ask('PUT', assignmentPath(name), { body })).refusal).toBe(refusal);
});
