import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { coverage } from '../../src/domain/permissions/coverage.ts';
import { covers } from '../../src/domain/permissions/pattern.ts';
import {
  assignmentScope,
  canHandOutRoles,
  definitionScope,
  wantedRole,
} from '../../src/domain/roleChoice.ts';
import type { Permission, RoleDefinition } from '../../src/domain/roleDefinition.ts';
import { sameRole } from '../../src/domain/roleDrift.ts';
import { neededActions, senderRole } from '../../src/domain/senderRole.ts';
import { aRole, groupScope, permission, serviceId, subscriptionScope } from '../support/records.ts';

/** Patterns and actions of a small world, in which they often meet. */
const segment = fc.constantFrom('Microsoft.Communication', 'CommunicationServices', 'EmailServices', 'x');
const verb = fc.constantFrom('read', 'write', 'Read', 'Write', 'delete');
const action = fc.oneof(
  fc.constantFrom(...neededActions),
  fc.tuple(segment, segment, verb).map((parts) => parts.join('/')),
);
const pattern = fc.oneof(
  action,
  fc.constantFrom('*', '*/read', '*/write', 'Microsoft.Communication/*', '*/EmailServices/*'),
);
const patterns = fc.array(pattern, { maxLength: 3 });
const block: fc.Arbitrary<Permission> = fc.record({
  actions: patterns,
  notActions: patterns,
  dataActions: patterns,
  notDataActions: patterns,
});

function covered(permissions: readonly Permission[], wanted: string, kind: 'action' | 'dataAction'): boolean {
  return coverage({ id: '', name: '', permissions }, wanted, kind).kind === 'covered';
}

function cloneOf(source: RoleDefinition) {
  const clone = wantedRole({ kind: 'clone', of: source.roleName }, groupScope, source);
  if (clone === undefined) throw new Error('A clone is a role to be made.');
  return clone;
}

describe('the role of a grant', () => {
  it('is exactly the needed actions by default', () => {
    const role = wantedRole({ kind: 'least-privilege' }, groupScope);
    expect(role).toEqual(senderRole(groupScope));
    expect(role?.permissions).toEqual([permission([...neededActions])]);
    expect(role?.assignableScopes).toEqual([groupScope]);
  });

  it('is nothing to make for the built-in owner role', () => {
    expect(wantedRole({ kind: 'owner' }, groupScope)).toBeUndefined();
  });

  it('can not be a clone of a role that was not read', () => {
    expect(() => wantedRole({ kind: 'clone', of: 'Reader' }, groupScope)).toThrow(/'Reader' has to be read/);
  });

  it('has another name at every scope, because names are unique in a tenant', () => {
    expect(senderRole(subscriptionScope).roleName).not.toBe(senderRole(groupScope).roleName);
  });
});

describe('a clone', () => {
  it('covers the needed actions, all that its source does, and nothing more', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 3 }), action, (permissions, asked) => {
        const clone = cloneOf(aRole({ permissions }));
        for (const needed of neededActions) expect(covered(clone.permissions, needed, 'action')).toBe(true);
        const isNeeded = neededActions.some((needed) => needed.toLowerCase() === asked.toLowerCase());
        expect(covered(clone.permissions, asked, 'action')).toBe(
          covered(permissions, asked, 'action') || isNeeded,
        );
        expect(covered(clone.permissions, asked, 'dataAction')).toBe(
          covered(permissions, asked, 'dataAction'),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['joins the only block', [permission(['a/read'])], [permission(['a/read', ...neededActions])]],
    [
      'adds what is missing alone',
      [permission(['*/Read'])],
      [permission(['*/Read', ...neededActions.filter((needed) => !/read$/i.test(needed))])],
    ],
    [
      'leaves NotActions whole',
      [permission(['*'], { notActions: ['Microsoft.Communication/*'] })],
      [permission(['*'], { notActions: ['Microsoft.Communication/*'] }), permission([...neededActions])],
    ],
    ['stands beside several blocks', [permission(['a']), permission(['b'])], undefined],
    ['works without any block', [], [permission([...neededActions])]],
  ])('%s', (_how, permissions, expected) => {
    const clone = cloneOf(aRole({ permissions }));
    expect(clone.permissions).toEqual(expected ?? [...permissions, permission([...neededActions])]);
  });

  it('has a name that tells its source and is Azure’s to take, however long the source’s is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 512 }), (roleName) => {
        const clone = cloneOf(aRole({ roleName }));
        expect(clone.roleName.length).toBeLessThanOrEqual(128);
        expect(clone.roleName.isWellFormed()).toBe(true);
      }),
    );
    expect(cloneOf(aRole({ roleName: 'Reader' })).roleName).toContain('(Reader, ');
  });
});

