import { parseRows } from './batchRequest.ts';
import type { RawRow } from './batchRequest.ts';
import type { BatchRow } from './operation.ts';
import type { Problem } from './problems.ts';
import { readSheet } from './sheet.ts';
import type { SheetRow } from './sheet.ts';

const columns = ['application', 'communicationService', 'username', 'role', 'scope', 'cloneOf'] as const;
type Column = (typeof columns)[number];

// Spreadsheets write a semicolon where the comma is the decimal sign, and a tab into the clipboard.
const delimiters = [',', ';', '\t'];

/** Reads a batch from CSV: a header row with the names of columns, then a row for each request. */
export function parseCsvBatch(
  text: string,
  services: readonly [string, ...string[]],
): BatchRow[] | Problem[] {
  const [header, ...rows] = sheetOf(text).filter((row) => !isBlank(row));
  if (header === undefined) return parseRows([], services);
  if ('broken' in header) return [{ ...broken(header.broken), row: header.row }];
  const names = header.cells.map(columnOf);
  const problems = headerProblems(header.cells).map((problem) => ({ ...problem, row: header.row }));
  // Without a column to go by, every row would only say the same again.
  if (!names.some((name) => name !== undefined)) return problems;
  const parsed = parseRows(
    rows.map((row) => rawRow(row, names)),
    services,
  );
  if (problems.length === 0) return parsed;
  const known = names.includes('application');
  return [
    ...problems,
    ...parsed.flatMap((each) =>
      'code' in each && (known || each.code !== 'missing-field') && each.code !== 'no-rows' ? [each] : [],
    ),
  ];
}

/** The sheet by that delimiter which finds the most columns in its header. */
function sheetOf(text: string): SheetRow[] {
  const plain = text.replace(/^\ufeff/, '');
  const headerLine = plain.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? '';
  const found = delimiters.map((delimiter) => {
    const [header] = readSheet(headerLine, delimiter);
    return header !== undefined && 'cells' in header
      ? header.cells.filter((cell) => columnOf(cell) !== undefined).length
      : 0;
  });
  return readSheet(plain, delimiters[found.indexOf(Math.max(...found))] ?? ',');
}

function isBlank(row: SheetRow): boolean {
  return 'cells' in row && row.cells.every((cell) => cell.trim() === '');
}

function columnOf(name: string): Column | undefined {
  return columns.find((column) => column.toLowerCase() === name.trim().toLowerCase());
}

function rawRow(row: SheetRow, names: readonly (Column | undefined)[]): RawRow {
  if ('broken' in row) return { row: row.row, problems: [broken(row.broken)] };
  const given = new Map<Column, string>();
  row.cells.forEach((cell, place) => {
    const name = names[place];
    // Of a column that is there twice, which the header is refused for, the first counts.
    if (name !== undefined && cell.trim() !== '' && !given.has(name)) given.set(name, cell.trim());
  });
  const beyond = row.cells.slice(names.length).some((cell) => cell.trim() !== '');
  const { cloneOf, ...input } = Object.fromEntries(given) as Partial<Record<Column, string>>;
  const both = cloneOf !== undefined && input.role !== undefined;
  return {
    row: row.row,
    input: cloneOf === undefined || both ? input : { ...input, role: { cloneOf } },
    problems: [...(beyond ? [tooLong] : []), ...(both ? [twoRoles] : [])],
  };
}

function headerProblems(cells: readonly string[]): Problem[] {
  const names = cells.map((cell) => cell.trim());
  const unknown = names.filter((name) => name !== '' && columnOf(name) === undefined);
  const known = names.flatMap((name) => columnOf(name) ?? []);
  const twice = columns.filter((column) => known.filter((name) => name === column).length > 1);
  return [
    ...unknown.map((name): Problem => ({
      code: 'unknown-field',
      field: name,
      message: `There is no column '${name}' to read.`,
      fix: `Known columns are ${columns.join(', ')}.`,
    })),
    ...twice.map((name): Problem => ({
      code: 'malformed-csv',
      field: name,
      message: `The column '${name}' is there more than once.`,
      fix: 'Keep one of them.',
    })),
    ...(known.includes('application') ? [] : [noApplication]),
  ];
}

function broken(reason: string): Problem {
  return {
    code: 'malformed-csv',
    message: reason,
    fix: 'Put a cell that holds a quote, a line break or the separator into quotes, and write each quote in it twice.',
  };
}

const noApplication: Problem = {
  code: 'missing-field',
  field: 'application',
  message: "The header has no column 'application'.",
  fix: 'Name the columns in the first row: application, and any of the others.',
};

const tooLong: Problem = {
  code: 'malformed-csv',
  message: 'The row has more cells than the header has columns.',
  fix: 'Put a cell that holds the separator into quotes.',
};

const twoRoles: Problem = {
  code: 'invalid-role',
  field: 'cloneOf',
  message: 'The row has both a role and a role to clone.',
  fix: 'Leave one of the two cells empty.',
};
