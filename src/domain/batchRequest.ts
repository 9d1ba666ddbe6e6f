import { findService, isProblem, parseApplicationReference, parseGrantRequest } from './grantRequest.ts';
import type { BatchRow } from './operation.ts';
import type { Problem } from './problems.ts';

/** The most rows that a batch may have: each becomes an operation, and a batch of these takes a day. */
export const mostRows = 10_000;

/** A row as it came in: what is to become its request, and what was wrong with it before anybody looked at that. */
export type RawRow = { row: number; input?: unknown; problems?: Problem[] };

type Services = readonly [string, ...string[]];

/**
 * Reads the rows of a batch. Gives their requests, or every problem of every row, in the order of the rows: whoever
 * mends a long list wants to do it once.
 */
export function parseRows(rows: readonly RawRow[], services: Services): BatchRow[] | Problem[] {
  if (rows.length === 0) return [noRows];
  if (rows.length > mostRows) return [tooMany(rows.length)];
  const asked = new Map<string, number>();
  const problems: Problem[] = [];
  const parsed: BatchRow[] = [];
  for (const { row, input, problems: before = [] } of rows) {
    const request = input === undefined ? [] : parseGrantRequest(input, services);
    const found = [...before, ...(Array.isArray(request) ? request.map(ofAnItem) : [])];
    const key = input === undefined ? undefined : keyOf(input, services);
    const other = key === undefined ? undefined : asked.get(key);
    if (other !== undefined) found.push(duplicate(row, other));
    else if (key !== undefined) asked.set(key, row);
    problems.push(...found.map((problem) => ({ ...problem, row })));
    if (!Array.isArray(request)) parsed.push({ row, request });
  }
  return problems.length > 0 ? problems : parsed;
}

/** Reads the body `{"items": […]}`. */
export function parseJsonBatch(body: unknown, services: Services): BatchRow[] | Problem[] {
  if (!isObject(body)) {
    return [
      {
        code: 'not-an-object',
        message: 'The body is not a JSON object.',
        fix: 'Send an object such as {"items": [{"application": "Payroll Reports"}]}.',
      },
    ];
  }
  const { items, ...others } = body;
  const problems: Problem[] = Object.keys(others).map((field) => ({
    code: 'unknown-field',
    field,
    message: `There is no field '${field}'.`,
    fix: 'The body has one field, items; the rest belongs into the items.',
  }));
  if (!Array.isArray(items)) {
    return [
      ...problems,
      {
        code: items === undefined ? 'missing-field' : 'wrong-type',
        field: 'items',
        message: items === undefined ? "The field 'items' is missing." : "The field 'items' is not a list.",
        fix: 'Give a list of requests: {"items": [{"application": "Payroll Reports"}]}.',
      },
    ];
  }
  const rows = parseRows(
    items.map((input: unknown, index) => ({ row: index + 1, input: input ?? null })),
    services,
  );
  if (problems.length === 0) return rows;
  return [...problems, ...rows.filter(isProblem)];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a row asks for, as far as it can be told without asking Azure; undefined if it can't. */
function keyOf(input: unknown, services: Services): string | undefined {
  if (!isObject(input) || typeof input.application !== 'string') return undefined;
  const { application, communicationService: asked } = input;
  if (asked !== undefined && typeof asked !== 'string') return undefined;
  const reference = parseApplicationReference(application);
  const service = findService(asked, services);
  return isProblem(reference) || isProblem(service)
    ? undefined
    : JSON.stringify([reference.toLowerCase(), service]);
}

function duplicate(row: number, other: number): Problem {
  return {
    code: 'duplicate-row',
    field: 'application',
    message: `Row ${row} asks for the same application and mail service as row ${other}.`,
    fix: 'Remove one of the two: an application has one grant at a mail service.',
  };
}

function ofAnItem(problem: Problem): Problem {
  if (problem.code !== 'not-an-object') return problem;
  return { ...problem, message: 'The item is not a JSON object.' };
}

const noRows: Problem = {
  code: 'no-rows',
  message: 'The batch has no rows.',
  fix: 'Send at least one item, or one row below the header.',
};

function tooMany(count: number): Problem {
  return {
    code: 'too-many-rows',
    message: `The batch has ${count} rows; ${mostRows} are the most.`,
    fix: 'Split it into several batches.',
  };
}
