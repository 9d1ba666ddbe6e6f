import * as z from 'zod';
import { AzError } from '../az.ts';
import type { Az } from '../az.ts';

const page = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });

/** All that a list of Azure Resource Manager has, page by page; nothing where there is no such place any more. */
export async function listAll<T>(az: Az, url: string, item: z.ZodType<T>): Promise<T[]> {
  const found: T[] = [];
  for (let next: string | null | undefined = url; next != null;) {
    const answer = await unlessGone(az(['rest', '--method', 'get', '--url', next]));
    if (answer === undefined) return found;
    const { value, nextLink } = page.parse(answer);
    found.push(...value.map((each) => item.parse(each)));
    next = nextLink;
  }
  return found;
}

/** Removes what the URL names. What is gone already counts as removed. */
export async function remove(az: Az, url: string): Promise<void> {
  await unlessGone(az(['rest', '--method', 'delete', '--url', url]));
}

async function unlessGone(asking: Promise<unknown>): Promise<unknown> {
  try {
    return await asking;
  } catch (error) {
    // How `az rest` begins what it says of an answer 404.
    if (error instanceof AzError && /^(ERROR: )?Not Found\(/m.test(error.stderr)) return undefined;
    throw error;
  }
}

/** ARM ids name the same whatever their case. */
export function isAtOrBelow(id: string, scope: string): boolean {
  return `${id}/`.toLowerCase().startsWith(`${scope}/`.toLowerCase());
}
