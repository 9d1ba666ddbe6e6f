import { LocalRefusal } from '../http.ts';
import type { LocalResponse } from '../http.ts';

/** An error as Event Grid words it: what went wrong, and the same once more as its detail. */
export function eventError(status: number, code: string, message: string): LocalResponse {
  return { status, body: { error: { code, message, details: [{ code, message }] } } };
}

export function eventRefusal(status: number, code: string, message: string): LocalRefusal {
  return new LocalRefusal(eventError(status, code, message));
}
