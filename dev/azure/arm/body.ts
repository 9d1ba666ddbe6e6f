import type { z } from 'zod';
import type { LocalRequest } from '../http.ts';
import { refusal } from './refusal.ts';

/** The JSON body in the shape that the operation wants; refuses as Azure does what is not JSON or not that. */
export function bodyOf<T>(request: LocalRequest, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(request.text);
  } catch {
    throw refusal(
      400,
      'InvalidRequestContent',
      'The request content was invalid and could not be deserialized: it is not JSON.',
    );
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refusal(
    400,
    'InvalidRequestContent',
    `The request content was invalid and could not be deserialized: '${issue?.path.join('.')}': ${issue?.message}.`,
  );
}
