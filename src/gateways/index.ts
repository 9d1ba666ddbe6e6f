import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { ManagedIdentityCredential } from '@azure/identity';
import type { Config } from '../config.ts';
import { azureAuthorization } from './azure/authorization.ts';
import { clientOptions } from './azure/clientOptions.ts';
import { azureDirectory } from './azure/directory.ts';
import { createGraphClient } from './azure/graphClient.ts';
import { azureMailServices } from './azure/mailServices.ts';
import { eventGridEvents } from './azure/events.ts';
import { azureIdentity } from './azure/identity.ts';
import { keyVaultCredentials } from './azure/keyVault.ts';
import { smtpSubmission } from './smtpSubmission.ts';
import type { Gateways } from './ports.ts';

/** Who asks, and by what means; without `httpClient` over the network. */
export type Platform = { credential: TokenCredential; httpClient?: HttpClient };

/** The gateways to the cloud that the configuration names. Nothing is sent before the first call. */
export function createGateways(config: Config, { credential, httpClient }: Platform): Gateways {
  const { topicEndpoint } = config.events;
  const { keyVault } = config.cloud;
  const arm = clientOptions(config.cloud.resourceManager, httpClient);
  const graph = clientOptions(config.cloud.graph, httpClient);
  return {
    directory: azureDirectory(createGraphClient(credential, graph)),
    mailServices: azureMailServices(credential, arm),
    authorization: azureAuthorization(credential, arm),
    identity: azureIdentity(credential, { arm, graph }),
    submission: smtpSubmission(config.cloud.smtp),
    ...(keyVault !== undefined && {
      credentials: keyVaultCredentials(credential, clientOptions(keyVault, httpClient)),
    }),
    ...(topicEndpoint !== undefined && { events: eventGridEvents(credential, topicEndpoint, httpClient) }),
  };
}

/**
 * The identity that the app acts as: the managed identity of its deployment and no other.
 * See docs/decisions/0003-managed-identity-only.md.
 */
export function createCredential(config: Pick<Config, 'identity'>): TokenCredential {
  return new ManagedIdentityCredential({ ...config.identity, retryOptions: { maxRetries: 0 } });
}
