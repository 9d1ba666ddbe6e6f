import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { manyOperations } from '../../../dev/bench/estate.ts';
import { excessOf } from '../../../src/domain/excess/excess.ts';
import { prepareOperations } from '../../../src/domain/excess/operations.ts';
import { resourceTypeOf, riskOf } from '../../../src/domain/excess/riskClass.ts';
import { excessScore } from '../../../src/domain/excess/score.ts';
import type { Assignment } from '../../../src/domain/permissions/evaluate.ts';
import { neededActions } from '../../../src/domain/senderRole.ts';
import type { Permission } from '../../../src/domain/roleDefinition.ts';
import { permission, serviceId, subscriptionScope } from '../../support/records.ts';
import cases from '../../cases/operationRisks.json' with { type: 'json' };
import { gives } from '../permissions/oracle.ts';

const listed = manyOperations();
const operations = prepareOperations(listed);

function assigned(permissions: Permission[], overrides: Partial<Assignment> = {}): Assignment {
  const role = { id: 'role', name: 'Some role', permissions };
  return { id: 'a1', principalId: 'p1', scope: serviceId, role, ...overrides };
}
const excess = (...blocks: Permission[]) => excessOf([assigned(blocks)], operations);
const classes = (...blocks: Permission[]) => excess(...blocks).classes.map((found) => found.class);

test.each(cases)('$operation is a risk of $risk', ({ operation, risk }) => {
  expect(riskOf(operation)).toBe(risk);
});

