import type { Route } from '../http.ts';
import { federatedCredentialBody } from './bodies.ts';
import { findApplication } from './lookup.ts';
import { entityPath } from './paths.ts';
import { callerOf, mayReadFederatedCredentials } from './permissions.ts';
import { listPage } from './query.ts';

export const federatedCredentialRoutes: readonly Route[] = [
  {
    operation: 'applications.ListFederatedIdentityCredentials',
    method: 'GET',
    path: entityPath('applications', 'federatedIdentityCredentials'),
    facts: ['application.federatedCredentials', 'graph.404', 'graph.alternateKey', 'graph.emptyList'],
    handle(request, azure) {
      const application = findApplication(request, azure);
      mayReadFederatedCredentials(azure, callerOf(request), application);
      return listPage(request, application.federatedCredentials.map(federatedCredentialBody), {
        name: `applications('${application.objectId}')/federatedIdentityCredentials`,
        type: 'federatedIdentityCredential',
        filterable: ['name', 'issuer', 'subject'],
      });
    },
  },
];
