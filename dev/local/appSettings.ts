import type { Addresses } from '../azure/start.ts';
import type { LocalAzure } from '../azure/localAzure.ts';

/** The name of the managed identity that the sample estates give to the app. */
const identityName = 'mailgrant';

/**
 * The app settings that make Mailgrant work on a local Azure: the same ones that point it at any other cloud.
 * Its mail services are all those of the estate, the first one being the default.
 */
export function appSettings(addresses: Addresses, { state, delays }: LocalAzure): Record<string, string> {
  const identity = [...state.managedIdentities.values()].find(({ name }) => name === identityName);
  if (identity === undefined) throw new Error(`The estate has no managed identity named '${identityName}'.`);
  const services = [...state.communicationServices.values()].map(({ id }) => id);
  if (services.length === 0) throw new Error('The estate has no Communication Services resource.');
  return {
    MAILGRANT_COMMUNICATION_SERVICES: services.join(','),
    MAILGRANT_SMTP_ENDPOINT: `${addresses.smtp.host}:${addresses.smtp.port}`,
    // Azure says ten minutes at the most; this one says how long it takes.
    MAILGRANT_SETTLE: `PT${Math.ceil(delays.rolePropagation / 1000)}S`,
    AZURE_RESOURCE_MANAGER_ENDPOINT: addresses.arm,
    MICROSOFT_GRAPH_ENDPOINT: addresses.graph,
    AZURE_AUTHORITY_HOST: addresses.authority,
    AZURE_CLIENT_ID: identity.clientId,
    ...(state.keyVaults.size > 0 && { MAILGRANT_KEY_VAULT: addresses.keyVault }),
    ...(state.eventGridTopics.size > 0 && { MAILGRANT_EVENT_TOPIC_ENDPOINT: addresses.topic }),
    IDENTITY_ENDPOINT: addresses.identity,
    IDENTITY_HEADER: addresses.identityHeader,
    NODE_EXTRA_CA_CERTS: addresses.caFile,
  };
}
