import type { HttpHeaders } from '@azure/core-rest-pipeline';

/**
 * Seconds to wait by an answer's Retry-After, in its forms: seconds, an HTTP date, and Azure's own milliseconds.
 * Undefined if there is none, or none that can be read.
 */
export function retryAfter(headers: HttpHeaders): number | undefined {
  const milliseconds = headers.get('retry-after-ms') ?? headers.get('x-ms-retry-after-ms');
  if (isNumber(milliseconds)) return Math.ceil(Number(milliseconds) / 1000);
  const value = headers.get('retry-after')?.trim();
  if (isNumber(value)) return Math.ceil(Number(value));
  const until = Date.parse(value ?? '');
  if (Number.isNaN(until)) return undefined;
  // By the service's clock if it shows it: ours may be minutes off.
  const now = Date.parse(headers.get('date') ?? '');
  return Math.max(0, Math.ceil((until - (Number.isNaN(now) ? Date.now() : now)) / 1000));
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^[0-9]+(\.[0-9]+)?$/.test(text);
}
