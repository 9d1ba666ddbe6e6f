import { describe, expect, test } from 'vitest';
import { conditionHolds } from '../../../../dev/azure/arm/condition/holds.ts';
import { arm, assignment, assignmentPath, definition, definitionPath } from './armCalls.ts';
import { group, guid, ownerRole, readerRole } from './mailWorld.ts';

const type = 'Microsoft.Authorization/roleAssignments';

/** The documented constraint: only this role, only for service principals. */
const onlyReaders = `((!(ActionMatches{'${type}/write'})) OR (@Request[${type}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${readerRole}} AND @Request[${type}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'})) AND ((!(ActionMatches{'${type}/delete'})) OR (@Resource[${type}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${readerRole}} AND @Resource[${type}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}))`;

const one = assignmentPath(guid(1));
const condition = "ActionMatches{'a'}";

/** The operator may hand out roles in the group, as far as the condition lets it. */
function constrained(condition: string, role = 'Role Based Access Control Administrator') {
  return arm({
    world: {
      assignments: [
        { role, principal: 'operator', scope: group, condition },
        { role: 'Owner', principal: 'Olivia', scope: group },
      ],
    },
  });
}

describe('the documented constraint', () => {
  test('[roleAssignment.condition.write] one role for service principals, with its type said', async () => {
    const { ask } = constrained(onlyReaders);
    expect((await ask('PUT', one, { body: assignment(readerRole) })).status).toBe(201);
    expect((await ask('PUT', assignmentPath(guid(2)), { body: assignment(ownerRole) })).status).toBe(403);
    const untyped = assignment(readerRole, { principalType: undefined });
    expect((await ask('PUT', one, { body: untyped })).status).toBe(403);
    expect((await ask('PUT', one, { body: assignment(readerRole, { principalType: 'User' }) })).status).toBe(
      403,
    );
  });

  test('[arm.forbidden.condition] the refusal says that a condition is not fulfilled', async () => {
    const refused = await constrained(onlyReaders).ask('PUT', one, { body: assignment(ownerRole) });
    expect(refused.refusal).toBe('403 AuthorizationFailed');
    expect(refused.body.error.message).toContain(
      `does not have authorization or an ABAC condition not fulfilled to perform action '${type}/write' over scope '${one}' or the scope is invalid.`,
    );
  });

  test('[roleAssignment.condition.update] an update is held against the request alone', async () => {
    const { ask, azure } = constrained(onlyReaders);
    await ask('PUT', one, {
      as: 'Olivia',
      body: assignment(readerRole, { condition, conditionVersion: '2.0' }),
    });
    expect((await ask('PUT', one, { body: assignment(ownerRole) })).refusal).toBe('403 AuthorizationFailed');
    expect((await ask('PUT', one, { body: assignment(readerRole) })).status).toBe(200);
    expect(azure.state.roleAssignments.get(guid(1))?.condition).toBeUndefined();
    await ask('PUT', assignmentPath(guid(2)), { as: 'Olivia', body: assignment(ownerRole) });
    const over = await ask('PUT', assignmentPath(guid(2)), { body: assignment(readerRole) });
    expect(over.refusal).toBe('400 RoleAssignmentUpdateNotPermitted');
  });

  test('[roleAssignment.condition.first] it is held against what can be read, before that is checked', async () => {
    const { ask } = constrained(onlyReaders);
    const all = assignment(ownerRole, { condition: '@Request[x', principalType: 'Device' });
    for (const body of [all, {}, 'no JSON', { properties: { roleDefinitionId: 1, principalId: [] } }])
      expect((await ask('PUT', one, { body })).refusal).toBe('403 AuthorizationFailed');
    const readable = assignment(readerRole, { principalId: 'x' });
    expect((await ask('PUT', one, { body: readable })).refusal).toBe('400 InvalidRequestContent');
  });

  test('[roleAssignment.condition.delete] only what it could have made can be removed', async () => {
    const { ask } = constrained(onlyReaders);
    await ask('PUT', one, { as: 'Olivia', body: assignment(ownerRole) });
    await ask('PUT', assignmentPath(guid(2)), { as: 'Olivia', body: assignment(readerRole) });
    expect((await ask('DELETE', one)).refusal).toBe('403 AuthorizationFailed');
    expect((await ask('DELETE', assignmentPath(guid(2)))).status).toBe(200);
  });

  test('[roleAssignment.condition.absent] nor can what is not there', async () => {
    const { ask } = constrained(onlyReaders);
    expect((await ask('DELETE', one)).refusal).toBe('403 AuthorizationFailed');
    expect((await ask('DELETE', one, { as: 'Olivia' })).status).toBe(204);
  });

  test('it does not stand in the way of reading', async () => {
    expect((await constrained(onlyReaders).ask('GET', definitionPath(readerRole))).status).toBe(200);
  });

  test('[roleAssignment.condition.only] it does not hold who may also write role definitions', async () => {
    const { ask } = constrained(onlyReaders, 'User Access Administrator');
    expect((await ask('PUT', definitionPath(guid(3)), { body: definition() })).status).toBe(201);
    expect(
      (await constrained(onlyReaders).ask('PUT', definitionPath(guid(3)), { body: definition() })).status,
    ).toBe(403);
  });

  test('[roleAssignment.condition.unknown] a condition that is not understood lets nothing through', async () => {
    const { ask } = constrained(`@Resource[Microsoft.Storage/storageAccounts:Name] StringLike 'a*'`);
    expect((await ask('PUT', one, { body: assignment(readerRole) })).refusal).toBe('403 AuthorizationFailed');
  });
});

