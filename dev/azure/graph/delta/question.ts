import type { LocalAzure } from '../../localAzure.ts';
import { badRequest, lacking, refuse } from '../refusals.ts';
import { feedOf } from './feed.ts';
import { readToken } from './token.ts';
import type { Position } from './token.ts';

const known = ['$select', '$filter', '$deltatoken', '$skiptoken'];
const unsupported = ['$top', '$orderby', '$expand', '$search'];
const mostIds = 50;

/** Where the client stands: what its link says, or the beginning, to the version that there is now. */
export function readQuestion(azure: LocalAzure, url: URL, version: number): Position {
  const query = url.searchParams;
  for (const name of query.keys()) {
    if (unsupported.includes(name.toLowerCase()))
      throw unsupportedQuery(`The query option '${name}' is not supported by delta queries.`);
    if (!known.includes(name.toLowerCase())) throw lacking(`the query option '${name}' of a delta query`);
  }
  const page = query.get('$skiptoken');
  if (page !== null) return readToken(azure, url, page);
  const { generation, settings } = feedOf(azure.state);
  const now = { at: azure.clock.now(), generation, upTo: version };
  const token = query.get('$deltatoken') ?? '';
  // An empty token is that of a full resync; `latest` asks for nothing but changes to come.
  if (token !== '' && token !== 'latest') {
    const { select, ids, upTo } = readToken(azure, url, token);
    return { ...now, from: upTo, empty: 0, ...given({ select, ids }) };
  }
  const filter = query.get('$filter');
  const ids = filter === null ? undefined : readIds(filter);
  return {
    ...now,
    from: token === 'latest' ? version : 0,
    empty: token === 'latest' ? settings.emptyPages : 0,
    ...given({ select: query.get('$select') ?? undefined, ids }),
  };
}

function given({ select, ids }: { select: string | undefined; ids: string[] | undefined }) {
  return { ...(select === undefined ? {} : { select }), ...(ids === undefined ? {} : { ids }) };
}

/** A delta query can be narrowed to some objects by id, and by nothing else: not by tags. */
function readIds(filter: string): string[] {
  const ids = filter.split(/ or /i).map((term) => /^\s*id eq '([^']+)'\s*$/i.exec(term)?.[1]?.toLowerCase());
  if (ids.length > mostIds) throw badRequest(`A delta query names ${mostIds} objects at most.`);
  return ids.map((id) => {
    if (id === undefined) throw unsupportedQuery('A delta query is filtered by id only.');
    return id;
  });
}

function unsupportedQuery(message: string): Error {
  return refuse(400, { code: 'Request_UnsupportedQuery', message });
}
