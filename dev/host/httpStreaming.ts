import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { RpcTypedData } from './coreTypes.ts';
import type { HttpAnswer, HttpCall } from './http.ts';
import type { FunctionInvoker } from './invocation.ts';
import { errorText } from './log.ts';
import type { HostLog } from './log.ts';
import type { RegisteredFunction } from './registeredApp.ts';

const invocationIdHeader = 'x-ms-invocation-id';

/**
 * Serves HTTP functions of an app that streams: the request itself goes to a server that `@azure/functions` opened,
 * while the invocation, under the same id, carries only what that request does not tell.
 */
export class HttpStreaming {
  readonly #proxy: URL;
  readonly #invoker: FunctionInvoker;
  readonly #log: HostLog;

  constructor(proxy: URL, invoker: FunctionInvoker, log: HostLog) {
    this.#proxy = proxy;
    this.#invoker = invoker;
    this.#log = log;
  }

  async answer(
    fn: RegisteredFunction,
    params: Record<string, string>,
    call: HttpCall,
  ): Promise<HttpAnswer | undefined> {
    const invocationId = randomUUID();
    const passing = this.#passOn(call, invocationId);
    const metadata: Record<string, RpcTypedData> = {
      Headers: { json: JSON.stringify(call.headers) },
      Query: { json: '{}' },
    };
    for (const [name, value] of Object.entries(params)) metadata[name] = { string: value };
    const invoking = this.#invoker.invoke(fn, { invocationId, metadata });
    // A function that returns nothing, or fails, leaves the passed-on request without an answer.
    const withoutAnswer = invoking.then(
      ({ result }) => (result === undefined || result === null ? 204 : undefined),
      (error: unknown) => {
        this.#log('error', fn.name, errorText(error));
        return 500;
      },
    );
    const first = await Promise.race([passing.response, withoutAnswer]);
    const outcome = first ?? (await passing.response);
    if (typeof outcome === 'number') {
      passing.abandon();
      return { status: outcome };
    }
    const { [invocationIdHeader]: _, ...headers } = outcome.headers;
    return {
      status: outcome.statusCode ?? 200,
      headers: headers as Record<string, string | string[]>,
      body: outcome,
    };
  }

  #passOn(call: HttpCall, invocationId: string): { response: Promise<IncomingMessage>; abandon: () => void } {
    const target = new URL(call.url.pathname + call.url.search, this.#proxy);
    const outgoing = request(target, {
      method: call.method,
      headers: {
        ...call.headers,
        [invocationIdHeader]: invocationId,
        'x-forwarded-host': call.url.host,
        'x-forwarded-proto': 'http',
      },
    });
    let isAbandoned = false;
    const response = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve);
      outgoing.once('error', (error) => {
        if (!isAbandoned) reject(error);
      });
    });
    pipeline(call.raw, outgoing).catch((error: unknown) => {
      if (!isAbandoned) this.#log('warning', 'http', `A request broke off. ${errorText(error)}`);
    });
    return {
      response,
      abandon: () => {
        isAbandoned = true;
        outgoing.destroy();
      },
    };
  }
}
