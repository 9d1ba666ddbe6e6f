import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { AzureError } from '../../domain/azureError.ts';
import { isAbsent } from './calls.ts';
import { answerError, unreadableAnswer } from './errors.ts';
import type { GraphClient } from './graphClient.ts';

/** One of many things to read. `path` is encoded and starts behind `/v1.0/`. */
export type Question<T> = { path: string; schema: z.ZodType<T>; headers?: Record<string, string> };
export type Reply<T> =
  | { kind: 'read'; value: T }
  | { kind: 'absent' }
  /** A permission is missing, as `error` says. */
  | { kind: 'denied'; error: AzureError };

// What Graph takes.
const perBatch = 20;
const batch = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.int(),
      headers: z.record(z.string(), z.string()).nullish(),
      body: z.unknown(),
    }),
  ),
});
type Response = z.output<typeof batch>['responses'][number];

/**
 * Reads many things in few requests (Graph: JSON batching). The replies are in the order of the questions.
 * @throws {AzureError} If a single one is throttled or fails: the one that asks to wait longest.
 */
export async function askTogether<T>(
  graph: GraphClient,
  questions: readonly Question<T>[],
): Promise<Reply<T>[]> {
  const replies: Reply<T>[] = [];
  // One after the other: once Graph throttles, every further request makes the wait longer.
  for (let start = 0; start < questions.length; start += perBatch)
    replies.push(...(await askBatch(graph, questions.slice(start, start + perBatch))));
  return replies;
}

async function askBatch<T>(graph: GraphClient, questions: readonly Question<T>[]): Promise<Reply<T>[]> {
  const requests = questions.map(({ path, headers }, index) => {
    return { id: String(index), method: 'GET', url: `/${path}`, ...(headers && { headers }) };
  });
  const { responses } = await graph.post('$batch', { requests }, batch);
  // They come in any order.
  const byId = new Map(responses.map((response) => [response.id, response]));
  const replies: Reply<T>[] = [];
  const failures: AzureError[] = [];
  for (const [index, question] of questions.entries()) {
    const url = `${graph.endpoint}/v1.0/${question.path}`;
    const reply = readReply(asAnswer(url, byId.get(String(index))), question);
    if (reply instanceof AzureError) failures.push(reply);
    else replies.push(reply);
  }
  const [longest] = failures.sort((one, other) => (other.retryAfter ?? 0) - (one.retryAfter ?? 0));
  if (longest !== undefined) throw longest;
  return replies;
}

/** As if it had been asked by itself, so that one reader of refusals does for both. */
function asAnswer(url: string, response: Response | undefined): PipelineResponse {
  return {
    request: createPipelineRequest({ url }),
    // A request that the batch has no answer to.
    status: response?.status ?? 200,
    headers: createHttpHeaders(response?.headers ?? {}),
    bodyAsText: JSON.stringify(response?.body) ?? null,
  };
}

function readReply<T>(answer: PipelineResponse, { schema }: Question<T>): Reply<T> | AzureError {
  if (answer.status === 200) {
    const read = schema.safeParse(JSON.parse(answer.bodyAsText ?? 'null'));
    return read.success ? { kind: 'read', value: read.data } : unreadableAnswer(answer, read.error);
  }
  const error = answerError(answer);
  if (isAbsent(error)) return { kind: 'absent' };
  return error.status === 403 && error.code === 'Authorization_RequestDenied'
    ? { kind: 'denied', error }
    : error;
}
