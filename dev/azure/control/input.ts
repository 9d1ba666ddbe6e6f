import { z } from 'zod';
import { LocalRefusal } from '../http.ts';
import type { LocalRequest } from '../http.ts';

export function refuse(status: number, code: string, message: string): LocalRefusal {
  return new LocalRefusal({ status, body: { error: { code, message } } });
}

export function readBody<T>({ text }: LocalRequest, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw refuse(400, 'BadRequest', z.prettifyError(parsed.error));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse(400, 'BadRequest', `The body is not JSON: ${String(error)}`);
  }
}