describe('what exceeds the need', () => {
  it('is nothing for exactly the needed actions, in any case', () => {
    const found = excess(permission(neededActions.map((action) => action.toUpperCase())));
    expect(found).toEqual({ classes: [], sentence: 'can do nothing beyond sending', conditional: false });
    expect(excessOf([], operations)).toEqual(found);
  });

  it.each<[string, Permission[], string, string[]]>([
    [
      'Owner',
      [permission(['*'])],
      'can do everything',
      ['fullControl', 'roleWrites', 'keyAccess', 'deletes', 'other'],
    ],
    [
      'Contributor',
      [
        permission(['*'], {
          notActions: [
            'Microsoft.Authorization/*/Write',
            'Microsoft.Authorization/*/Delete',
            'Microsoft.Authorization/elevateAccess/Action',
            'Microsoft.Blueprint/*',
          ],
        }),
      ],
      'can do everything but assign roles',
      ['fullControl', 'keyAccess', 'deletes', 'other'],
    ],
    [
      'Communication and Email Service Owner',
      [permission(['Microsoft.Communication/*'])],
      'can read keys, delete 7 resource types, change 9 resource types, read 9 resource types',
      ['keyAccess', 'deletes', 'other'],
    ],
    ['a reader', [permission(['*/locks/read'])], 'can read 1 resource type', ['other']],
    [
      'a role administrator',
      [permission(['microsoft.authorization/ROLEassignments/*'])],
      'can assign roles, delete 1 resource type, read 1 resource type',
      ['roleWrites', 'deletes', 'other'],
    ],
    [
      'everything in four pieces',
      ['*/read', '*/write', '*/delete', '*/action'].map((each) => permission([each])),
      'can do everything',
      ['fullControl', 'roleWrites', 'keyAccess', 'deletes', 'other'],
    ],
    ['every write alone', [permission(['*/locks/write'])], 'can change 1 resource type', ['other']],
    ['data', [permission([], { dataActions: ['Microsoft.Storage/*/read'] })], 'can use data', ['data']],
    [
      'no data that is taken away again',
      [permission([], { dataActions: ['A/b/*'], notDataActions: ['a/*'] })],
      'can do nothing beyond sending',
      [],
    ],
    [
      'a provider that is not listed',
      [permission(['Nobody.Knows/*'])],
      'can delete 1 resource type',
      ['deletes'],
    ],
    [
      'nothing of a provider that is not listed and taken away',
      [permission(['Nobody.Knows/a/*'], { notActions: ['*'] })],
      'can do nothing beyond sending',
      [],
    ],
    [
      'what one block takes away and another gives',
      [
        permission(['Microsoft.Communication/*'], { notActions: ['*/action'] }),
        permission(['*/LISTKEYS/action']),
      ],
      'can read keys, delete 7 resource types, change 6 resource types, read 9 resource types',
      ['keyAccess', 'deletes', 'other'],
    ],
  ])('is told for %s', (...[, blocks, sentence, expected]) => {
    const found = excess(...blocks);
    expect(found.sentence).toBe(sentence);
    expect(found.classes.map((each) => each.class)).toEqual(expected);
  });

  it('names assignment, role, scope and pattern, and examples of mail services first', () => {
    const [keys] = excess(
      permission(['*/listKeys/action', 'Microsoft.Communication/CommunicationServices/ListKeys/*']),
    ).classes;
    expect(keys?.because).toEqual([
      {
        assignmentId: 'a1',
        role: 'Some role',
        scope: serviceId,
        pattern: '*/listKeys/action',
        conditional: false,
        onlyReads: false,
      },
    ]);
    expect(keys?.examples[0]).toBe('Microsoft.Communication/CommunicationServices/ListKeys/action');
    expect(keys?.examples).toHaveLength(3);
  });

  it.each<[string, Assignment[], boolean]>([
    ['no condition', [assigned([permission(['*'])])], false],
    ['one on a block of listed operations', [assigned([permission(['*/read'], { condition: 'C' })])], true],
    [
      'one that another block of the role makes up for',
      [assigned([permission(['*/read'], { condition: 'C' }), permission(['*/r*'])])],
      false,
    ],
    ['one on the assignment', [assigned([permission(['*'])], { condition: 'C' })], true],
    ['one on a block', [assigned([permission(['*'], { condition: 'C' })])], true],
    [
      'one on an entry that no list has',
      [assigned([permission(['A/b/read'], { condition: 'C' }), permission(['*'])])],
      true,
    ],
    [
      'one that another assignment makes up for',
      [assigned([permission(['*/read'])], { condition: 'C' }), assigned([permission(['*'])])],
      false,
    ],
    [
      'one beside what it is not about',
      [assigned([permission(['*/write'])], { condition: 'C' }), assigned([permission(['*/read'])])],
      true,
    ],
    ['one on needed actions alone', [assigned([permission([...neededActions])], { condition: 'C' })], false],
  ])('is conditional or not: %s', (what, assignments, expected) => {
    // An entry that no list has counts for itself, so nobody can say that another one covers it.
    expect(excessOf(assignments, operations).conditional, what).toBe(expected);
  });

  it('says of each assignment whether it is under a condition, of its own or of its role', () => {
    const block = permission(['*/read'], { condition: 'C' });
    const assignments = [
      assigned([block]),
      assigned([permission(['*/read'])], { condition: 'C' }),
      assigned([block, permission(['*/locks/read'])]),
    ];
    const [other] = excessOf(assignments, operations).classes;
    expect(other?.because.map(({ conditional, onlyReads }) => [conditional, onlyReads])).toEqual([
      [true, true],
      [true, true],
      [false, true],
    ]);
  });

  it('is seen also where the list of operations is empty', () => {
    const none = prepareOperations([]);
    expect(excessOf([assigned([permission(['*'])])], none).classes[0]?.class).toBe('fullControl');
    expect(excessOf([assigned([permission(['Microsoft.Authorization/*'])])], none).sentence).toContain(
      'assign roles',
    );
    expect(excessOf([assigned([permission(['Microsoft.Storage/accounts/read'])])], none).sentence).toBe(
      'can read 1 resource type',
    );
  });

  it('has no full control without its parts', () => {
    for (const without of ['*/write', '*/delete', '*/action'])
      expect(classes(permission(['*'], { notActions: [without] }))).not.toContain('fullControl');
  });
});

