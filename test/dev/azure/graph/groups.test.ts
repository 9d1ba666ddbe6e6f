import { expect, test } from 'vitest';
import type { World } from '../../../../dev/azure/world.ts';
import contoso from '../../../../dev/worlds/contoso.json' with { type: 'json' };
import type { Ask } from '../../../support/localAzure.ts';
import { graph } from './graphCalls.ts';

const sample = contoso as World;
const reader = 'Group Reader';
const crowd = Array.from({ length: 120 }, (_, index) => `Robot ${index}`);

/** Groups in groups, two of them in each other. */
function grouped() {
  const calls = graph({
    world: {
      ...sample,
      applications: [
        ...(sample.applications ?? []),
        { name: reader, graphPermissions: ['GroupMember.Read.All'] },
        ...crowd.map((name) => ({ name })),
      ],
      groups: [
        { name: 'Outer', members: ['Inner', 'Ada Owner', 'Invoice Service'] },
        { name: 'Inner', members: ['Outer', 'Newsletter', 'Old Intranet', 'mailgrant'] },
        { name: 'Crowd', members: crowd },
      ],
    },
  });
  const group = (name: string) => {
    const found = [...calls.azure.state.groups.values()].find((each) => each.displayName === name);
    return found?.objectId ?? expect.fail(`There is no group ${name}.`);
  };
  const members = (path: string, more: Partial<Ask> = {}) =>
    calls.ask('GET', `/groups/${path}`, {
      as: reader,
      headers: { ConsistencyLevel: 'eventual' },
      ...more,
    });
  return { ...calls, group, members };
}

const cast = 'transitiveMembers/microsoft.graph.servicePrincipal';
const names = (value: unknown) => (value as { displayName: string }[]).map(({ displayName }) => displayName);

test('[group.get] a group is read with its name, and an unknown one is 404', async () => {
  const { ask, group } = grouped();
  const id = group('Outer');
  const read = await ask('GET', `/groups/${id}?$select=id,displayName`, { as: reader });
  expect(read).toMatchObject({ status: 200, body: { id, displayName: 'Outer' } });
  const unknown = await ask('GET', `/groups/${id.replace(/.{8}/, 'ffffffff')}`, { as: reader });
  expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'Request_ResourceNotFound' } } });
  expect((await ask('GET', '/groups/Outer', { as: reader })).status).toBe(400);
});

test('[group.denied] who may read all applications may not read groups', async () => {
  const { ask, group } = grouped();
  for (const path of [group('Outer'), `${group('Outer')}/${cast}`]) {
    const denied = await ask('GET', `/groups/${path}`);
    expect(denied).toMatchObject({ status: 403, body: { error: { code: 'Authorization_RequestDenied' } } });
  }
});

test('[group.transitiveMembers] groups in groups are followed, in a circle too, to service principals', async () => {
  const { group, members } = grouped();
  const read = await members(`${group('Outer')}/${cast}?$select=id,displayName&$count=true`);
  expect(read.body['@odata.count']).toBe(4);
  expect(names(read.body.value).sort()).toEqual([
    'Invoice Service',
    'Newsletter',
    'Old Intranet',
    'mailgrant',
  ]);
});

test('[group.cast] without ConsistencyLevel or $count=true the list is empty, and nothing says so', async () => {
  const { group, members } = grouped();
  const path = `${group('Crowd')}/${cast}`;
  const silent = { status: 200, body: { value: [] } };
  expect(await members(path)).toMatchObject(silent);
  expect(await members(`${path}?$count=true`, { headers: {} })).toMatchObject(silent);
  const first = await members(`${path}?$count=true`);
  expect(first.body.value).toHaveLength(100);
  const next = String(first.body['@odata.nextLink']).replace(/^.*\/groups\//, '');
  expect(await members(next, { headers: {} })).toMatchObject(silent);
  expect((await members(next)).body.value).toHaveLength(20);
});
