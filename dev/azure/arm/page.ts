import type { LocalRequest, LocalResponse } from '../http.ts';
import { refusal } from './refusal.ts';

// Azure does not say how many it puts on a page.
export const pageSize = 200;

/** One page of a list, with the address of the next one if there is more. `show` makes what is shown of a value. */
export function page<T extends { id: string }>(
  request: LocalRequest,
  values: readonly T[],
  show: (value: T) => object = (value) => value,
): LocalResponse {
  const start = startOf(request.url.searchParams.get('$skipToken'), values);
  const shown = values.slice(start, start + pageSize);
  const value = shown.map(show);
  const last = shown.at(-1);
  if (last === undefined || start + pageSize >= values.length) return { status: 200, body: { value } };
  const next = new URL(request.url);
  next.searchParams.set('$skipToken', Buffer.from(`${start + pageSize} ${last.id}`).toString('base64url'));
  return { status: 200, body: { value, nextLink: next.href } };
}

// The token names the last one of the page before, so that what comes and goes in between shifts nothing; and how
// many there were, should that one itself be gone.
function startOf(token: string | null, values: readonly { id: string }[]): number {
  if (token === null) return 0;
  const [, seen, last] = /^(\d+) (.+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (last === undefined) throw refusal(400, 'InvalidSkipToken', `The skip token '${token}' is not valid.`);
  const index = values.findIndex(({ id }) => id === last);
  return index < 0 ? Number(seen) - 1 : index + 1;
}