const action = `${type}/write`;
const request = { [`${type}:RoleDefinitionId`]: readerRole, [`${type}:PrincipalType`]: 'ServicePrincipal' };
const role = `@Request[${type}:RoleDefinitionId]`;
const principal = `@Request[${type}:PrincipalType]`;
const privileged = `${role} ForAnyOfAllValues:GuidNotEquals {${ownerRole}, 18d7d88d-d35e-4fb5-a5c3-7773c20a72d9}`;

test.each([
  [`${role} ForAnyOfAnyValues:GuidEquals {${ownerRole}, ${readerRole.toUpperCase()}}`, true],
  [`${role} ForAnyOfAnyValues:GuidEquals {${ownerRole}}`, false],
  [privileged, true],
  [privileged.replace(ownerRole, readerRole), false],
  [
    `@Request[${type}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'user', 'SERVICEPRINCIPAL'}`,
    true,
  ],
  [`@Resource[${type}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}`, false],
  [`@Request[${type}:PrincipalId] ForAnyOfAllValues:GuidNotEquals {${ownerRole}}`, false],
  [`!(ActionMatches{'${type}/write'})`, false],
  [`ActionMatches{'${type}/*'}`, true],
  [`!(ActionMatches{'${type}/delete'}) && (${privileged})`, true],
  [`ActionMatches{'${type}/delete'} || ActionMatches{'${type}/write'}`, true],
  [`ActionMatches{'${type}/write'} OR ActionMatches{'x'} AND ActionMatches{'x'}`, true],
  ['', false],
  ['(', false],
  [`ActionMatches{'a'} ActionMatches{'a'}`, false],
  [`ActionMatches{'${type}/write'} )`, false],
  [`ActionMatches{'${type}/write', 'b'}`, false],
  [`${role} GuidEquals ${readerRole}`, true],
  [`${role} GuidNotEquals ${readerRole}`, false],
  [`${role} GuidNotEquals ${ownerRole}`, true],
  [`${principal} StringEqualsIgnoreCase 'serviceprincipal'`, true],
  [`${principal} StringNotEqualsIgnoreCase 'User'`, true],
  [`${principal} ForAnyOfAllValues:StringNotEqualsIgnoreCase {'User', 'serviceprincipal'}`, false],
  [`@Request[${type}:PrincipalId] GuidNotEquals ${ownerRole}`, false],
  [`${role} GuidEquals {${readerRole}}`, false],
  [`${role} ForAllOfAnyValues:GuidEquals {${readerRole}}`, false],
  [`${role} ForAnyOfAnyValues:StringLike {'*'}`, false],
  [`@Environment[x] ForAnyOfAnyValues:GuidEquals {${readerRole}}`, false],
  [`${role} ForAnyOfAnyValues:GuidEquals {reader}`, false],
  [`${role} ForAnyOfAnyValues:GuidEquals {${readerRole}`, false],
])('%s is %s', (condition, expected) => {
  expect(conditionHolds(condition, action, { request })).toBe(expected);
});
