import { z } from 'zod';
import { dispatch } from '../dispatch.ts';
import { ConnectionReset } from '../faults/connectionReset.ts';
import type { LocalRequest, LocalResponse, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { readObject } from './input.ts';
import { batchPath } from './paths.ts';
import { badRequest, lacking } from './refusals.ts';

const mostRequests = 20;
const inner = z.object({
  id: z.string().min(1),
  method: z.string().min(1),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).default({}),
  dependsOn: z.array(z.string()).default([]),
});
type Inner = z.output<typeof inner>;

export const batchRoutes: readonly Route[] = [
  {
    operation: 'batch.Post',
    method: 'POST',
    path: batchPath,
    facts: [
      'graph.batch',
      'graph.batch.order',
      'graph.batch.400',
      'graph.batch.headers',
      'graph.batch.throttle',
    ],
    async handle(request, azure) {
      const responses: object[] = [];
      for (const each of readRequests(request).reverse()) {
        const { status, headers = {}, body } = await answer(request, each, azure);
        responses.push({ id: each.id, status, headers: mixedCase(headers), body });
      }
      return { status: 200, body: { responses } };
    },
  },
];

/** Fact graph.batch.400. */
function readRequests(request: LocalRequest): Inner[] {
  const read = z.object({ requests: z.array(inner).min(1) }).safeParse(readObject(request));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw badRequest(`Invalid batch payload format: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  const { requests } = read.data;
  if (requests.length > mostRequests)
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${mostRequests}.`);
  if (new Set(requests.map(({ id }) => id.toLowerCase())).size < requests.length)
    throw badRequest('Request Id has to be unique in a batch.');
  return requests;
}

/** As if the same caller had sent it by itself. */
async function answer(
  { url: batchUrl, headers: batchHeaders }: LocalRequest,
  { method, url, headers: own, dependsOn }: Inner,
  azure: LocalAzure,
): Promise<LocalResponse> {
  if (method.toUpperCase() !== 'GET' || dependsOn.length > 0 || URL.canParse(url))
    return lacking('a batch of anything but independent GETs').response;
  const headers = new Headers(own);
  headers.set('authorization', batchHeaders.get('authorization') ?? '');
  try {
    const target = new URL(`/v1.0/${url.replace(/^\//, '')}`, batchUrl);
    return await dispatch(azure, { method: 'GET', url: target, headers, text: '' });
  } catch (error) {
    if (error instanceof ConnectionReset)
      return { status: 504, body: { error: { code: 'GatewayTimeout', message: error.message } } };
    throw error;
  }
}

/** Fact graph.batch.headers. */
function mixedCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.startsWith('x-') ? name : name.replace(/(^|-)[a-z]/g, (first) => first.toUpperCase()),
      value,
    ]),
  );
}
