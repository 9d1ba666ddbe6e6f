import { smtpSecretName } from '../../src/domain/naming.ts';
import type { Addresses } from '../azure/start.ts';
import { callJson, RefusedCall, signIn } from './azureClient.ts';
import { untilAccepted } from './untilAccepted.ts';

export type RegisteredApp = { displayName: string; appId: string; objectId: string; secret: string };

/**
 * What an app's owner does in Microsoft Graph: registers it, gives it a service principal and a client secret.
 * A new application takes a while to replicate, so the second call is repeated, as the Azure CLI does.
 */
export async function registerApp(
  addresses: Addresses,
  owner: string,
  { displayName, say }: { displayName: string; say: (line: string) => void },
): Promise<RegisteredApp> {
  const graph = `${addresses.graph}/v1.0`;
  const token = await signIn(addresses, owner);
  const post = <T>(path: string, body: object) =>
    callJson<T>(`${graph}${path}`, { method: 'POST', body, token });

  const app = await post<{ id: string; appId: string }>('/applications', { displayName });
  say(`POST /applications {"displayName": "${displayName}"}   → client id ${app.appId}`);
  const principal = await untilAccepted(
    () => post<{ id: string }>('/servicePrincipals', { appId: app.appId }),
    isNotReplicated,
    (error) =>
      say(`POST /servicePrincipals   → ${error.status}, the new application is not replicated yet; again`),
  );
  say(`POST /servicePrincipals   → object id ${principal.id}`);
  const credential = await untilAccepted(
    () =>
      post<{ secretText: string }>(`/applications/${app.id}/addPassword`, {
        passwordCredential: { displayName: 'smtp' },
      }),
    isNotReplicated,
  );
  say(`POST /applications/${app.id}/addPassword   → a client secret, shown once`);
  await untilAccepted(
    () => callJson(`${graph}/servicePrincipals/${principal.id}`, { token }),
    isNotReplicated,
    () => say('GET /servicePrincipals/{object id}   → 404, not replicated yet; again'),
  );
  say('GET /servicePrincipals/{object id}   → everyone sees it now');
  return { displayName, appId: app.appId, objectId: app.id, secret: credential.secretText };
}

/** Sets the tags of an application, as `az rest` or the portal's manifest would. */
export async function tagApp(
  addresses: Addresses,
  owner: string,
  { objectId, tags }: { objectId: string; tags: string[] },
): Promise<void> {
  const token = await signIn(addresses, owner);
  const url = `${addresses.graph}/v1.0/applications/${objectId}`;
  await callJson(url, { method: 'PATCH', body: { tags }, token });
}

/** Puts the client secret where Mailgrant may read it, so that it can prove the grant by signing in. */
export async function depositSecret(
  addresses: Addresses,
  who: string,
  { appId, secret }: RegisteredApp,
): Promise<string> {
  const token = await signIn(addresses, who, 'https://vault.azure.net');
  const path = `/secrets/${smtpSecretName(appId)}`;
  const url = `${addresses.keyVault}${path}?api-version=7.4`;
  await callJson(url, { method: 'PUT', body: { value: secret }, token });
  return path;
}

function isNotReplicated(error: unknown): error is RefusedCall {
  return error instanceof RefusedCall && (error.status === 404 || error.code === 'Request_BadRequest');
}
