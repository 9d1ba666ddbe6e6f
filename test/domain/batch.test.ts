import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsvBatch } from '../../src/domain/batchCsv.ts';
import { parseJsonBatch } from '../../src/domain/batchRequest.ts';
import { isProblem, parseGrantRequest } from '../../src/domain/grantRequest.ts';
import type { Problem } from '../../src/domain/problems.ts';
import badRequests from '../cases/badRequests.json' with { type: 'json' };
import badRows from '../cases/badRows.json' with { type: 'json' };
import { aRequest, otherServiceId, serviceId } from '../support/records.ts';

const services = [serviceId, otherServiceId] as const;

function problemsIn(result: readonly (Problem | object)[]): Problem[] {
  expect(result.every(isProblem)).toBe(true);
  return result as Problem[];
}

describe('CSV', () => {
  it.each(badRows)('with $name', ({ csv, problems }) => {
    const found = problemsIn(parseCsvBatch(csv, services));
    expect(found.map(({ row = null, code, field }) => [row, code, ...(field ? [field] : [])])).toEqual(
      problems,
    );
    for (const { message, fix } of found) expect([message.length, fix.length].every((n) => n > 7)).toBe(true);
  });

  it('names the other row of a duplicate', () => {
    const [problem] = problemsIn(parseCsvBatch('application\n\na1\na1', services));
    expect(problem).toMatchObject({ row: 4, message: expect.stringContaining('as row 3') as string });
  });

  it.each([
    ['a spreadsheet', '\ufeffApplication;Communicationservice;USERNAME\r\n"Payroll; old";contoso-lab;\r\n'],
    ['a shell', 'application,communicationService\nPayroll; old,contoso-lab'],
    ['a clipboard', 'application\tcommunicationService\tcloneOf\t\nPayroll; old\tcontoso-lab\t\t\n\n'],
    ['an old Mac', 'application,communicationService\r"Payroll; old",contoso-lab\r'],
    [
      'a form with the columns in another order',
      'scope , communicationService,"application"\n,contoso-lab, Payroll; old',
    ],
  ])('from %s', (_, csv) => {
    expect(parseCsvBatch(csv, services)).toEqual([
      { row: 2, request: aRequest({ application: 'Payroll; old', serviceId: otherServiceId }) },
    ]);
  });

  it('says what the role to clone is', () => {
    const rows = parseCsvBatch('application,role,cloneOf\na1,,Reader\na2,owner,', services);
    expect(rows).toMatchObject([
      { row: 2, request: { role: { kind: 'clone', of: 'Reader' } } },
      { row: 3, request: { role: { kind: 'owner' } } },
    ]);
  });
});

describe('JSON', () => {
  it.each(badRequests)('with an item that is $name says what the single request says', ({ body, code }) => {
    const found = problemsIn(parseJsonBatch({ items: [{ application: 'well' }, body] }, services));
    const single = parseGrantRequest(body, services) as Problem[];
    expect(found).toMatchObject(single.map((each) => ({ code: each.code, row: 2, fix: each.fix })));
    if (code === 'not-an-object') expect(found[0]?.message).toContain('item');
  });

  it.each([
    ['null', null, [['not-an-object', undefined]]],
    ['a list', [{ application: 'a1' }], [['not-an-object', undefined]]],
    ['no items', {}, [['missing-field', 'items']]],
    ['items that are no list', { items: {} }, [['wrong-type', 'items']]],
    ['no item', { items: [] }, [['no-rows', undefined]]],
    [
      'another field beside the items',
      { items: [{ application: '' }], rows: 1 },
      [
        ['unknown-field', 'rows'],
        ['invalid-application', 'application'],
      ],
    ],
    ['too many', { items: Array(10_001).fill({ application: 'a1' }) }, [['too-many-rows', undefined]]],
  ])('that is %s', (_, body, expected) => {
    const found = problemsIn(parseJsonBatch(body, services));
    expect(found.map(({ code, field }) => [code, field])).toEqual(expected);
  });

  it('with ten thousand items is read', () => {
    const items = Array.from({ length: 10_000 }, (_, index) => ({ application: `a${index}` }));
    expect(parseJsonBatch({ items }, services)).toHaveLength(10_000);
  });
});

describe('any list of requests', () => {
  const plain = fc
    .string({ unit: fc.constantFrom(...'aZ0 ;,\t"\'=äö@é日😀-'), minLength: 1, maxLength: 12 })
    .map((text) => text.replaceAll('\t', ' ').trim())
    .filter((text) => text !== '');
  const item = fc.record(
    {
      application: plain,
      communicationService: fc.constantFrom('contoso-mail', 'CONTOSO-LAB', otherServiceId),
      username: fc.constantFrom('payroll', 'reports.daily'),
      role: fc.oneof(fc.constantFrom('owner', 'least-privilege'), fc.record({ cloneOf: plain })),
      scope: fc.constantFrom('resource', 'resourceGroup', 'subscription'),
    },
    { requiredKeys: ['application'] },
  );
  type Item = {
    application: string;
    communicationService?: string;
    username?: string;
    role?: string | { cloneOf: string };
    scope?: string;
  };
  const items = fc.uniqueArray(item, {
    minLength: 1,
    maxLength: 20,
    selector: ({ application }) => application.toLowerCase(),
  });
  const style = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t'),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    quoteAll: fc.boolean(),
    bom: fc.boolean(),
    lastLineEnd: fc.boolean(),
    blankEvery: fc.integer({ min: 1, max: 5 }),
    order: fc.shuffledSubarray(
      ['application', 'communicationService', 'username', 'role', 'scope', 'cloneOf'],
      {
        minLength: 6,
      },
    ),
  });
  type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

  function cellsOf({ role, ...rest }: Item): Record<string, string> {
    if (role === undefined) return rest;
    return typeof role === 'string' ? { ...rest, role } : { ...rest, cloneOf: role.cloneOf };
  }

  function write(
    requests: Item[],
    { delimiter, lineEnd, quoteAll, bom, lastLineEnd, ...style }: Style,
  ): string {
    const quote = (cell: string) =>
      quoteAll || /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    const line = (cells: string[]) => cells.map(quote).join(delimiter);
    const lines = [
      line(style.order),
      ...requests.flatMap((each, index) => [
        ...(index % style.blankEvery === 0 ? [''] : []),
        line(style.order.map((name) => cellsOf(each)[name] ?? '')),
      ]),
    ];
    return (bom ? '\ufeff' : '') + lines.join(lineEnd) + (lastLineEnd ? lineEnd : '');
  }

  it('reads back the same from CSV as from JSON, whatever its form, with the right row numbers', () => {
    fc.assert(
      fc.property(items as fc.Arbitrary<Item[]>, style, (requests, form) => {
        const fromJson = parseJsonBatch({ items: requests }, services) as { request: object }[];
        const fromCsv = parseCsvBatch(write(requests, form), services) as { row: number; request: object }[];
        expect(fromCsv.map(({ request }) => request)).toEqual(fromJson.map(({ request }) => request));
        const blanks = (index: number) => Math.floor(index / form.blankEvery) + 1;
        expect(fromCsv.map(({ row }) => row)).toEqual(requests.map((_, index) => index + 2 + blanks(index)));
      }),
    );
  });

  it('never throws, whatever the text', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'a",;\t\r\n \ufeffä', 'application', '\0'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, (csv) => {
        expect(parseCsvBatch(`application,scope\n${csv}`, services).length).toBeGreaterThan(0);
        expect(Array.isArray(parseCsvBatch(csv, services))).toBe(true);
      }),
    );
  });
});
