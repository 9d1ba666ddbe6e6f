import { expect, test } from 'vitest';
import { loadWorld } from '../../../../dev/azure/world.ts';
import type { World } from '../../../../dev/azure/world.ts';
import { ManualClock } from '../../../../dev/clock.ts';
import { arm } from '../arm/armCalls.ts';
import { group, guid, mailWorld, operatorId, senderId, subscription } from '../arm/mailWorld.ts';

const owner = { role: 'Owner', principal: 'operator', scope: subscription };
const reader = { role: 'Reader', scope: group };

async function listed(...assignments: NonNullable<World['assignments']>) {
  const { ask, clock } = arm({ world: { assignments: [owner, ...assignments] } });
  const { body } = await ask('GET', `${group}/providers/Microsoft.Authorization/roleAssignments`);
  return { clock, assignments: body.value.slice(1).map(({ properties }) => properties) };
}

test('an assignment may be of somebody who was deleted, of any type', async () => {
  const { assignments } = await listed(
    { ...reader, principalId: guid(7), principalType: 'User' },
    { ...reader, principalId: guid(8), principalType: 'ServicePrincipal' },
  );
  expect(assignments).toMatchObject([
    { principalId: guid(7), principalType: 'User' },
    { principalId: guid(8), principalType: 'ServicePrincipal' },
  ]);
});

test('an assignment says what it is for, who made it, and when', async () => {
  const { assignments } = await listed({
    ...reader,
    principal: 'Sender',
    description: 'For the newsletter',
    createdBy: 'operator',
    createdAt: '2025-06-01T00:00:00Z',
  });
  expect(assignments).toMatchObject([
    {
      principalId: senderId,
      description: 'For the newsletter',
      createdBy: operatorId,
      updatedBy: operatorId,
      createdOn: expect.stringMatching(/^2025-06-01T00:00:00/) as unknown,
    },
  ]);
});

test('an assignment is as old as it says, and as the rest of the estate if it says nothing', async () => {
  const { assignments, clock } = await listed(
    { ...reader, principal: 'Sender' },
    { ...reader, principal: 'Stranger', ageInDays: 2 },
  );
  const ages = assignments.map(({ createdOn }) => (clock.now() - Date.parse(String(createdOn))) / 86_400_000);
  expect(ages).toEqual([30, 2]);
});

test.each<[string, object, RegExp]>([
  ['nobody', {}, /names its principal/],
  [
    'two principals',
    { principal: 'Sender', principalId: guid(7), principalType: 'User' },
    /names its principal/,
  ],
  ['a deleted one of no type', { principalId: guid(7) }, /principalId and principalType together/],
  [
    'a type for one who is there',
    { principal: 'Sender', principalType: 'User' },
    /principalId and principalType together/,
  ],
  [
    'two ages',
    { principal: 'Sender', ageInDays: 1, createdAt: '2025-06-01T00:00:00Z' },
    /createdAt or ageInDays/,
  ],
  [
    'one as deleted who is there',
    { principalId: senderId, principalType: 'ServicePrincipal' },
    /deleted who is there/,
  ],
  ['an unknown author', { principal: 'Sender', createdBy: 'Ghost' }, /'Ghost'/],
])('an assignment that names %s is a problem', (_what, more, problem) => {
  const world = mailWorld({ assignments: [{ ...reader, ...more }] });
  expect(() => loadWorld(world, new ManualClock())).toThrow(problem);
});
