import type { HttpResponseInit } from '@azure/functions';
import type { Problem } from '../../domain/problems.ts';
import { statusOfAll, titleOf } from '../../domain/problems.ts';

/** An answer with a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponseInit {
  return {
    status,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  };
}

/**
 * A problem document (RFC 9457). `code` is that of the first problem, and `detail` has the first few sentences;
 * `problems` has them all, each with its fix.
 */
export function problemAnswer(problems: readonly Problem[], retryAfterSeconds?: number): HttpResponseInit {
  const [first] = problems;
  if (first === undefined) throw new Error('A problem document needs a problem.');
  const status = statusOfAll(problems);
  const body = {
    type: `urn:mailgrant:problem:${first.code}`,
    title: problems.length === 1 ? titleOf(first.code) : `${problems.length} problems`,
    status,
    code: first.code,
    detail: summary(problems),
    problems,
  };
  return json(status, body, {
    'content-type': 'application/problem+json; charset=utf-8',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
  });
}

const mostSentences = 10;

function summary(problems: readonly Problem[]): string {
  const sentences = problems
    .slice(0, mostSentences)
    .map(({ row, message }) => (row === undefined ? message : `Row ${row}: ${message}`));
  const more = problems.length - sentences.length;
  return [...sentences, ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}
