import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { json } from './respond.ts';

/** The answer to a call that started an operation: where to look for how it goes. */
export function accepted(request: HttpRequest, id: string, joined: boolean): HttpResponseInit {
  const statusUrl = operationUrl(request, id);
  return json(202, { id, statusUrl, joined }, { location: statusUrl, 'retry-after': '2' });
}

/**
 * Where to look at an operation. The URL is ours: the ones that Durable Functions makes carry a key of the whole
 * task hub.
 */
export function operationUrl(request: HttpRequest, id: string): string {
  const { origin, pathname } = new URL(request.url);
  const prefix = pathname.replace(/\/(grants|operations|audits)(\/.*)?$/i, '');
  return `${origin}${prefix}/operations/${id}`;
}
