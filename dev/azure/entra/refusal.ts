import { randomUUID } from 'node:crypto';
import { LocalRefusal } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';

/** An error of the token endpoint: `code` is the number behind `AADSTS`. */
export function entraRefusal(
  azure: LocalAzure,
  status: number,
  error: { error: string; code: number; sentence: string },
): LocalRefusal {
  const timestamp = new Date(azure.clock.now())
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  const description = [
    `AADSTS${error.code}: ${error.sentence}`,
    `Trace ID: ${traceId}`,
    `Correlation ID: ${correlationId}`,
    `Timestamp: ${timestamp}`,
  ];
  return new LocalRefusal({
    status,
    body: {
      error: error.error,
      error_description: description.join('\r\n'),
      error_codes: [error.code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
    },
  });
}
