import { setCookie } from './cookies.ts';
import type { RpcHttpRequest, RpcHttpResponse, RpcTypedData } from './coreTypes.ts';
import type { HttpAnswer, HttpCall } from './http.ts';

/** A request as the worker gets it. */
export async function toRpcRequest(call: HttpCall, params: Record<string, string>): Promise<RpcHttpRequest> {
  const query: Record<string, string> = {};
  for (const name of new Set(call.url.searchParams.keys())) {
    query[name] = call.url.searchParams.getAll(name).join(',');
  }
  const body = await call.body();
  return {
    method: call.method,
    url: call.url.href,
    nullableHeaders: nullable(call.headers),
    nullableParams: nullable(params),
    nullableQuery: nullable(query),
    ...(body.length > 0 && { body: { bytes: body } }),
  };
}

function nullable(values: Record<string, string>): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

/** What a function answered, as HTTP. */
export function fromRpcResponse(response: RpcHttpResponse): HttpAnswer {
  const cookies = response.cookies.map(setCookie);
  return {
    status: Number(response.statusCode),
    headers: { ...response.headers, ...(cookies.length > 0 && { 'set-cookie': cookies }) },
    body: bodyBytes(response.body),
  };
}

function bodyBytes(body: RpcTypedData | null | undefined): Buffer {
  if (body?.bytes !== undefined) return Buffer.from(body.bytes);
  return Buffer.from(body?.string ?? body?.json ?? '');
}
