import type { HttpRequest } from '@azure/functions';
import { parseCsvBatch } from '../../domain/batchCsv.ts';
import { parseJsonBatch } from '../../domain/batchRequest.ts';
import { isProblem } from '../../domain/grantRequest.ts';
import type { BatchInput, BatchRow } from '../../domain/operation.ts';
import type { Problem } from '../../domain/problems.ts';
import { serviceIds } from '../allowedServices.ts';
import type { DoorParts } from '../doorParts.ts';
import { operationSettings, startOrJoin } from '../operations.ts';
import { Turned } from '../turned.ts';
import { accepted } from './accepted.ts';
import { door, readJson } from './door.ts';
import type { Door } from './door.ts';

/**
 * `POST /grants/batch`: starts a grant for every row of a list, JSON or CSV. Nothing is started while a row has a
 * problem that can be seen without asking Azure.
 */
export function createBatch({ config }: DoorParts): Door {
  return door(async ({ request, context, requester }) => {
    const rows = await readRows(request, serviceIds(config));
    if (!isRows(rows)) throw new Turned(rows);
    const { concurrency } = config.batch;
    const input: BatchInput = { rows, requester, settings: operationSettings(config), concurrency };
    // Every batch is one of its own, named after the call that brought it.
    const id = `batch-${context.invocationId}`;
    const start = await startOrJoin(context, { name: 'grantBatch', id, input });
    return accepted(request, id, start === 'joined');
  });
}

async function readRows(
  request: HttpRequest,
  services: readonly [string, ...string[]],
): Promise<BatchRow[] | Problem[]> {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? 'application/json')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  const isUtf8 = charset === undefined || ['utf-8', 'utf8', 'us-ascii'].includes(charset.replaceAll('"', ''));
  if (isUtf8 && type === 'application/json') return parseJsonBatch(await readJson(request), services);
  if (isUtf8 && type === 'text/csv') return parseCsvBatch(await readUtf8(request), services);
  throw new Turned([
    {
      code: 'unsupported-media-type',
      message: `The body is said to be '${[type, ...parameters].join('; ')}'.`,
      fix: 'Send application/json or text/csv, in UTF-8.',
    },
  ]);
}

/** Spreadsheets may save another encoding, in which a name with an umlaut would become another name. */
async function readUtf8(request: HttpRequest): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await request.arrayBuffer());
  } catch {
    throw new Turned([
      {
        code: 'malformed-csv',
        message: 'The body is not UTF-8.',
        fix: 'Save the table as “CSV UTF-8”.',
      },
    ]);
  }
}

function isRows(rows: BatchRow[] | Problem[]): rows is BatchRow[] {
  return !(rows as (BatchRow | Problem)[]).some(isProblem);
}
