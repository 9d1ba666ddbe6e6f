import { resourceName } from './resourceName.ts';

/**
 * A scope or an ARM id as the SDK wants it in a path: without the leading slash, and encoded, because
 * @azure/arm-authorization puts scopes and ids into the URL as they are.
 * @throws {AzureError} InvalidRequest for an id with a segment that is no name.
 */
export function armPath(id: string): string {
  const segments = id.split('/').filter((segment) => segment !== '');
  return segments.map((segment) => encodeURIComponent(resourceName(segment))).join('/');
}

/** Keeps one client per subscription: each has its own pipeline and its own token. Gives it by any ARM id inside. */
export function perSubscription<Client>(create: (subscriptionId: string) => Client): (id: string) => Client {
  const clients = new Map<string, Client>();
  return (id) => {
    // Scopes above subscriptions share a client: the SDK does not use its subscription for them.
    const [, subscriptionId = ''] = /^\/subscriptions\/([^/]+)/i.exec(id.toLowerCase()) ?? [];
    const client = clients.get(subscriptionId) ?? create(subscriptionId);
    clients.set(subscriptionId, client);
    return client;
  };
}
