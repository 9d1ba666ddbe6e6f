import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { json } from './respond.ts';

/**
 * The answer to a call that started an operation: where to look for how it goes. The URL is ours: the ones that
 * Durable Functions makes carry a key of the whole task hub.
 */
export function accepted(request: HttpRequest, id: string, joined: boolean): HttpResponseInit {
  const { origin, pathname } = new URL(request.url);
  const prefix = pathname.slice(0, pathname.toLowerCase().indexOf('/grants'));
  const statusUrl = `${origin}${prefix}/operations/${id}`;
  return json(202, { id, statusUrl, joined }, { location: statusUrl, 'retry-after': '2' });
}
