import { covers } from '../../../src/domain/permissions/pattern.ts';

/**
 * The operations of Microsoft.Communication that a custom role may name, in Azure's own mixed spelling. There
 * is none for SMTP usernames: only a wildcard covers those.
 */
export const communicationOperations = [
  'Microsoft.Communication/CheckNameAvailability/action',
  'Microsoft.Communication/CommunicationServices/Read',
  'Microsoft.Communication/CommunicationServices/Write',
  'Microsoft.Communication/CommunicationServices/Delete',
  'Microsoft.Communication/CommunicationServices/ListKeys/action',
  'Microsoft.Communication/CommunicationServices/RegenerateKey/action',
  'Microsoft.Communication/CommunicationServices/LinkNotificationHub/action',
  'Microsoft.Communication/CommunicationServices/EventGridFilters/Read',
  'Microsoft.Communication/CommunicationServices/EventGridFilters/Write',
  'Microsoft.Communication/CommunicationServices/EventGridFilters/Delete',
  'Microsoft.Communication/EmailServices/read',
  'Microsoft.Communication/EmailServices/write',
  'Microsoft.Communication/EmailServices/delete',
  'Microsoft.Communication/EmailServices/verifiedExchangeOnlineDomains/action',
  'Microsoft.Communication/EmailServices/Domains/read',
  'Microsoft.Communication/EmailServices/Domains/write',
  'Microsoft.Communication/EmailServices/Domains/delete',
  'Microsoft.Communication/EmailServices/Domains/InitiateVerification/action',
  'Microsoft.Communication/EmailServices/Domains/CancelVerification/action',
  'Microsoft.Communication/EmailServices/Domains/RevokeVerification/action',
  'Microsoft.Communication/EmailServices/Domains/SenderUsernames/read',
  'Microsoft.Communication/EmailServices/Domains/SenderUsernames/write',
  'Microsoft.Communication/EmailServices/Domains/SenderUsernames/delete',
  'Microsoft.Communication/EmailServices/Domains/SuppressionLists/read',
  'Microsoft.Communication/EmailServices/Domains/SuppressionLists/write',
  'Microsoft.Communication/EmailServices/Domains/SuppressionLists/delete',
  'Microsoft.Communication/EmailServices/Domains/SuppressionLists/SuppressionListAddresses/read',
  'Microsoft.Communication/EmailServices/Domains/SuppressionLists/SuppressionListAddresses/write',
  'Microsoft.Communication/EmailServices/Domains/SuppressionLists/SuppressionListAddresses/delete',
  'Microsoft.Communication/Locations/OperationStatuses/read',
  'Microsoft.Communication/Locations/OperationStatuses/write',
  'Microsoft.Communication/Operations/read',
  'Microsoft.Communication/RegisteredSubscriptions/read',
  'Microsoft.Communication/register/action',
  'Microsoft.Communication/unregister/action',
] as const;

// Providers whose operations are not written down here: any action of theirs is taken to exist.
const otherNamespaces = [
  'Microsoft.ApiManagement',
  'Microsoft.App',
  'Microsoft.Authorization',
  'Microsoft.Blueprint',
  'Microsoft.Cache',
  'Microsoft.Compute',
  'Microsoft.ContainerRegistry',
  'Microsoft.ContainerService',
  'Microsoft.DocumentDB',
  'Microsoft.EventGrid',
  'Microsoft.EventHub',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.Logic',
  'Microsoft.ManagedIdentity',
  'Microsoft.Management',
  'Microsoft.Network',
  'Microsoft.OperationalInsights',
  'Microsoft.Purview',
  'Microsoft.Resources',
  'Microsoft.ServiceBus',
  'Microsoft.Sql',
  'Microsoft.Storage',
  'Microsoft.Subscription',
  'Microsoft.Support',
  'Microsoft.Web',
].map((namespace) => namespace.toLowerCase());

/** Does an action pattern of a role match any operation that the providers have? */
export function matchesAnyAction(pattern: string): boolean {
  if (communicationOperations.some((operation) => covers(pattern, operation))) return true;
  return namesOtherProvider(pattern) && /\/(\*|read|write|delete|action)$/i.test(pattern);
}

/** The same for data actions, of which Microsoft.Communication has none. */
export function matchesAnyDataAction(pattern: string): boolean {
  return pattern.startsWith('*') || namesOtherProvider(pattern);
}

function namesOtherProvider(pattern: string): boolean {
  const [namespace = '', ...rest] = pattern.toLowerCase().split('/');
  return rest.length > 0 && otherNamespaces.includes(namespace);
}
