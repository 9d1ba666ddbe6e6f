import type { HttpAnswer, HttpCall } from '../http.ts';
import { json, message } from '../http.ts';
import type { DurableEngine } from './engine.ts';
import { statusJson } from './statusJson.ts';
import type { InstanceQuery } from './statusQuery.ts';

const continuationHeader = 'x-ms-continuation-token';
const final = ['Completed', 'Failed', 'Terminated'];

/** One page of the instances that fit the filters of the query. */
export function listInstances(engine: DurableEngine, call: HttpCall): HttpAnswer {
  const query = parseQuery(call);
  if (typeof query === 'string') return message(400, query);
  const { instances, continuationToken } = engine.query(query);
  const showInput = call.url.searchParams.get('showInput')?.toLowerCase() === 'true';
  return json(
    200,
    instances.map((status) => statusJson(status, { input: showInput })),
    continuationToken === undefined ? {} : { [continuationHeader]: continuationToken },
  );
}

/** Purges the instances that fit and have ended. */
export function purgeInstances(engine: DurableEngine, call: HttpCall): HttpAnswer {
  const query = parseQuery(call);
  if (typeof query === 'string') return message(400, query);
  if (query.createdFrom === undefined) return message(400, 'Please provide value for "createdTimeFrom".');
  const statuses = (query.statuses ?? final).filter((status) => final.includes(status));
  const count = statuses.length === 0 ? 0 : engine.purgeAll({ ...query, statuses });
  return count === 0 ? { status: 404 } : json(200, { instancesDeleted: count });
}

/** The filters of the query, or what is wrong with them. */
function parseQuery(call: HttpCall): InstanceQuery | string {
  const given = (name: string) => call.url.searchParams.get(name) || undefined;
  const query: InstanceQuery = {};
  for (const [parameter, field] of [
    ['createdTimeFrom', 'createdFrom'],
    ['createdTimeTo', 'createdTo'],
  ] as const) {
    const text = given(parameter);
    if (text === undefined) continue;
    const time = Date.parse(text);
    if (Number.isNaN(time)) return `${parameter} is not a time: ${text}`;
    query[field] = time;
  }
  const top = given('top');
  if (top !== undefined) {
    if (!/^[1-9]\d*$/.test(top)) return `top is not a positive number: ${top}`;
    query.top = Number(top);
  }
  const statuses = given('runtimeStatus');
  if (statuses !== undefined) query.statuses = statuses.split(',').map((status) => status.trim());
  const idPrefix = given('instanceIdPrefix');
  if (idPrefix !== undefined) query.idPrefix = idPrefix;
  const token = call.headers[continuationHeader];
  if (token !== undefined && token !== '') query.continuationToken = token;
  return query;
}
