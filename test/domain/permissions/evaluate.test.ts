import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PermissionBlock, Role } from '../../../src/domain/permissions/coverage.ts';
import { evaluate } from '../../../src/domain/permissions/evaluate.ts';
import type { Access } from '../../../src/domain/permissions/evaluate.ts';
import cases from '../../cases/verdicts.json' with { type: 'json' };

type Case = {
  name: string;
  assignments: { role: string; scope: string; principal?: string; condition?: string }[];
  deny?: Partial<PermissionBlock> & {
    principalIds: string[];
    excludePrincipalIds?: string[];
    scope?: string;
    doNotApplyToChildScopes?: boolean;
    blockCondition?: string;
  };
  action: string;
  kind?: 'action' | 'dataAction';
  verdict: string;
  pattern?: string;
  excludedBy?: string;
  conditions?: string[];
  unless?: string[];
};

const here = '/subscriptions/s/resourceGroups/mail';

function block(of: Partial<PermissionBlock>): PermissionBlock {
  return { actions: [], notActions: [], dataActions: [], notDataActions: [], ...of };
}

const blocks: Record<string, PermissionBlock[]> = {
  owner: [block({ actions: ['*'] })],
  reader: [block({ actions: ['*/read'] })],
  contributor: [block({ actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] })],
  accessAdministrator: [block({ actions: ['*/read', 'Microsoft.Authorization/*'] })],
  twoBlocks: [
    block({ actions: ['Microsoft.Communication/*'], notActions: ['*/write'] }),
    block({ actions: ['Microsoft.Communication/CommunicationServices/write'] }),
  ],
  blobReader: [block({ dataActions: ['*/blobs/read'], notDataActions: ['Microsoft.Storage/secret/*'] })],
  conditional: [block({ actions: ['*'], condition: 'C1' })],
  conditionalThenPlain: [
    block({ actions: ['*'], condition: 'C1' }),
    block({ actions: ['Microsoft.Communication/*'] }),
  ],
};

function role(name: string): Role {
  const permissions = blocks[name];
  if (permissions === undefined) throw new Error(`No such role in this test: ${name}`);
  return { id: name, name, permissions };
}

function access(of: Case): Access {
  return {
    assignments: of.assignments.map((assignment, index) => ({
      id: `assignment${index}`,
      principalId: assignment.principal ?? 'me',
      scope: assignment.scope,
      role: role(assignment.role),
      condition: assignment.condition ?? null,
    })),
    denyAssignments: of.deny
      ? [
          {
            id: 'deny',
            name: 'Deny',
            scope: of.deny.scope ?? here,
            principalIds: of.deny.principalIds,
            excludePrincipalIds: of.deny.excludePrincipalIds ?? [],
            permissions: [block({ ...of.deny, condition: of.deny.blockCondition ?? null })],
            condition: of.deny.condition ?? null,
            doNotApplyToChildScopes: of.deny.doNotApplyToChildScopes ?? false,
          },
        ]
      : [],
    managementGroups: { '/subscriptions/s': '/providers/Microsoft.Management/managementGroups/mail' },
  };
}

test.each(cases as Case[])('$name', (of) => {
  const { action, kind = 'action', verdict, pattern, excludedBy, conditions, unless } = of;
  const answer = evaluate({ principalIds: ['ME', 'group'], action, scope: here, kind }, access(of));
  expect(answer.verdict).toBe(verdict);
  const [because] = answer.because;
  if (pattern !== undefined) expect(because).toMatchObject({ pattern });
  if (excludedBy !== undefined) expect(because).toMatchObject({ excludedBy });
  if (conditions !== undefined) expect(because).toMatchObject({ conditions });
  if (unless !== undefined) expect(because).toMatchObject({ unless });
});

test('a reason names assignment, principal, role, scope and pattern', () => {
  const of = { name: '', assignments: [{ role: 'owner', scope: '/' }], action: 'A/b/read', verdict: '' };
  expect(evaluate({ principalIds: ['me'], action: 'A/b/read', scope: here }, access(of)).because).toEqual([
    { assignmentId: 'assignment0', principalId: 'me', role: 'owner', scope: '/', pattern: '*' },
  ]);
});

test('the verdict does not depend on the order, and another role never takes anything away', () => {
  const names = fc.constantFrom('owner', 'reader', 'contributor', 'accessAdministrator', 'twoBlocks');
  const actions = fc.constantFrom(
    'Microsoft.Authorization/roleAssignments/write',
    'Microsoft.Communication/CommunicationServices/write',
    'Microsoft.Communication/EmailServices/read',
  );
  const verdict = (roles: string[], action: string) => {
    const assignments = roles.map((name) => ({ role: name, scope: '/' }));
    const of = { name: '', assignments, action, verdict: '' };
    return evaluate({ principalIds: ['me'], action, scope: here }, access(of)).verdict;
  };
  fc.assert(
    fc.property(fc.array(names, { maxLength: 4 }), names, actions, (roles, more, action) => {
      expect(verdict([...roles].reverse(), action)).toBe(verdict(roles, action));
      if (verdict(roles, action) === 'allowed') expect(verdict([more, ...roles], action)).toBe('allowed');
    }),
  );
});
