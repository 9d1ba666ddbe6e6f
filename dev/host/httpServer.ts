import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { HttpAnswer, HttpCall, HttpHandler } from './http.ts';
import { errorText } from './log.ts';
import type { HostLog } from './log.ts';

/** A server that listens already, for handlers that come later: an app wants to know its address while it loads. */
export type Listening = {
  port: number;
  url: string;
  serve(handlers: HttpHandler[], log: HostLog): void;
  close(): Promise<void>;
};

export async function listen(port: number): Promise<Listening> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://localhost:${address.port}`,
    serve(handlers, log) {
      server.on('request', (request, response) => void respond({ request, response, handlers, log }));
    },
    close: () => close(server),
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  handlers: HttpHandler[];
  log: HostLog;
};

async function respond({ request, response, handlers, log }: Exchange): Promise<void> {
  try {
    await send(response, await firstAnswer(handlers, toCall(request)));
  } catch (error) {
    // The caller may have gone away; then there is nobody to answer.
    if (response.destroyed) return;
    log('error', 'http', `${request.method} ${request.url}: ${errorText(error)}`);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
}

async function firstAnswer(handlers: HttpHandler[], call: HttpCall): Promise<HttpAnswer> {
  for (const handle of handlers) {
    const answer = await handle(call);
    if (answer !== undefined) return answer;
  }
  return { status: 404 };
}

function toCall(request: IncomingMessage): HttpCall {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  let body: Promise<Buffer> | undefined;
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', `http://${headers.host ?? 'localhost'}`),
    headers,
    body: () => (body ??= buffer(request)),
    raw: request,
  };
}

async function send(response: ServerResponse, answer: HttpAnswer): Promise<void> {
  response.writeHead(answer.status, answer.headers);
  if (answer.body instanceof Readable) await pipeline(answer.body, response);
  else response.end(answer.body);
}
