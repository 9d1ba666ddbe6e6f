import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PermissionBlock } from '../../../src/domain/permissions/coverage.ts';
import { evaluate } from '../../../src/domain/permissions/evaluate.ts';
import type { Access } from '../../../src/domain/permissions/evaluate.ts';
import { verdictByHand } from './oracle.ts';

const group = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`;
const scope = fc.constantFrom(
  '/',
  group('root'),
  group('MAIL'),
  group('other'),
  '/subscriptions/s',
  '/Subscriptions/S/',
  '/subscriptions/s2',
  '/subscriptions/s/resourceGroups/mail',
  '/subscriptions/s/resourceGroups/mail2',
  '/subscriptions/s/resourcegroups/MAIL/providers/Microsoft.Communication/communicationServices/x',
);
const action = fc.constantFrom('A/b/read', 'a/B/Write', 'A/b/c/write', 'A/write', 'Z/b/delete');
const pattern = fc.oneof(
  action,
  fc.constantFrom('*', '*/read', 'A/*', 'a/*/WRITE', '*b*', '**', 'A/b', '*/*/*/write', ''),
);
const patterns = fc.array(pattern, { maxLength: 3 });
// Mostly nothing is taken out: else hardly anything is left to decide about.
const exceptions = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(pattern, { maxLength: 2 }));
const condition = fc.constantFrom(null, null, '', 'C');
const block: fc.Arbitrary<PermissionBlock> = fc.record({
  actions: patterns,
  notActions: exceptions,
  dataActions: patterns,
  notDataActions: exceptions,
  condition,
});
const permissions = fc.array(block, { minLength: 1, maxLength: 3 });
const everyone = '00000000-0000-0000-0000-000000000000';
const principal = fc.constantFrom('me', 'ME', 'group', 'somebody');
const access: fc.Arbitrary<Access> = fc.record({
  assignments: fc.array(
    fc.record({
      id: fc.constant('assignment'),
      principalId: principal,
      scope,
      role: fc.record({ id: fc.constant('r'), name: fc.constant('Role'), permissions }),
      condition,
    }),
    { maxLength: 4 },
  ),
  denyAssignments: fc.array(
    fc.record({
      id: fc.constant('deny'),
      name: fc.constant('Deny'),
      scope,
      principalIds: fc.array(fc.oneof(principal, fc.constant(everyone)), { maxLength: 2 }),
      excludePrincipalIds: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        fc.array(principal, { maxLength: 1 }),
      ),
      permissions,
      doNotApplyToChildScopes: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
      condition,
    }),
    { maxLength: 3 },
  ),
  managementGroups: fc.constant({
    '/subscriptions/s': group('mail'),
    [group('mail').toLowerCase()]: group('root'),
  }),
});

const asking = fc.tuple(action, scope, fc.constantFrom('action', 'dataAction'));

test('the verdict is the one that is found by hand', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(access, asking, (known, [asked, at, kind]) => {
      const question = { principalIds: ['Me', 'group'], action: asked, scope: at, kind } as const;
      const expected = verdictByHand(question, known);
      seen.set(expected, (seen.get(expected) ?? 0) + 1);
      expect(evaluate(question, known).verdict).toBe(expected);
    }),
    { numRuns: 6_000 },
  );
  // What never comes up is not tested.
  for (const verdict of ['allowed', 'conditional', 'denied', 'notGranted'])
    expect(seen.get(verdict), verdict).toBeGreaterThan(50);
});