const pattern = fc.constantFrom(
  '*',
  '*/read',
  '*/WRITE',
  'Microsoft.Communication/*',
  'microsoft.service1/*',
  '*/things3/*',
  '*/delete',
  'Microsoft.Authorization/*/Write',
  'Microsoft.Service2*/things?/read',
  'Microsoft.Service7/things1/listKeys/action',
  '*/action',
  ...neededActions,
);
const patterns = fc.array(pattern, { maxLength: 3 });
const block: fc.Arbitrary<Permission> = fc
  .record({
    actions: patterns,
    notActions: fc.array(pattern, { maxLength: 2 }),
    condition: fc.constantFrom('', 'C'),
  })
  .map((of) => permission(of.actions, of));
const scope = fc.constantFrom(
  '/',
  '/providers/Microsoft.Management/managementGroups/m',
  subscriptionScope,
  serviceId,
);
const assignment = fc
  .tuple(fc.array(block, { maxLength: 3 }), scope, fc.constantFrom(undefined, 'C'))
  .map(([blocks, at, condition]) =>
    assigned(blocks, { scope: at, ...(condition === undefined ? {} : { condition }) }),
  );

test('the counts are those of asking for each operation by itself', () => {
  const needed = new Set<string>(neededActions.map((each) => each.toLowerCase()));
  const few = [...new Set(listed.filter((_, index) => index < 60 || index % 40 === 0))];
  const prepared = prepareOperations(few);
  fc.assert(
    fc.property(fc.array(assignment, { maxLength: 3 }), (assignments) => {
      const found = excessOf(assignments, prepared);
      for (const risk of ['deletes', 'keyAccess'] as const) {
        const held = few.filter(
          (each) =>
            !needed.has(each.toLowerCase()) &&
            riskOf(each) === risk &&
            assignments.some(({ role }) => gives(role.permissions, each).given),
        );
        const unlisted = new Set(
          assignments
            .flatMap(({ role }) => role.permissions.flatMap(({ actions }) => actions))
            .filter((each) => !each.includes('*') || each.includes('?')),
        );
        const counted = found.classes.find((each) => each.class === risk);
        const more = [...unlisted].filter((each) => riskOf(each) === risk && !few.includes(each)).length;
        expect(counted?.operations ?? 0).toBeGreaterThanOrEqual(held.length);
        expect(counted?.operations ?? 0).toBeLessThanOrEqual(held.length + more);
        if (more === 0) expect(counted?.resourceTypes ?? 0).toBe(new Set(held.map(resourceTypeOf)).size);
      }
    }),
    { numRuns: 300 },
  );
});

describe('the score', () => {
  const score = (assignments: Assignment[]) => excessScore(excessOf(assignments, operations));

  it('is 0 for least privilege, wherever, and 100 for Owner at the root', () => {
    for (const at of ['/', subscriptionScope, serviceId])
      expect(score([assigned([permission([...neededActions])], { scope: at })])).toBe(0);
    expect(score([assigned([permission(['*'])], { scope: '/' })])).toBe(100);
  });

  it('is never lowered by another assignment, by a wider scope, or by a condition that goes', () => {
    fc.assert(
      fc.property(fc.array(assignment, { maxLength: 3 }), assignment, scope, (assignments, more, at) => {
        const before = score(assignments);
        expect(score([...assignments, more])).toBeGreaterThanOrEqual(before);
        expect(before).toBeLessThanOrEqual(100);
        const widths = [
          '/',
          '/providers/Microsoft.Management/managementGroups/m',
          subscriptionScope,
          serviceId,
        ];
        const wider = assignments.map((each) =>
          widths.indexOf(at) < widths.indexOf(each.scope) ? { ...each, scope: at } : each,
        );
        expect(score(wider)).toBeGreaterThanOrEqual(before);
        expect(score(assignments.map((each) => ({ ...each, condition: null })))).toBeGreaterThanOrEqual(
          before,
        );
        expect(excessScore(excessOf(assignments, operations), 'root')).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it('weighs each class where it is held, not where something else is', () => {
    const narrow = assigned([permission(['*'])]);
    const wide = assigned([permission([...neededActions])], { scope: '/' });
    expect(score([narrow, wide])).toBe(score([narrow]));
  });
});
