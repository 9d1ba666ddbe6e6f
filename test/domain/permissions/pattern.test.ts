import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers } from '../../../src/domain/permissions/pattern.ts';
import cases from '../../cases/actionPatterns.json' with { type: 'json' };

test.each(cases)('$name: $pattern, $action', ({ pattern, action, covers: expected }) => {
  expect(covers(pattern, action)).toBe(expected);
});

/** The meaning in the plainest words: a regular expression in which a star is `.*`. */
function covered(pattern: string, action: string): boolean {
  const literals = pattern.split('*').map((part) => part.replace(/[.\\^$+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 'is').test(action);
}

describe('as properties', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', '/', '.', '*'), maxLength: 12 });
  const action = fc.string({ unit: fc.constantFrom('A', 'b', '/', '.'), maxLength: 12 });

  test('a pattern means what the plain regular expression means', () => {
    fc.assert(
      fc.property(text, action, (pattern, asked) => {
        expect(covers(pattern, asked)).toBe(covered(pattern, asked));
      }),
      { numRuns: 5_000 },
    );
  });

  test('putting a star for any run of an action still covers it', () => {
    fc.assert(
      fc.property(action, fc.nat(12), fc.nat(12), (asked, one, other) => {
        const from = Math.min(one, other);
        const pattern = `${asked.slice(0, from)}*${asked.slice(Math.max(one, other))}`;
        expect(covers(pattern, asked)).toBe(true);
      }),
    );
  });

  test('a stream of patterns does not slow it down or fill the memory', () => {
    for (let index = 0; index < 50_000; index++) covers(`Microsoft.X/${index}/*`, 'Microsoft.X/7/read');
    expect(covers('Microsoft.X/7/*', 'Microsoft.X/7/read')).toBe(true);
  });
});
