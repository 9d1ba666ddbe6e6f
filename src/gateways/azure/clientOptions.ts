import type { HttpClient, PipelinePolicy } from '@azure/core-rest-pipeline';
import packageJson from '../../../package.json' with { type: 'json' };
import type { ServiceEndpoint } from '../../config/clouds.ts';
import { foreignAddress } from './errors.ts';

/** Milliseconds. ARM's writes take one to three seconds; a caller who hears nothing for so long tries again. */
const requestTimeout = 30_000;

/** The options of a client of Azure Resource Manager or Microsoft Graph: where it talks to, and as whom. */
export function clientOptions({ endpoint, audience }: ServiceEndpoint, httpClient: HttpClient | undefined) {
  return {
    endpoint,
    // Without this the SDKs derive the audience from the endpoint, which is wrong for an endpoint of one's own.
    credentialScopes: `${audience}/.default`,
    ...commonOptions(endpoint, httpClient),
  };
}

/** The options of every SDK client: how patiently it asks, and whom it may give a token to. */
export function commonOptions(origin: string, httpClient: HttpClient | undefined) {
  return {
    // The durable workflow owns waiting and trying again: it sleeps on durable timers that survive a restart and
    // cost nothing. The SDK would sleep inside an activity, be billed for it, and multiply the attempts.
    retryOptions: { maxRetries: 0 },
    // None of the services redirects the calls made here.
    redirectOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: `mailgrant/${packageJson.version}` },
    additionalPolicies: [{ policy: guard(origin), position: 'perCall' as const }],
    ...(httpClient === undefined ? {} : { httpClient }),
  };
}

export type ClientOptions = ReturnType<typeof clientOptions>;

/** Sets the time-out, and keeps the token at home: a link to the next page comes from the answer, so it is checked. */
function guard(endpoint: string): PipelinePolicy {
  return {
    name: 'mailgrantGuard',
    sendRequest(request, next) {
      const { origin } = new URL(request.url);
      if (origin !== endpoint) throw foreignAddress(endpoint, origin);
      request.timeout = requestTimeout;
      return next(request);
    },
  };
}
