import type { LocalRequest, LocalResponse } from '../http.ts';
import { parseFilter } from './filter.ts';
import { badRequest, lacking, refuse } from './refusals.ts';

type Entity = { id: string } & Record<string, unknown>;
type Collection = {
  name: string;
  type: string;
  filterable: readonly string[];
  /** It can be counted with `$count=true`. */
  counted?: boolean;
};

const metadata = 'https://graph.microsoft.com/v1.0/$metadata#';
const options = ['$filter', '$select', '$top', '$skiptoken', '$count'];
const defaultPageSize = 100;
const largestPage = 999;

/** One page of a collection: filtered, cut, and with the link to the next page if there is one. */
export function listPage(
  request: LocalRequest,
  entities: readonly Entity[],
  collection: Collection,
): LocalResponse {
  const query = request.url.searchParams;
  for (const name of query.keys())
    if (!options.includes(name.toLowerCase())) throw lacking(`the query option '${name}'`);
  const count = query.get('$count') === 'true';
  if (count && collection.counted !== true) throw lacking('$count');
  const filter = query.get('$filter');
  const matches = filter === null ? undefined : parseFilter(filter, collection.filterable);
  const found = entities.filter((entity) => matches === undefined || matches(entity));
  const start = startOf(query.get('$skiptoken'), found);
  const page = found.slice(start, start + pageSize(query.get('$top')));
  const last = page.at(-1);
  const more = last !== undefined && start + page.length < found.length;
  return {
    status: 200,
    body: {
      '@odata.context': `${metadata}${collection.name}${selection(query)}`,
      ...(count ? { '@odata.count': found.length } : {}),
      ...(more ? { '@odata.nextLink': nextLink(request.url, last.id) } : {}),
      value: page.map((entity) => select(entity, query.get('$select'), collection)),
    },
  };
}

/** One entity, with only the properties asked for. */
export function oneEntity(request: LocalRequest, entity: Entity, collection: Collection): LocalResponse {
  const query = request.url.searchParams;
  for (const name of query.keys()) if (name !== '$select') throw lacking(`the query option '${name}'`);
  const context = `${metadata}${collection.name}${selection(query)}/$entity`;
  return {
    status: 200,
    body: { '@odata.context': context, ...select(entity, query.get('$select'), collection) },
  };
}

function pageSize(top: string | null): number {
  if (top === null) return defaultPageSize;
  const size = Number(top);
  if (!Number.isInteger(size) || size < 1 || size > largestPage)
    throw refuse(400, {
      code: 'Request_UnsupportedQuery',
      message: `Invalid page size specified: '${top}'. Must be between 1 and ${largestPage} inclusive.`,
    });
  return size;
}

// The token names the last object of the page before, so that objects made in between shift nothing.
function startOf(token: string | null, entities: readonly Entity[]): number {
  if (token === null) return 0;
  const last = Buffer.from(token, 'base64url').toString();
  const index = entities.findIndex(({ id }) => id === last);
  if (index < 0)
    throw refuse(400, {
      code: 'Directory_ExpiredPageToken',
      message: 'The specified page token value has expired and can no longer be included in your request.',
    });
  return index + 1;
}

function nextLink(url: URL, lastId: string): string {
  const next = new URL(url);
  next.searchParams.set('$skiptoken', Buffer.from(lastId).toString('base64url'));
  return next.href;
}

function selection(query: URLSearchParams): string {
  const asked = query.get('$select');
  return asked === null ? '' : `(${asked.replaceAll(' ', '')})`;
}

function select(entity: Entity, asked: string | null, { type }: Collection): Record<string, unknown> {
  // Fact application.keyCredentials: what asks for the keys themselves has a limit of its own.
  if (asked?.toLowerCase().includes('keycredentials') === true) throw lacking('keyCredentials in $select');
  return asked === null ? entity : selectProperties(entity, asked, type);
}

/** The properties of a `$select`; a name that the type does not have is refused. */
export function selectProperties(entity: Entity, asked: string, type: string): Record<string, unknown> {
  return Object.fromEntries(
    asked.split(',').map((each) => {
      const name = Object.keys(entity).find((key) => key.toLowerCase() === each.trim().toLowerCase());
      if (name === undefined)
        throw badRequest(
          `Parsing OData Select and Expand failed: Could not find a property named '${each.trim()}' on type 'microsoft.graph.${type}'.`,
        );
      return [name, entity[name]];
    }),
  );
}
