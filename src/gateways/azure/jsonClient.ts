import type { TokenCredential } from '@azure/core-auth';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createPipelineFromOptions,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import type { ClientOptions } from './clientOptions.ts';
import { answerError, unreadableAnswer } from './errors.ts';

/**
 * Reads JSON from a service that has no SDK among our dependencies. `url` is encoded already; with a `body` it is
 * asked by POST.
 */
export type JsonClient = <T>(url: string, schema: z.ZodType<T>, body?: object) => Promise<T>;

/** Sends a request and gives the answer, whatever its status. */
export type Sender = (url: string, body?: object) => Promise<PipelineResponse>;

export function createSender(credential: TokenCredential, options: ClientOptions): Sender {
  const { credentialScopes, additionalPolicies } = options;
  const httpClient = options.httpClient ?? createDefaultHttpClient();
  const pipeline = createPipelineFromOptions(options);
  for (const { policy } of additionalPolicies) pipeline.addPolicy(policy);
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: credentialScopes }), {
    phase: 'Sign',
  });

  return (url, body) => {
    const request = createPipelineRequest({ url });
    request.headers.set('accept', 'application/json');
    if (body !== undefined) {
      request.method = 'POST';
      request.headers.set('content-type', 'application/json');
      request.body = JSON.stringify(body);
    }
    return pipeline.sendRequest(httpClient, request);
  };
}

export function createJsonClient(credential: TokenCredential, options: ClientOptions): JsonClient {
  const send = createSender(credential, options);
  return async (url, schema, body) => {
    const response = await send(url, body);
    if (response.status !== 200) throw answerError(response);
    const read = fromJson(schema).safeParse(response.bodyAsText ?? '');
    if (!read.success) throw unreadableAnswer(response, read.error);
    return read.data;
  };
}

function fromJson<T>(schema: z.ZodType<T>) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'This is not JSON.' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
