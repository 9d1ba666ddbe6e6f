import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { applicationBody } from '../bodies.ts';
import { purgeExpired } from '../deletedItems.ts';
import { callerOf, mayReadDirectory } from '../permissions.ts';
import { selectProperties } from '../query.ts';
import { feedOf } from './feed.ts';
import { readQuestion } from './question.ts';
import { rowsFor } from './rows.ts';
import type { Row } from './rows.ts';
import { writeToken } from './token.ts';
import type { Position } from './token.ts';

function applicationsDelta(request: LocalRequest, azure: LocalAzure): LocalResponse {
  mayReadDirectory(azure, callerOf(request));
  purgeExpired(azure);
  const feed = feedOf(azure.state);
  const standing = readQuestion(azure, request.url, feed.history.observe(azure));
  // Asked of an object that is not there, too: a misspelt property is to be told at once.
  if (standing.select !== undefined) selectProperties(emptyBody(azure), standing.select, 'application');
  const rows = rowsFor(feed, standing);
  const page = rows.slice(0, feed.settings.pageSize);
  const last = page.at(-1);
  const value = page.map((row) => show(azure, row, standing));
  const answer = (link: Record<string, string>) => ({
    status: 200,
    body: { ...context(standing), ...link, value },
  });
  if (last !== undefined && rows.length > page.length)
    return answer(nextLink(request.url, { ...standing, after: { pass: last.pass, id: last.id } }));
  if (standing.empty < feed.settings.emptyPages) {
    const after = last === undefined ? standing.after : { pass: last.pass, id: last.id };
    const moved = after === undefined ? standing : { ...standing, after };
    return answer(nextLink(request.url, { ...moved, empty: standing.empty + 1 }));
  }
  const { after: _after, ...done } = standing;
  const token = writeToken({ ...done, at: azure.clock.now(), from: done.upTo, empty: 0 });
  return answer({ '@odata.deltaLink': link(request.url, '$deltatoken', token) });
}

function context({ select }: Position) {
  const properties = select === undefined ? '' : `(${select.replaceAll(' ', '')})`;
  return { '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#applications${properties}` };
}

function nextLink(url: URL, standing: Position) {
  return { '@odata.nextLink': link(url, '$skiptoken', writeToken(standing)) };
}

/** The links carry the whole question in their token. */
function link({ origin, pathname }: URL, name: string, token: string): string {
  return `${origin}${pathname}?${name}=${token}`;
}

function show(azure: LocalAzure, { id, removed }: Row, { select }: Position): Record<string, unknown> {
  const application = azure.state.applications.get(id);
  if (removed !== undefined || application === undefined)
    return { id, '@removed': { reason: removed ?? 'deleted' } };
  const body = applicationBody(azure.state, application);
  return select === undefined ? body : { id, ...selectProperties(body, select, 'application') };
}

function emptyBody({ state }: LocalAzure) {
  const none = { objectId: '', appId: '', displayName: '', tags: [], signInAudience: '', createdAt: 0 };
  return applicationBody(state, {
    ...none,
    ownerIds: [],
    secrets: [],
    certificates: [],
    federatedCredentials: [],
  });
}

export const deltaRoutes: readonly Route[] = [
  {
    operation: 'applications.application.delta',
    method: 'GET',
    path: /^\/v1\.0\/applications\/delta(?:\(\))?$/i,
    facts: [
      'application.delta',
      'application.delta.links',
      'application.delta.latest',
      'application.delta.select',
      'application.delta.removed',
      'application.delta.replays',
      'application.delta.filter',
      'application.delta.options',
      'application.delta.tokenLife',
      'application.delta.410',
      'application.delta.badToken',
      'graph.denied',
      'graph.replication',
    ],
    handle: applicationsDelta,
  },
];
