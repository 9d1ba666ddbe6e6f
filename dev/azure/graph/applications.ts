import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Route } from '../http.ts';
import type { Application } from '../state.ts';
import { applicationBody } from './bodies.ts';
import { readProperties } from './input.ts';
import { findApplication } from './lookup.ts';
import { collectionPath, entityPath } from './paths.ts';
import { callerOf, mayManage, mayReadDirectory, mayRegister } from './permissions.ts';
import { listPage, oneEntity } from './query.ts';
import { badRequest } from './refusals.ts';
import { visibleApplications } from './replication.ts';
import { deleteBackedBy, mirror } from './mirroring.ts';

const collection = {
  name: 'applications',
  type: 'application',
  filterable: ['id', 'appId', 'displayName', 'tags'],
};
const known = ['displayName', 'tags', 'signInAudience'];
const properties = z.object({
  displayName: z.string().min(1).max(256).optional(),
  tags: z.array(z.string().min(1).max(256)).optional(),
  signInAudience: z
    .enum([
      'AzureADMyOrg',
      'AzureADMultipleOrgs',
      'AzureADandPersonalMicrosoftAccount',
      'PersonalMicrosoftAccount',
    ])
    .optional(),
});

export const applicationRoutes: readonly Route[] = [
  {
    operation: 'applications.application.ListApplication',
    method: 'GET',
    path: collectionPath('applications'),
    facts: ['graph.page', 'graph.filter', 'graph.replication', 'graph.denied', 'graph.emptyList'],
    handle(request, azure) {
      mayReadDirectory(azure, callerOf(request));
      const bodies = visibleApplications(azure).map((each) => applicationBody(azure.state, each));
      return listPage(request, bodies, collection);
    },
  },
  {
    operation: 'applications.application.CreateApplication',
    method: 'POST',
    path: collectionPath('applications'),
    facts: ['application.post.201', 'application.audience', 'graph.ownedBy', 'graph.userOwner'],
    handle(request, azure) {
      const caller = callerOf(request);
      mayRegister(azure, caller);
      const given = readProperties(request, properties, known);
      if (given.displayName === undefined)
        throw badRequest("A value is required for property 'displayName' of resource 'Application'.");
      // Whoever may register without the right to write all applications can manage what it registered.
      const registersAll = azure.state.graphPermissions
        .get(caller.objectId)
        ?.has('Application.ReadWrite.All');
      const application: Application = {
        objectId: randomUUID(),
        appId: randomUUID(),
        displayName: given.displayName,
        tags: given.tags ?? [],
        signInAudience: given.signInAudience ?? 'AzureADandPersonalMicrosoftAccount',
        ownerIds: registersAll === true ? [] : [caller.objectId],
        secrets: [],
        certificates: [],
        federatedCredentials: [],
        createdAt: azure.clock.now(),
      };
      azure.state.applications.set(application.objectId, application);
      const directoryObject = `${azure.state.tenantId}/directoryObjects/${application.objectId}`;
      return {
        ...oneEntity(request, applicationBody(azure.state, application), collection),
        status: 201,
        headers: {
          location: `https://graph.microsoft.com/v2/${directoryObject}/Microsoft.DirectoryServices.Application`,
        },
      };
    },
  },
  {
    operation: 'applications.application.GetApplication',
    method: 'GET',
    path: entityPath('applications'),
    facts: [
      'graph.404',
      'graph.alternateKey',
      'graph.secretHidden',
      'application.keyCredentials',
      'graph.replication',
    ],
    handle(request, azure) {
      mayReadDirectory(azure, callerOf(request));
      return oneEntity(request, applicationBody(azure.state, findApplication(request, azure)), collection);
    },
  },
  {
    operation: 'applications.application.UpdateApplication',
    method: 'PATCH',
    path: entityPath('applications'),
    facts: ['application.patch.204', 'graph.tagsMirrored', 'graph.ownedBy'],
    handle(request, azure) {
      const application = findApplication(request, azure);
      mayManage(azure, callerOf(request), application);
      const given = readProperties(request, properties, known);
      mirror(azure.state, application, given);
      application.displayName = given.displayName ?? application.displayName;
      application.tags = given.tags ?? application.tags;
      application.signInAudience = given.signInAudience ?? application.signInAudience;
      return { status: 204 };
    },
  },
  {
    operation: 'applications.application.DeleteApplication',
    method: 'DELETE',
    path: entityPath('applications'),
    facts: ['application.delete.soft', 'graph.ownedBy'],
    handle(request, azure) {
      const application = findApplication(request, azure);
      mayManage(azure, callerOf(request), application);
      application.deletedAt = azure.clock.now();
      deleteBackedBy(azure.state, application);
      return { status: 204 };
    },
  },
];
