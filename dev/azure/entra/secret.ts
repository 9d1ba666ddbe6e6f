import type { LocalAzure } from '../localAzure.ts';
import type { Secret } from '../state.ts';
import { entraRefusal } from './refusal.ts';

/** Refuses a client secret that is missing, wrong, expired, or so new that it has not been replicated. */
export function demandSecret(azure: LocalAzure, appId: string, text: string | null): void {
  if (text === null || text === '')
    throw entraRefusal(azure, 401, {
      error: 'invalid_client',
      code: 7000216,
      sentence:
        "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    });
  const application = [...azure.state.applications.values()].find(
    (each) => each.appId.toLowerCase() === appId && each.deletedAt === undefined,
  );
  const matching = (application?.secrets ?? []).filter(
    (secret) => secret.secretText === text && isReplicated(azure, secret) && hasBegun(azure, secret),
  );
  if (matching.length === 0)
    throw entraRefusal(azure, 401, {
      error: 'invalid_client',
      code: 7000215,
      sentence: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`,
    });
  const now = azure.clock.now();
  if (!matching.some((secret) => now < Date.parse(secret.endDateTime)))
    throw entraRefusal(azure, 401, {
      error: 'invalid_client',
      code: 7000222,
      sentence: `The provided client secret keys for app '${appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    });
}

function isReplicated({ clock, delays }: LocalAzure, secret: Secret): boolean {
  return clock.now() >= secret.createdAt + delays.secretReplication;
}

/** Before its start date a secret is as good as none. What Azure calls that was not found. */
function hasBegun({ clock }: LocalAzure, secret: Secret): boolean {
  return clock.now() >= Date.parse(secret.startDateTime);
}
