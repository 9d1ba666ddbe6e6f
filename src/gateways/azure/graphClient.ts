import type { TokenCredential } from '@azure/core-auth';
import { z } from 'zod';
import type { ClientOptions } from './clientOptions.ts';
import { createJsonClient } from './jsonClient.ts';

/** Reads from Microsoft Graph: one thing, or all pages of a list. `path` is encoded and starts behind `/v1.0/`. */
export type GraphClient = {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  list<T>(path: string, schema: z.ZodType<T>): AsyncIterable<T>;
};

export function createGraphClient(credential: TokenCredential, options: ClientOptions): GraphClient {
  const root = `${options.endpoint}/v1.0`;
  const ask = createJsonClient(credential, options);
  return {
    get: (path, schema) => ask(`${root}/${path}`, schema),
    async *list(path, schema) {
      const page = z.object({ value: z.array(schema), '@odata.nextLink': z.string().optional() });
      let url: string | undefined = `${root}/${path}`;
      while (url !== undefined) {
        const { value, '@odata.nextLink': next }: z.output<typeof page> = await ask(url, page);
        yield* value;
        url = next;
      }
    },
  };
}
