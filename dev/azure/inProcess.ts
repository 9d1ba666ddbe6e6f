import { RestError, createHttpHeaders } from '@azure/core-rest-pipeline';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { dispatch } from './dispatch.ts';
import { ConnectionReset } from './faults/connectionReset.ts';
import type { LocalAzure } from './localAzure.ts';
import { encodeResponse } from './wire.ts';

/**
 * An HTTP client for the SDKs' `httpClient` option that asks the local Azure without a socket. Services are
 * found by path, so the SDKs keep their real addresses, such as https://management.azure.com.
 */
export function inProcessHttpClient(azure: LocalAzure): HttpClient {
  return {
    async sendRequest(request) {
      const answer = encodeResponse(
        await unlessGivenUp(azure, request, () =>
          dispatch(azure, {
            method: request.method,
            url: new URL(request.url),
            headers: new Headers(request.headers.toJSON()),
            text: bodyText(request),
          }),
        ),
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

/** Fails as the SDKs' own client does: when the connection breaks, and when the caller gives up waiting. */
async function unlessGivenUp<T>(
  { clock }: LocalAzure,
  request: PipelineRequest,
  answer: () => Promise<T>,
): Promise<T> {
  const { abortSignal, timeout } = request;
  const aborted = new DOMException('The operation was aborted.', 'AbortError');
  if (abortSignal?.aborted === true) throw aborted;
  const givenUp = Promise.withResolvers<never>();
  const giveUp = () => givenUp.reject(aborted);
  abortSignal?.addEventListener('abort', giveUp);
  // 0 is the pipeline's way of saying: as long as it takes.
  const cancel = timeout > 0 ? clock.at(clock.now() + timeout, giveUp) : undefined;
  try {
    return await Promise.race([answer(), givenUp.promise]);
  } catch (error) {
    if (error instanceof ConnectionReset) throw new RestError(error.message, { code: error.code, request });
    throw error;
  } finally {
    cancel?.();
    abortSignal?.removeEventListener('abort', giveUp);
  }
}

function bodyText({ body }: PipelineRequest): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) return new TextDecoder().decode(body);
  throw new TypeError('The in-process client sends text and bytes only; the SDKs we use send nothing else.');
}
