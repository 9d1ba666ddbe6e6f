import { expect, test } from 'vitest';
import { mostCustomRoles } from '../../../../dev/azure/arm/roleDefinitions/write.ts';
import { arm, assignment, assignmentPath, definition, definitionPath } from './armCalls.ts';
import { group, guid, operatorId, ownerRole, readerRole, subscription } from './mailWorld.ts';

const managementGroup = '/providers/Microsoft.Management/managementGroups/all';
const one = definitionPath(guid(1));

test('[roleDefinition.put.201] both creation and update are 201', async () => {
  const { ask } = arm();
  expect((await ask('PUT', one, { body: definition() })).status).toBe(201);
  expect((await ask('PUT', one, { body: definition({ description: 'Changed' }) })).status).toBe(201);
  expect((await ask('GET', one)).body.properties).toMatchObject({
    description: 'Changed',
    type: 'CustomRole',
  });
});

test('[roleDefinition.put.reply] createdBy is null and createdOn is now, until it is read', async () => {
  const { ask, clock } = arm();
  await ask('PUT', one, { body: definition() });
  clock.advance(60_000);
  const { properties } = (await ask('PUT', one, { body: definition() })).body;
  expect(properties).toMatchObject({
    createdBy: null,
    updatedBy: operatorId,
    createdOn: '2026-01-01T00:01:00.0000000Z',
    updatedOn: '2026-01-01T00:01:00.0000000Z',
  });
  expect((await ask('GET', one)).body.properties).toMatchObject({
    createdBy: operatorId,
    createdOn: '2026-01-01T00:00:00.0000000Z',
  });
});

test('[roleDefinition.put.echo] lists that were left out come back empty', async () => {
  const { ask } = arm();
  const { properties } = (await ask('PUT', one, { body: definition({ permissions: [{}] }) })).body;
  expect(properties.permissions).toEqual([
    { actions: [], notActions: [], dataActions: [], notDataActions: [] },
  ]);
});

const byName = `${group}/providers/Microsoft.Authorization/roleDefinitions?$filter=`;

test('[roleDefinition.list.forgets] the list by name loses an updated role for a while', async () => {
  const { ask, clock } = arm({ delays: { roleReplication: 5_000 } });
  const list = async () => (await ask('GET', `${byName}roleName eq 'SMTP sender'`)).body.value.length;
  await ask('PUT', one, { body: definition() });
  expect(await list()).toBe(1);
  await ask('PUT', one, { body: definition() });
  expect(await list()).toBe(0);
  expect((await ask('GET', one)).status).toBe(200);
  clock.advance(5_000);
  expect(await list()).toBe(1);
});

test('[roleDefinition.list.roleName] the name is found whatever its case', async () => {
  const { ask } = arm();
  const { value } = (await ask('GET', `${byName}roleName%20eq%20%27reader%27`)).body;
  expect(value.map(({ name }) => name)).toEqual([readerRole]);
});

test('[roleDefinition.list.scope] what can be assigned here, and with atScopeAndBelow() below', async () => {
  const { ask } = arm();
  await ask('PUT', one, { body: definition() });
  const names = async (path: string) => (await ask('GET', path)).body.value.map(({ name }) => name);
  const above = `${subscription}/providers/Microsoft.Authorization/roleDefinitions`;
  expect(await names(`${byName}type eq 'CustomRole'`)).toEqual([guid(1)]);
  expect(await names(above)).not.toContain(guid(1));
  expect(await names(`${above}?$filter=atScopeAndBelow() and type eq 'CustomRole'`)).toEqual([guid(1)]);
  expect(await names(`${above}?$filter=type eq 'BuiltInRole'`)).toHaveLength(9);
  expect((await ask('GET', `${byName}tags eq 'x'`)).refusal).toBe('400 UnsupportedQuery');
});

test('[roleDefinition.id.prefix] the id has the subscription it is read at, or a capital R at the root', async () => {
  const { ask } = arm({ world: { assignments: [{ role: 'Owner', principal: 'operator', scope: '/' }] } });
  expect((await ask('GET', definitionPath(readerRole))).body.id).toBe(
    definitionPath(readerRole, subscription),
  );
  expect((await ask('GET', definitionPath(readerRole, ''))).body.id).toBe(
    `/providers/Microsoft.Authorization/RoleDefinitions/${readerRole}`,
  );
});

