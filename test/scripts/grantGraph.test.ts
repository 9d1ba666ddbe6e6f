import { expect, it } from 'vitest';
import { grantGraph } from '../../scripts/graphPermissions.ts';
import type { GraphGrant } from '../../scripts/graphPermissions.ts';
import type { GraphPermission } from '../../src/domain/doctor/commands.ts';

const identity = '3d5c7e9f-1a2b-4c3d-8e4f-5a6b7c8d9e0f';
const graph = 'aaaaaaaa-0000-4000-8000-000000000001';
const readApplications = '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30';
const readGroups = '98830695-27a2-44f7-8c18-0c3ebc9698f6';

const appRoles = [
  // The delegated one of the same name: not what an identity can hold.
  { id: 'bbbbbbbb-0000-4000-8000-000000000002', value: 'Application.Read.All', allowedMemberTypes: ['User'] },
  { id: readApplications, value: 'Application.Read.All', allowedMemberTypes: ['Application'] },
  { id: readGroups, value: 'GroupMember.Read.All', allowedMemberTypes: ['Application'] },
  { id: 'cccccccc-0000-4000-8000-000000000003', value: null, allowedMemberTypes: ['Application'] },
];

type Assigned = { resourceId: string; appRoleId: string };

/** Plays `az` over a Microsoft Graph that gives its lists in pages of one. */
function tenant(assigned: Assigned[] = [], endpoint = 'https://graph.microsoft.com/') {
  const asked: string[] = [];
  const said: string[] = [];
  const questions: string[] = [];
  const base = `${endpoint}v1.0`;
  const az: GraphGrant['az'] = (args) => {
    asked.push(args.join(' '));
    if (args[0] === 'cloud') return Promise.resolve(endpoint);
    const valueOf = (name: string) => args[args.indexOf(name) + 1] ?? '';
    const url = valueOf('--url');
    const list = `${base}/servicePrincipals/${identity}/appRoleAssignments`;
    if (valueOf('--method') === 'POST' && url === list) {
      assigned.push(JSON.parse(valueOf('--body')) as Assigned);
      return Promise.resolve({});
    }
    if (url.startsWith(list)) {
      const at = Number(new URL(url).searchParams.get('at') ?? '0');
      const next = at + 1 < assigned.length ? { '@odata.nextLink': `${list}?at=${at + 1}` } : {};
      return Promise.resolve({ value: assigned.slice(at, at + 1), ...next });
    }
    if (url.startsWith(`${base}/servicePrincipals(appId=`)) return Promise.resolve({ id: graph, appRoles });
    if (url.startsWith(`${base}/servicePrincipals/${identity}?`))
      return Promise.resolve({ id: identity, displayName: 'id-mailgrant' });
    return Promise.reject(new Error(`Not played: ${args.join(' ')}`));
  };
  const run = (answer: boolean, wanted: GraphPermission[] = ['Application.Read.All']) =>
    grantGraph({
      az,
      principalId: identity,
      wanted,
      confirm: (question) => {
        questions.push(question);
        return Promise.resolve(answer);
      },
      say: (line) => said.push(line),
    });
  const writes = () => asked.filter((each) => !/--method GET|^cloud show/.test(each));
  return { run, assigned, said, questions, writes, asked };
}

it('gives what is missing, after a yes', async () => {
  const { run, assigned, questions } = tenant();
  expect(await run(true)).toBe(true);
  expect(questions).toEqual(['Give it Application.Read.All in the whole tenant?']);
  expect(assigned).toEqual([{ principalId: identity, resourceId: graph, appRoleId: readApplications }]);
});

it('changes nothing after a no', async () => {
  const { run, writes, said } = tenant();
  expect(await run(false)).toBe(false);
  expect(writes()).toEqual([]);
  expect(said.at(-1)).toBe('Nothing was changed.');
});

it('asks nothing and changes nothing where all is there', async () => {
  const other = { resourceId: 'dddddddd-0000-4000-8000-000000000004', appRoleId: readApplications };
  // On the second page.
  const { run, writes, questions } = tenant([other, { resourceId: graph, appRoleId: readApplications }]);
  expect(await run(false)).toBe(true);
  expect(questions).toEqual([]);
  expect(writes()).toEqual([]);
});

it('does not take the same permission of another application for it', async () => {
  const other = { resourceId: 'dddddddd-0000-4000-8000-000000000004', appRoleId: readApplications };
  const { run, questions } = tenant([other]);
  await run(true);
  expect(questions).toHaveLength(1);
});

it('gives only the one of two that is missing', async () => {
  const { run, questions, assigned } = tenant([{ resourceId: graph, appRoleId: readApplications }]);
  expect(await run(true, ['Application.Read.All', 'GroupMember.Read.All'])).toBe(true);
  expect(questions).toEqual(['Give it GroupMember.Read.All in the whole tenant?']);
  expect(assigned.map(({ appRoleId }) => appRoleId)).toEqual([readApplications, readGroups]);
});

it('asks the Microsoft Graph of the cloud that is signed in to', async () => {
  const { run, asked } = tenant([], 'https://graph.microsoft.us/');
  await run(true);
  expect(
    asked
      .filter((each) => each.includes('--url'))
      .every((each) => each.includes('https://graph.microsoft.us/v1.0/')),
  ).toBe(true);
});
