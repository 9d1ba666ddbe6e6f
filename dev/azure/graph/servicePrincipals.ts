import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LocalRequest, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { Application, ServicePrincipal } from '../state.ts';
import { servicePrincipalBody } from './bodies.ts';
import { readProperties } from './input.ts';
import { findServicePrincipal } from './lookup.ts';
import { collectionPath, entityPath } from './paths.ts';
import { callerOf, mayManage, mayReadDirectory } from './permissions.ts';
import { listPage, oneEntity } from './query.ts';
import { badRequest, denied, refuse } from './refusals.ts';
import { visibleApplications, visibleServicePrincipals } from './replication.ts';

const collection = {
  name: 'servicePrincipals',
  type: 'servicePrincipal',
  filterable: ['id', 'appId', 'displayName', 'tags', 'servicePrincipalNames', 'servicePrincipalType'],
};
const known = ['appId', 'accountEnabled', 'tags'];
const properties = z.object({
  appId: z.guid(),
  accountEnabled: z.boolean().default(true),
  tags: z.array(z.string().min(1).max(256)).default([]),
});

export const servicePrincipalRoutes: readonly Route[] = [
  {
    operation: 'servicePrincipals.servicePrincipal.ListServicePrincipal',
    method: 'GET',
    path: collectionPath('servicePrincipals'),
    facts: ['graph.page', 'graph.filter', 'graph.replication', 'graph.denied', 'graph.emptyList'],
    handle(request, azure) {
      mayReadDirectory(azure, callerOf(request));
      return listPage(request, visibleServicePrincipals(azure).map(servicePrincipalBody), collection);
    },
  },
  {
    operation: 'servicePrincipals.servicePrincipal.CreateServicePrincipal',
    method: 'POST',
    path: collectionPath('servicePrincipals'),
    facts: ['servicePrincipal.post.201', 'servicePrincipal.noBacking', 'servicePrincipal.409'],
    handle(request, azure) {
      const given = readProperties(request, properties, known);
      const application = backingApplication(azure, given.appId);
      mayManage(azure, callerOf(request), application);
      refuseDuplicate(azure, application.appId);
      const one: ServicePrincipal = {
        objectId: randomUUID(),
        appId: application.appId,
        displayName: application.displayName,
        accountEnabled: given.accountEnabled,
        servicePrincipalType: 'Application',
        tags: [...new Set([...application.tags, ...given.tags])],
        appOwnerOrganizationId: azure.state.tenantId,
        createdAt: azure.clock.now(),
      };
      azure.state.servicePrincipals.set(one.objectId, one);
      return { ...oneEntity(request, servicePrincipalBody(one), collection), status: 201 };
    },
  },
  {
    operation: 'servicePrincipals.servicePrincipal.GetServicePrincipal',
    method: 'GET',
    path: entityPath('servicePrincipals'),
    facts: ['graph.404', 'graph.alternateKey', 'graph.replication'],
    handle(request, azure) {
      mayReadDirectory(azure, callerOf(request));
      return oneEntity(request, servicePrincipalBody(findServicePrincipal(request, azure)), collection);
    },
  },
  {
    operation: 'servicePrincipals.servicePrincipal.DeleteServicePrincipal',
    method: 'DELETE',
    path: entityPath('servicePrincipals'),
    facts: ['graph.ownedBy'],
    handle(request, azure) {
      const one = findServicePrincipal(request, azure);
      mayManageServicePrincipal(request, azure, one);
      azure.state.servicePrincipals.delete(one.objectId);
      return { status: 204 };
    },
  },
];

function backingApplication(azure: LocalAzure, appId: string): Application {
  const found = visibleApplications(azure).find((each) => each.appId === appId.toLowerCase());
  if (found !== undefined) return found;
  const message = `The appId '${appId}' of the service principal does not reference a valid application object.`;
  throw badRequest(message, [{ code: 'NoBackingApplicationObject', message, target: 'appId' }]);
}

/** Graph knows its own new objects here, replicated or not. */
function refuseDuplicate(azure: LocalAzure, appId: string): void {
  if (![...azure.state.servicePrincipals.values()].some((one) => one.appId === appId)) return;
  const message = `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`;
  throw refuse(409, {
    code: 'Request_MultipleObjectsWithSameKeyValue',
    message,
    details: [{ code: 'ObjectConflict', message, target: 'None' }],
  });
}

function mayManageServicePrincipal(request: LocalRequest, azure: LocalAzure, one: ServicePrincipal): void {
  const application = [...azure.state.applications.values()].find((each) => each.appId === one.appId);
  // A managed identity has no application; only its resource can delete it.
  if (application === undefined) throw denied();
  mayManage(azure, callerOf(request), application);
}