test('[roleDefinition.get.404] a missing role is named without dashes', async () => {
  const { ask } = arm();
  expect((await ask('GET', one)).body.error).toEqual({
    code: 'RoleDefinitionDoesNotExist',
    message: "The specified role definition with ID '99999999000040008000000000000001' does not exist.",
  });
  expect((await ask('GET', one)).status).toBe(404);
});

test('[roleDefinition.delete.200] the deleted role comes back, once', async () => {
  const { ask } = arm();
  await ask('PUT', one, { body: definition() });
  const deleted = await ask('DELETE', one);
  expect([deleted.status, deleted.body.name]).toEqual([200, guid(1)]);
  expect(await ask('DELETE', one)).toMatchObject({ status: 204, body: undefined });
  expect((await ask('DELETE', definitionPath(ownerRole))).status).toBe(400);
});

test('[roleDefinition.sameName.409] a name is taken in the whole tenant', async () => {
  const hidden = {
    roleName: 'Taken',
    assignableScopes: ['/subscriptions/11111111-2222-4111-8111-111111111111'],
  };
  const { ask } = arm({ world: { roles: [{ ...hidden, permissions: [{ actions: ['*/read'] }] }] } });
  expect((await ask('PUT', one, { body: definition({ roleName: 'TAKEN' }) })).refusal).toBe(
    '409 RoleDefinitionWithSameNameExists',
  );
  expect((await ask('PUT', one, { body: definition({ roleName: 'Owner' }) })).status).toBe(409);
});

test('[roleDefinition.builtIn.409] a built-in role cannot be replaced', async () => {
  const answer = await arm().ask('PUT', definitionPath(readerRole), { body: definition() });
  expect(answer.refusal).toBe('409 RoleDefinitionExists');
});

test.each([
  ['[roleDefinition.type.400]', { type: 'BuiltInRole' }, '400 InvalidRoleDefinitionType'],
  ['[roleDefinition.name.400]', { roleName: '' }, '400 RoleDefinitionNameNullOrEmpty'],
  ['[roleDefinition.name.400] null', { roleName: null }, '400 RoleDefinitionNameNullOrEmpty'],
  ['[roleDefinition.scopes.400]', { assignableScopes: [] }, '400 MissingAssignableScopes'],
  ['[roleDefinition.scopeId.400]', { assignableScopes: ['Invalid_Scope'] }, '400 LinkedInvalidPropertyId'],
  [
    'a scope that does not exist',
    { assignableScopes: [`${subscription}/resourceGroups/none`] },
    '404 ResourceGroupNotFound',
  ],
  [
    '[roleDefinition.unknownDataAction.400]',
    { permissions: [{ dataActions: ['Microsoft.Communication/send/action'] }] },
    '400 InvalidDataActionOrNotDataAction',
  ],
])('%s %j', async (_fact, more, refusal) => {
  expect((await arm().ask('PUT', one, { body: definition(more) })).refusal).toBe(refusal);
});

test('[roleDefinition.unknownAction.400] an action that no provider has is named', async () => {
  const actions = ['Microsoft.Communication/CommunicationServices/Fly'];
  const { body } = await arm().ask('PUT', one, { body: definition({ permissions: [{ actions }] }) });
  expect(body.error).toEqual({
    code: 'InvalidActionOrNotAction',
    message: `'${actions[0]}' does not match any of the actions supported by the providers.`,
  });
});

test.each([
  ['Microsoft.Communication/CommunicationServices/SmtpUsernames/write', 400],
  ['Microsoft.Nowhere/things/read', 400],
  ['Microsoft.Insights/alertRules/fly', 400],
  ['Microsoft.Communication/communicationservices/WRITE', 201],
  ['Microsoft.Communication/CommunicationServices/*', 201],
  ['Microsoft.Insights/alertRules/*', 201],
  ['*/read', 201],
])('[smtpUsername.noOperation] %s as an action is %i', async (action, status) => {
  const body = definition({ permissions: [{ actions: [action] }] });
  expect((await arm().ask('PUT', one, { body })).status).toBe(status);
});

