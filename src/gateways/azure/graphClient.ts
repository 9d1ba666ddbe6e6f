import type { TokenCredential } from '@azure/core-auth';
import * as z from 'zod';
import type { ClientOptions } from './clientOptions.ts';
import { createJsonClient } from './jsonClient.ts';

/**
 * Reads from Microsoft Graph: one thing, all pages of a list, or many things by one POST. `path` is encoded and
 * starts behind `/v1.0/`.
 */
export type GraphClient = {
  /** Its origin. */
  endpoint: string;
  /** Whether a link leads back here. */
  owns(link: string): boolean;
  /** Reads what a link of an earlier answer leads to. */
  follow<T>(link: string, schema: z.ZodType<T>): Promise<T>;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  list<T>(path: string, schema: z.ZodType<T>): AsyncIterable<T>;
  post<T>(path: string, body: object, schema: z.ZodType<T>): Promise<T>;
};

export function createGraphClient(credential: TokenCredential, options: ClientOptions): GraphClient {
  const root = `${options.endpoint}/v1.0`;
  const ask = createJsonClient(credential, options);
  return {
    endpoint: options.endpoint,
    owns: (link) => URL.parse(link)?.origin === options.endpoint,
    follow: (link, schema) => ask(link, schema),
    get: (path, schema) => ask(`${root}/${path}`, schema),
    post: (path, body, schema) => ask(`${root}/${path}`, schema, body),
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
