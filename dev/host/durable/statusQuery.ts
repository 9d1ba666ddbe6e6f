import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { toStatus } from './instanceStatus.ts';
import type { InstanceStatus } from './instanceStatus.ts';
import type { Instance } from './instanceTable.ts';

/** Which instances to list. Times are milliseconds since the epoch. */
export type InstanceQuery = {
  createdFrom?: number;
  createdTo?: number;
  statuses?: string[];
  idPrefix?: string;
  top?: number;
  /** Where the page before ended. */
  continuationToken?: string;
};

export type QueryPage = { instances: InstanceStatus[]; continuationToken: string | undefined };

const defaultPageSize = 100;
const statusExpression = `CASE WHEN isSuspended = 1 AND status IN ('Pending', 'Running') THEN 'Suspended' ELSE status END`;

export function queryInstances(database: DatabaseSync, query: InstanceQuery): QueryPage {
  const conditions: string[] = ['1 = 1'];
  const values: SQLInputValue[] = [];
  const require = (condition: string, ...given: SQLInputValue[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  if (query.createdFrom !== undefined) require('createdAt >= ?', query.createdFrom);
  if (query.createdTo !== undefined) require('createdAt <= ?', query.createdTo);
  if (query.idPrefix !== undefined) require('substr(id, 1, ?) = ?', query.idPrefix.length, query.idPrefix);
  if (query.statuses !== undefined && query.statuses.length > 0) {
    require(`${statusExpression} IN (${query.statuses.map(() => '?').join(', ')})`, ...query.statuses);
  }
  if (query.continuationToken !== undefined) {
    const { createdAt, id } = decodeToken(query.continuationToken);
    require('(createdAt, id) > (?, ?)', createdAt, id);
  }

  const size = query.top ?? defaultPageSize;
  const rows = database
    .prepare(`SELECT * FROM instance WHERE ${conditions.join(' AND ')} ORDER BY createdAt, id LIMIT ?`)
    .all(...values, size + 1) as Instance[];
  const page = rows.slice(0, size);
  const last = page.at(-1);
  const hasMore = rows.length > size && last !== undefined;
  return { instances: page.map(toStatus), continuationToken: hasMore ? encodeToken(last) : undefined };
}

type Place = { createdAt: number; id: string };

function encodeToken({ createdAt, id }: Place): string {
  return Buffer.from(JSON.stringify({ createdAt, id })).toString('base64url');
}

function decodeToken(token: string): Place {
  return JSON.parse(Buffer.from(token, 'base64url').toString()) as Place;
}