test.each([
  ['[roleDefinition.length.400]', { roleName: 'x'.repeat(129) }, '400 BadRequest'],
  ['[roleDefinition.length.400]', { roleName: 'x'.repeat(128) }, '201'],
  ['[roleDefinition.length.400]', { description: 'x'.repeat(1_025) }, '400 BadRequest'],
  ['[roleDefinition.scopes.custom]', { assignableScopes: ['/'] }, '400 InvalidAssignableScopes'],
  ['[roleDefinition.scopes.custom]', { assignableScopes: [group, managementGroup] }, '201'],
  [
    '[roleDefinition.scopes.custom]',
    { assignableScopes: [managementGroup, `${managementGroup}-too`] },
    '400 InvalidAssignableScopes',
  ],
])('%s', async (_fact, more, refusal) => {
  const { ask, azure } = arm({
    world: { assignments: [{ role: 'Owner', principal: 'operator', scope: '/' }] },
  });
  azure.state.managementGroups = { [subscription]: managementGroup };
  expect((await ask('PUT', one, { body: definition(more) })).refusal).toBe(refusal);
});

test('[roleDefinition.linked.403] the author needs roleDefinitions/write at every assignable scope', async () => {
  const { ask } = arm({ world: { assignments: [{ role: 'Owner', principal: 'operator', scope: group }] } });
  const body = definition({ assignableScopes: [group, subscription] });
  const refused = await ask('PUT', one, { body });
  expect(refused.refusal).toBe('403 LinkedAuthorizationFailed');
  expect(refused.body.error.message).toContain(`linked scope(s) '${subscription}'`);
  expect((await ask('PUT', one, { body: definition() })).status).toBe(201);
});

test('[roleDefinition.hasAssignments.409] a role that is assigned stays', async () => {
  const { ask } = arm({ delays: { rolePropagation: 60_000 } });
  await ask('PUT', one, { body: definition() });
  await ask('PUT', assignmentPath(guid(2)), { body: assignment(guid(1)) });
  expect((await ask('DELETE', one)).refusal).toBe('409 RoleDefinitionHasAssignments');
  await ask('DELETE', assignmentPath(guid(2)));
  expect((await ask('DELETE', one)).status).toBe(200);
});

test('[roleDefinition.limit.400] no more than 5000 custom roles', async () => {
  const { ask, azure } = arm();
  await ask('PUT', one, { body: definition() });
  const role = azure.state.roleDefinitions.get(guid(1));
  if (role === undefined) throw new Error('The role was not kept.');
  for (let n = 2; n <= mostCustomRoles; n++)
    azure.state.roleDefinitions.set(guid(n), { ...role, name: guid(n), roleName: `Role ${n}` });
  const refused = await ask('PUT', definitionPath(guid(9_999)), {
    body: definition({ roleName: 'One more' }),
  });
  expect(refused.refusal).toBe('400 RoleDefinitionLimitExceeded');
  expect((await ask('PUT', one, { body: definition() })).status).toBe(201);
});

test('[roleDefinition.administrator] who may assign roles may not write them', async () => {
  const administrator = {
    role: 'Role Based Access Control Administrator',
    principal: 'operator',
    scope: group,
  };
  const { ask } = arm({ world: { assignments: [administrator] } });
  expect((await ask('PUT', one, { body: definition() })).refusal).toBe('403 AuthorizationFailed');
  expect((await ask('PUT', assignmentPath(guid(2)), { body: assignment(readerRole) })).status).toBe(201);
});

test('a condition in a role is not kept, so it is refused', async () => {
  const body = definition({ permissions: [{ actions: ['*/read'], condition: 'x' }] });
  expect((await arm().ask('PUT', one, { body })).refusal).toBe('501 NotImplemented');
});

test('what is no GUID, no JSON or no role is refused', async () => {
  const { ask } = arm();
  expect((await ask('PUT', definitionPath('sender'), { body: definition() })).refusal).toBe(
    '400 InvalidRoleDefinitionId',
  );
  expect((await ask('PUT', one, { body: '{' })).refusal).toBe('400 InvalidRequestContent');
  expect((await ask('PUT', one, { body: {} })).refusal).toBe('400 InvalidRequestContent');
});
