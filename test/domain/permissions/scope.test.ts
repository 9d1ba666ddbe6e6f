import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reaches, sameScope } from '../../../src/domain/permissions/scope.ts';
import cases from '../../cases/scopes.json' with { type: 'json' };

const group = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`;
const managementGroups = {
  '/subscriptions/s': group('mail'),
  [group('mail').toLowerCase()]: group('root'),
  [group('loop1').toLowerCase()]: group('loop2'),
  [group('loop2').toLowerCase()]: group('loop1'),
};

test.each(cases)('$name', ({ outer, inner, reaches: expected }) => {
  expect(reaches(outer, inner, managementGroups)).toBe(expected);
});

test('without management groups nothing is reached through them', () => {
  expect(reaches(group('mail'), '/subscriptions/s')).toBe(false);
});

const scope = fc
  .array(fc.constantFrom('subscriptions', 's', 'T', 'resourceGroups', 'mail', 'mail2'), { maxLength: 6 })
  .map((segments) => `/${segments.join('/')}`);

test('reaching is reflexive, transitive, and both ways only between equal scopes', () => {
  fc.assert(
    fc.property(scope, scope, scope, (a, b, c) => {
      expect(reaches(a, a)).toBe(true);
      if (reaches(a, b) && reaches(b, c)) expect(reaches(a, c)).toBe(true);
      expect(reaches(a, b) && reaches(b, a)).toBe(sameScope(a, b));
    }),
    { numRuns: 2_000 },
  );
});

test('what is no scope equals nothing, not even itself', () => {
  expect(sameScope('', '')).toBe(false);
  expect(sameScope('/', '')).toBe(false);
});
