import type { DurableHttpRequest } from './actions.ts';

/** Makes the call that an orchestrator asked for with `callHttp`. Any answer is a result, whatever its status. */
export async function callHttp(requestText: string, fetch: typeof globalThis.fetch): Promise<string> {
  const request = JSON.parse(requestText) as DurableHttpRequest;
  if (request.tokenSource !== undefined && request.tokenSource !== null) {
    throw new Error('The local host has no managed identity: callHttp with a tokenSource is not supported.');
  }
  const response = await fetch(request.uri, {
    method: request.method,
    headers: request.headers ?? {},
    redirect: 'manual',
    ...(request.content !== undefined && { body: request.content }),
  });
  return JSON.stringify({
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    content: await response.text(),
  });
}
