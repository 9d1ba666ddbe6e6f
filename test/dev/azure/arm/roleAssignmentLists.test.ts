import { expect, test } from 'vitest';
import { pageSize } from '../../../../dev/azure/arm/page.ts';
import { arm, assignment, assignmentPath } from './armCalls.ts';
import { group, guid, mailService, readerRole, senderId, subscription } from './mailWorld.ts';

const innerId = guid(50);
const outerId = guid(51);
const managementGroup = '/providers/Microsoft.Management/managementGroups/all';
const at = (scope: string, name: number, principal = 'Sender') => ({
  role: 'Reader',
  principal,
  scope,
  name: guid(name),
});

/** One assignment at every level, one in a neighbour group, one through a group of groups. */
function estate() {
  const made = arm({
    world: {
      groups: [
        { name: 'Inner', members: ['Sender'], objectId: innerId },
        { name: 'Outer', members: ['Inner'], objectId: outerId },
      ],
      assignments: [
        { role: 'Owner', principal: 'operator', scope: '/', name: guid(1) },
        at(managementGroup, 2),
        at(subscription, 3),
        at(group, 4, 'Outer'),
        at(mailService, 5),
        at(`${subscription}/resourceGroups/rg-other`, 6),
      ],
    },
  });
  made.azure.state.managementGroups = { [subscription]: managementGroup };
  const list = async (scope: string, filter?: string) => {
    const query = filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`;
    const answer = await made.ask(
      'GET',
      `${scope}/providers/Microsoft.Authorization/roleAssignments${query}`,
    );
    expect(answer.status).toBe(200);
    return answer.body.value;
  };
  const numbers = async (scope: string, filter?: string) =>
    (await list(scope, filter)).map(({ name }) => Number(name.slice(-2))).sort();
  return { ...made, list, numbers };
}

test('[roleAssignment.list.all] without a filter: at, above and below', async () => {
  const { numbers } = estate();
  expect(await numbers(group)).toEqual([1, 2, 3, 4, 5]);
  expect(await numbers('')).toEqual([1, 2, 3, 4, 5, 6]);
});

test('[roleAssignment.list.atScope] at or above, the root with ids without prefix', async () => {
  const { list, numbers } = estate();
  expect(await numbers(group, 'atScope()')).toEqual([1, 2, 3, 4]);
  const root = (await list(group, 'atScope()')).find(({ name }) => name === guid(1));
  expect(root).toMatchObject({
    id: `/providers/Microsoft.Authorization/roleAssignments/${guid(1)}`,
    properties: { scope: '/' },
  });
  const above = (await list(group, 'atScope()')).find(({ name }) => name === guid(2));
  expect(above?.id).toBe(`${managementGroup}/providers/Microsoft.Authorization/roleAssignments/${guid(2)}`);
});

test('[roleAssignment.list.principalId] the direct ones of one principal', async () => {
  const { numbers } = estate();
  expect(await numbers(group, `principalId eq '${senderId.toUpperCase()}'`)).toEqual([2, 3, 5]);
  expect(await numbers(group, `principalId eq ${senderId}`)).toEqual([2, 3, 5]);
  expect(await numbers(group, `atScope() and principalId eq '${senderId}'`)).toEqual([2, 3]);
});

test('[roleAssignment.list.assignedTo] also through groups of groups, and for no group', async () => {
  const { ask, numbers } = estate();
  expect(await numbers(group, `assignedTo('${senderId}')`)).toEqual([2, 3, 4, 5]);
  expect(await numbers(group, `atScope() and assignedTo('${senderId}')`)).toEqual([2, 3, 4]);
  const path = `${group}/providers/Microsoft.Authorization/roleAssignments?$filter=assignedTo('${outerId}')`;
  expect((await ask('GET', path)).refusal).toBe('400 BadRequest');
});

test('[roleAssignment.list.roleId] the role id has the subscription that was asked', async () => {
  const { list } = estate();
  const here = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/`;
  for (const { properties } of await list(mailService, 'atScope()'))
    expect(properties.roleDefinitionId).toMatch(new RegExp(`^${here}`));
});

test('[roleAssignment.list.lag] a new one is found by name before it is listed', async () => {
  const { ask, clock } = arm({ delays: { roleReplication: 5_000 } });
  const path = assignmentPath(guid(1));
  const listed = async () => {
    const { value } = (await ask('GET', path.slice(0, path.lastIndexOf('/')))).body;
    return value.some(({ name }) => name === guid(1));
  };
  await ask('PUT', path, { body: assignment(readerRole) });
  expect((await ask('GET', path)).status).toBe(200);
  expect(await listed()).toBe(false);
  clock.advance(5_000);
  expect(await listed()).toBe(true);
});

test('a deleted one is not listed, though it is still in force', async () => {
  const { ask } = arm({ delays: { rolePropagation: 60_000 } });
  const path = assignmentPath(guid(1), mailService);
  await ask('PUT', path, { body: assignment(readerRole) });
  await ask('DELETE', path);
  const { value } = (await ask('GET', path.slice(0, path.lastIndexOf('/')))).body;
  expect(value).toHaveLength(1);
});

test('[roleAssignment.list.orphan] who was deleted is still listed, with its type', async () => {
  const { azure, list } = estate();
  azure.state.servicePrincipals.delete(senderId);
  const [found] = await list(mailService, `atScope() and principalId eq '${senderId}'`);
  expect(found?.properties).toMatchObject({ principalId: senderId, principalType: 'ServicePrincipal' });
});

test('[arm.paging] a token that nobody handed out is refused, not taken for the beginning', async () => {
  const path = `${group}/providers/Microsoft.Authorization/roleAssignments?$skipToken=`;
  for (const token of ['200', 'bm9uZQ'])
    expect((await arm().ask('GET', `${path}${token}`)).refusal).toBe('400 InvalidSkipToken');
});

test('[arm.paging] a long list comes in pages', async () => {
  const { ask, azure } = arm();
  const [own] = azure.state.roleAssignments.values();
  if (own === undefined) throw new Error('The world has no assignment.');
  for (let n = 1; n < pageSize * 2; n++) azure.state.roleAssignments.set(guid(n), { ...own, name: guid(n) });
  const first = await ask('GET', `${group}/providers/Microsoft.Authorization/roleAssignments`);
  expect(first.body.value).toHaveLength(pageSize);
  // What goes in between shifts nothing, not even the last one of the page before.
  azure.state.roleAssignments.delete(first.body.value.at(-1)?.name ?? '');
  const second = await ask('GET', (first.body.nextLink ?? '').replace(/&?api-version=[^&]*/, ''));
  expect(second.body.value).toHaveLength(pageSize);
  expect(second.body.nextLink).toBeUndefined();
  const names = [...first.body.value, ...second.body.value].map(({ name }) => name);
  expect(new Set(names).size).toBe(pageSize * 2);
});

test('an unknown filter is refused, not ignored', async () => {
  const { ask } = estate();
  for (const filter of ["roleName eq 'x'", 'atScope() or x', 'atScope() and', 'atScope'])
    expect(
      (await ask('GET', `${group}/providers/Microsoft.Authorization/roleAssignments?$filter=${filter}`))
        .refusal,
    ).toBe('400 UnsupportedQuery');
});
