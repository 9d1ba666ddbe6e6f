import type { LocalRequest, LocalResponse } from '../http.ts';

// Azure does not say how many it puts on a page.
export const pageSize = 200;

/** One page of a list, with the address of the next one if there is more. */
export function page(request: LocalRequest, values: readonly unknown[]): LocalResponse {
  const start = Math.max(0, Number(request.url.searchParams.get('$skipToken') ?? 0) || 0);
  const value = values.slice(start, start + pageSize);
  if (start + pageSize >= values.length) return { status: 200, body: { value } };
  const next = new URL(request.url);
  next.searchParams.set('$skipToken', String(start + pageSize));
  return { status: 200, body: { value, nextLink: next.href } };
}
