import type { TokenCredential } from '@azure/core-auth';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createPipelineFromOptions,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { ClientOptions } from './clientOptions.ts';
import { answerError, unreadableAnswer } from './errors.ts';

/** Reads from Microsoft Graph: one thing, or all pages of a list. `path` is encoded and starts behind `/v1.0/`. */
export type GraphClient = {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  list<T>(path: string, schema: z.ZodType<T>): AsyncIterable<T>;
};

export function createGraphClient(credential: TokenCredential, options: ClientOptions): GraphClient {
  const { endpoint, credentialScopes, additionalPolicies } = options;
  const httpClient = options.httpClient ?? createDefaultHttpClient();
  const pipeline = createPipelineFromOptions(options);
  for (const { policy } of additionalPolicies) pipeline.addPolicy(policy);
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: credentialScopes }), {
    phase: 'Sign',
  });

  async function ask<T>(url: string, schema: z.ZodType<T>): Promise<T> {
    const request = createPipelineRequest({ url });
    request.headers.set('accept', 'application/json');
    const response = await pipeline.sendRequest(httpClient, request);
    if (response.status !== 200) throw answerError(response);
    const read = fromJson(schema).safeParse(response.bodyAsText ?? '');
    if (!read.success) throw unreadableAnswer(response, read.error);
    return read.data;
  }

  return {
    get: (path, schema) => ask(`${endpoint}/v1.0/${path}`, schema),
    async *list(path, schema) {
      const page = z.object({ value: z.array(schema), '@odata.nextLink': z.string().optional() });
      let url: string | undefined = `${endpoint}/v1.0/${path}`;
      while (url !== undefined) {
        const { value, '@odata.nextLink': next }: z.output<typeof page> = await ask(url, page);
        yield* value;
        url = next;
      }
    },
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
