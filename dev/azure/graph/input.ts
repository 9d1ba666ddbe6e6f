import { z } from 'zod';
import type { LocalRequest } from '../http.ts';
import { badRequest, lacking } from './refusals.ts';

/** The JSON object a client sent, `{}` if it sent nothing. */
export function readObject(request: LocalRequest): Record<string, unknown> {
  if (request.text.trim() === '') return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(request.text));
  } catch {
    // Both a syntax error and a value that is no object: Graph does not tell them apart either.
    throw badRequest('Unable to read JSON request payload. Please ensure Content-Type header is set.');
  }
}

/**
 * What the client set, checked. A property that we do not keep is refused unless it sets nothing: forgetting
 * it silently would be kinder than Graph.
 */
export function readProperties<T>(request: LocalRequest, schema: z.ZodType<T>, known: readonly string[]): T {
  const given = Object.entries(readObject(request)).filter(([name]) => !name.includes('@odata.'));
  for (const [name, value] of given)
    if (!known.includes(name) && !isEmpty(value)) throw lacking(`the property '${name}'`);
  const parsed = schema.safeParse(Object.fromEntries(given.filter(([name]) => known.includes(name))));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badRequest(`Invalid value specified for property '${String(issue?.path[0])}': ${issue?.message}.`);
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
