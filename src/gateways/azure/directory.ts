import * as z from 'zod';
import type { Application, ServicePrincipal } from '../../domain/application.ts';
import type { Directory } from '../ports.ts';
import { applicationChanges } from './applicationChanges.ts';
import { calling, listing, reading } from './calls.ts';
import { auditedDirectory } from './directoryBatch.ts';
import { entity } from './entity.ts';
import type { GraphClient } from './graphClient.ts';
import { literal } from './odata.ts';
import { resourceName } from './resourceName.ts';

/** Microsoft Graph v1.0. It needs Application.Read.All and asks for no property that it does not use. */
export function azureDirectory(graph: GraphClient): Directory {
  return {
    application: (key) =>
      reading(() => graph.get(`${entity('applications', key)}?${applicationFields}`, application)),
    async applicationsNamed(displayName) {
      const filter = encodeURIComponent(`displayName eq ${literal(displayName)}`);
      const found = await listing(() =>
        graph.list(`applications?$filter=${filter}&${applicationFields}`, application),
      );
      // Graph compares names without regard to case.
      return found.filter((one) => one.displayName === displayName);
    },
    applicationChanges: (link) => calling(() => applicationChanges(graph, link)),
    async deletedApplication(objectId) {
      // Without $select: a deleted item can be of any type, and Graph knows no property that they all have but the id.
      const path = `directory/deletedItems/${encodeURIComponent(resourceName(objectId))}`;
      const found = await reading(() => graph.get(path, deletedItem));
      return found?.['@odata.type'] === '#microsoft.graph.application'
        ? deletedApplication(found)
        : undefined;
    },
    servicePrincipal: (key) =>
      reading(() =>
        graph.get(`${entity('servicePrincipals', key)}?${servicePrincipalFields}`, servicePrincipal),
      ),
    ...auditedDirectory(graph),
  };
}

const applicationFields = '$select=id,appId,displayName,tags,passwordCredentials';
const application = z
  .object({
    id: z.string(),
    appId: z.string(),
    displayName: z.string(),
    tags: z.array(z.string()),
    passwordCredentials: z.array(z.object({ keyId: z.string(), endDateTime: z.string() })),
  })
  .transform(({ id, passwordCredentials, ...rest }): Application => {
    return { ...rest, objectId: id, secrets: passwordCredentials };
  });

const deletedItem = z.object({
  '@odata.type': z.string().optional(),
  appId: z.string().optional(),
  displayName: z.string().nullish(),
});

function deletedApplication({ appId, displayName }: z.output<typeof deletedItem>) {
  return appId === undefined ? undefined : { appId, displayName: displayName ?? appId };
}

const servicePrincipalFields = '$select=id,appId,displayName,accountEnabled,appOwnerOrganizationId';
const servicePrincipal = z
  .object({
    id: z.string(),
    appId: z.string(),
    displayName: z.string(),
    accountEnabled: z.boolean(),
    // Null for the oldest kind of service principals, which have no application in any tenant.
    appOwnerOrganizationId: z.string().nullable(),
  })
  .transform((one): ServicePrincipal => {
    return {
      objectId: one.id,
      appId: one.appId,
      displayName: one.displayName,
      enabled: one.accountEnabled,
      tenantId: one.appOwnerOrganizationId ?? '',
    };
  });