test.each([
  ['resource', serviceId, groupScope],
  ['resourceGroup', groupScope, groupScope],
  ['subscription', subscriptionScope, subscriptionScope],
] as const)('at the scope %s', (scope, assignedAt, definedAt) => {
  expect(assignmentScope(serviceId, scope)).toBe(assignedAt);
  expect(definitionScope(serviceId, scope)).toBe(definedAt);
});

describe('canHandOutRoles', () => {
  it.each([
    ['reading roles', [permission(['Microsoft.Authorization/*/read'])], false],
    ['everything', [permission(['*'])], true],
    ['role assignments in odd case', [permission(['microsoft.authorization/ROLEASSIGNMENTS/Write'])], true],
    ['role definitions', [permission(['Microsoft.Authorization/roleDefinitions/write'])], true],
    ['a wildcard within a word', [permission(['Microsoft.Authorization/role*/write'])], true],
    ['elevation', [permission(['Microsoft.Authorization/elevateAccess/*'])], true],
    ['activation by PIM', [permission(['*/roleAssignmentScheduleRequests/write'])], true],
    ['eligibility by PIM', [permission(['*/roleEligibilityScheduleRequests/write'])], true],
    ['what NotActions take away', [permission(['*'], { notActions: ['Microsoft.Authorization/*'] })], false],
    [
      'what another block gives back',
      [
        permission(['*'], { notActions: ['Microsoft.Authorization/*'] }),
        permission(['*/roleAssignments/write']),
      ],
      true,
    ],
    ['data actions of that name', [permission([], { dataActions: ['*'] })], false],
  ])('of %s', (_what, permissions, expected) => {
    expect(canHandOutRoles(aRole({ permissions }))).toBe(expected);
  });

  // All built-in roles, as `az role definition list` prints them. Not part of this repository.
  const file = resolve(import.meta.dirname, '../../../shared/data/azure-built-in-roles.json');
  test.skipIf(!existsSync(file))(
    'of the built-in roles: exactly those that may write roles or elevate',
    () => {
      const roles = JSON.parse(readFileSync(file, 'utf8')) as RoleDefinition[];
      const may = (role: RoleDefinition, wanted: string) =>
        role.permissions.some(
          ({ actions, notActions }) =>
            actions.some((each) => covers(each, wanted)) && !notActions.some((each) => covers(each, wanted)),
        );
      const expected = roles.filter((role) =>
        ['roleAssignments/write', 'roleDefinitions/write', 'elevateAccess/action'].some((each) =>
          may(role, `Microsoft.Authorization/${each}`),
        ),
      );
      expect(roles.filter(canHandOutRoles)).toEqual(expected);
      const names = expected.map(({ roleName }) => roleName);
      expect(names).toEqual(expect.arrayContaining(['Owner', 'User Access Administrator']));
      expect(names).not.toContain('Contributor');
    },
  );
});

describe('sameRole', () => {
  const wanted = senderRole(groupScope);
  const found = (overrides: Partial<RoleDefinition>) => aRole({ ...wanted, ...overrides });
  const [own] = wanted.permissions;
  const odd = permission(neededActions.map((each) => each.toUpperCase()).reverse());

  it.each([
    ['itself', {}, true],
    ['another name and description', { roleName: 'x', description: 'y' }, true],
    ['another order and case', { permissions: [odd], assignableScopes: [groupScope.toUpperCase()] }, true],
    ['an action twice', { permissions: [permission([...neededActions, neededActions[0]])] }, true],
    ['an action more', { permissions: [permission([...neededActions, '*/read'])] }, false],
    ['an action less', { permissions: [permission(neededActions.slice(1))] }, false],
    ['a NotAction', { permissions: [{ ...own, notActions: ['x'] }] }, false],
    ['a data action', { permissions: [{ ...own, dataActions: ['x'] }] }, false],
    ['a NotDataAction', { permissions: [{ ...own, notDataActions: ['x'] }] }, false],
    ['a block more', { permissions: [own, permission([])] }, false],
    ['no block', { permissions: [] }, false],
    ['a wider scope', { assignableScopes: [subscriptionScope] }, false],
    ['a scope more', { assignableScopes: [groupScope, subscriptionScope] }, false],
  ])('with %s', (_what, overrides, expected) => {
    expect(sameRole(found(overrides as Partial<RoleDefinition>), wanted)).toBe(expected);
  });
});
