import { validate as isGuid } from 'uuid';
import type { LocalRequest, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { Application } from '../state.ts';
import { applicationBody } from './bodies.ts';
import { callerOf, mayManage, mayReadDirectory } from './permissions.ts';
import { badRequest, notFound } from './refusals.ts';

const keptFor = 30 * 24 * 3600_000;

/** What was deleted 30 days ago is gone for good (fact deletedItem.life). */
export function purgeExpired({ state, clock }: LocalAzure): void {
  for (const { objectId, deletedAt } of state.applications.values())
    if (deletedAt !== undefined && clock.now() >= deletedAt + keptFor) state.applications.delete(objectId);
}

function findDeleted({ params: { id = '' } }: LocalRequest, azure: LocalAzure): Application {
  if (!isGuid(id)) throw badRequest(`Invalid object identifier '${id}'.`);
  purgeExpired(azure);
  const found = azure.state.applications.get(id.toLowerCase());
  if (found?.deletedAt === undefined) throw notFound(id);
  return found;
}

const item = '/v1\\.0/directory/deletedItems/(?<id>[^/]+)';

export const deletedItemRoutes: readonly Route[] = [
  {
    operation: 'directory.deletedItem.get',
    method: 'GET',
    path: new RegExp(`^${item}$`, 'i'),
    facts: ['deletedItem.get.200', 'deletedItem.life', 'graph.404', 'graph.denied'],
    handle(request, azure) {
      mayReadDirectory(azure, callerOf(request));
      const application = findDeleted(request, azure);
      return {
        status: 200,
        body: {
          '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity',
          '@odata.type': '#microsoft.graph.application',
          ...applicationBody(azure.state, application),
          deletedDateTime: new Date(application.deletedAt ?? 0).toISOString(),
        },
      };
    },
  },
  {
    operation: 'directory.deletedItem.delete',
    method: 'DELETE',
    path: new RegExp(`^${item}$`, 'i'),
    facts: ['deletedItem.delete.204', 'deletedItem.life', 'graph.404', 'graph.ownedBy'],
    handle(request, azure) {
      const application = findDeleted(request, azure);
      mayManage(azure, callerOf(request), application);
      azure.state.applications.delete(application.objectId);
      return { status: 204 };
    },
  },
  {
    operation: 'directory.deletedItem.restore',
    method: 'POST',
    path: new RegExp(`^${item}/restore$`, 'i'),
    facts: ['deletedItem.restore.200', 'deletedItem.life', 'graph.404', 'graph.ownedBy'],
    handle(request, azure) {
      const application = findDeleted(request, azure);
      mayManage(azure, callerOf(request), application);
      delete application.deletedAt;
      return {
        status: 200,
        body: {
          '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity',
          '@odata.type': '#microsoft.graph.application',
          ...applicationBody(azure.state, application),
        },
      };
    },
  },
];
