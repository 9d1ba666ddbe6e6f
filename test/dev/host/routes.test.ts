import { describe, expect, it } from 'vitest';
import { parseRoute } from '../../../dev/host/routes.ts';

describe('routes', () => {
  it.each([
    ['grants', '/grants', {}],
    ['grants', '/Grants/', {}],
    ['grants', '/grants/x', undefined],
    ['grants/{id}', '/grants/a%20b', { id: 'a b' }],
    ['grants/{id}', '/grants', undefined],
    ['grants/{id?}', '/grants', {}],
    ['grants/{id:int}', '/grants/12', { id: '12' }],
    ['grants/{id:int}', '/grants/x', undefined],
    ['grants/{id:int?}', '/grants', {}],
    [
      'grants/{id:guid}',
      '/grants/0f8fad5b-d9cb-469f-a165-70867728950e',
      { id: '0f8fad5b-d9cb-469f-a165-70867728950e' },
    ],
    ['grants/{id:guid}', '/grants/12', undefined],
    ['files/{*path}', '/files/a/b.txt', { path: 'a/b.txt' }],
    ['files/{*path}', '/files', {}],
    ['report-{year}.pdf', '/report-2026.pdf', { year: '2026' }],
    ['a.b', '/axb', undefined],
    ['{a}/{b}', '/1/2', { a: '1', b: '2' }],
    ['100%/{a}', '/100%/50%', { a: '50%' }],
  ])('%s on %s', (template, path, expected) => {
    expect(parseRoute(template).match(path)).toEqual(expected);
  });

  it('are tried from the literal to the general', () => {
    const templates = ['{*rest}', 'a/{x}', 'a/{x:int}', 'a/p-{x}', 'a/b'];
    const sorted = templates.toSorted((a, b) => parseRoute(a).order.localeCompare(parseRoute(b).order));
    expect(sorted).toEqual(['a/b', 'a/p-{x}', 'a/{x:int}', 'a/{x}', '{*rest}']);
  });

  it('are refused if they use what is not supported', () => {
    expect(() => parseRoute('a/{x:datetime}')).toThrow('{x:datetime} in the route "a/{x:datetime}"');
    expect(() => parseRoute('a/{x=5}')).toThrow('{x=5}');
  });
});
