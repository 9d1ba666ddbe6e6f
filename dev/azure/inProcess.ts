import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { dispatch } from './dispatch.ts';
import type { LocalAzure } from './localAzure.ts';
import { encodeResponse } from './wire.ts';

/**
 * An HTTP client for the SDKs' `httpClient` option that asks the local Azure without a socket. Services are
 * found by path, so the SDKs keep their real addresses, such as https://management.azure.com.
 */
export function inProcessHttpClient(azure: LocalAzure): HttpClient {
  return {
    async sendRequest(request) {
      if (request.abortSignal?.aborted === true)
        throw new DOMException('The request was aborted.', 'AbortError');
      const answer = encodeResponse(
        await dispatch(azure, {
          method: request.method,
          url: new URL(request.url),
          headers: new Headers(request.headers.toJSON()),
          text: bodyText(request),
        }),
      );
      return {
        request,
        status: answer.status,
        headers: createHttpHeaders(answer.headers),
        bodyAsText: answer.text,
      };
    },
  };
}

function bodyText({ body }: PipelineRequest): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) return new TextDecoder().decode(body);
  throw new TypeError('The in-process client sends text and bytes only; the SDKs we use send nothing else.');
}
