import { refusal } from './refusal.ts';

/** One term of an OData `$filter`. Names are in lower case. */
export type Term = { name: string; value: string };

const term =
  /\s*(?:(\w+)\(\s*(?:'((?:[^']|'')*)')?\s*\)|(\w+)\s+eq\s+(?:'((?:[^']|'')*)'|([^\s']+)))\s*(and\b|$)/iy;

/** Reads terms joined by `and`; refuses what Azure's authorization service does not support. */
export function parseFilter(text: string | null, supported: readonly string[]): Term[] {
  const terms: Term[] = [];
  if (text === null || text.trim() === '') return terms;
  term.lastIndex = 0;
  for (let more = true; more;) {
    const found = term.exec(text);
    const name = (found?.[1] ?? found?.[3] ?? '').toLowerCase();
    if (found === null || !supported.includes(name))
      // The sentence is a guess; Azure lists its filters in a similar one.
      throw refusal(
        400,
        'UnsupportedQuery',
        `The filter '${text}' is not supported. Supported filters are: ${supported.join(', ')}.`,
      );
    terms.push({ name, value: (found[2] ?? found[4] ?? found[5] ?? '').replaceAll("''", "'") });
    more = found[6] !== '';
  }
  return terms;
}
