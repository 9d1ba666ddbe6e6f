import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SMTPServer } from 'smtp-server';
import { dispatch } from './dispatch.ts';
import { ConnectionReset } from './faults/connectionReset.ts';
import type { LocalAzure } from './localAzure.ts';
import { createSmtpServer } from './smtp/server.ts';
import { encodeResponse } from './wire.ts';

export type Listener = { port: number; close(): Promise<void> };

/** ARM takes 4 MB at most, and nothing else here takes more. */
const largestBody = 4 * 1024 * 1024;
// Only this machine: the control plane hands out tokens to whoever asks.
const address = '127.0.0.1';
const ownNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

export function listenHttps(
  azure: LocalAzure,
  port: number,
  tls: { key: string; cert: string },
): Promise<Listener> {
  const server = createHttpsServer({ key: tls.key, cert: tls.cert }, (request, response) =>
    answer(azure, request, response),
  );
  return listen(server, port);
}

export function listenHttp(azure: LocalAzure, port: number): Promise<Listener> {
  return listen(
    createHttpServer((request, response) => answer(azure, request, response)),
    port,
  );
}

export async function listenSmtp(
  azure: LocalAzure,
  port: number,
  tls: { key: string; cert: string },
): Promise<Listener> {
  const smtp: SMTPServer = createSmtpServer(azure, tls);
  // A client that breaks off a TLS handshake is an error to the library, and no reason to stop.
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  smtp.on('error', (error) => reject(error));
  smtp.listen(port, address, () => resolve());
  await promise;
  return {
    port: (smtp.server.address() as AddressInfo).port,
    close: () => new Promise((done) => smtp.close(done)),
  };
}

async function listen(server: Server, port: number): Promise<Listener> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, address, resolve);
  await promise;
  server.off('error', reject);
  return {
    port: (server.address() as AddressInfo).port,
    // `close` ends idle connections and lets running requests finish.
    close: () =>
      new Promise((done, failed) => server.close((error) => (error === undefined ? done() : failed(error)))),
  };
}

function answer(azure: LocalAzure, request: IncomingMessage, response: ServerResponse): void {
  respond(azure, request, response).catch((error: unknown) => {
    if (error instanceof ConnectionReset) return void response.destroy();
    // A fault of ours, not of the client: say so loudly, and keep running.
    console.error(error);
    if (response.headersSent) return void response.destroy();
    send(response, {
      status: 500,
      body: { error: { code: 'LocalAzureFault', message: String(error) } },
    });
  });
}

async function respond(azure: LocalAzure, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host = '' } = request.headers;
  // A web page could point a name of its own at this machine and read the answers.
  if (!ownNames.test(host)) {
    const message = `The local Azure answers to localhost, not to '${host}'.`;
    return send(response, { status: 421, body: { error: { code: 'MisdirectedRequest', message } } });
  }
  const { url: target = '' } = request;
  if (!target.startsWith('/')) {
    const message = `A request names a path, not '${target}'.`;
    return send(response, { status: 400, body: { error: { code: 'BadRequest', message } } });
  }
  const text = await readBody(request);
  if (text === undefined) {
    // Closing with unread bytes would reset the connection before the client has read the answer.
    request.resume();
    response.setHeader('connection', 'close');
    const message = `A request may have ${largestBody} bytes at most.`;
    return send(response, { status: 413, body: { error: { code: 'RequestEntityTooLarge', message } } });
  }
  const scheme = 'encrypted' in request.socket ? 'https' : 'http';
  send(
    response,
    await dispatch(azure, {
      method: request.method ?? 'GET',
      // Joined, not resolved: a path that starts with two slashes would be read as a host name.
      url: new URL(`${scheme}://${host}${target}`),
      headers: new Headers(
        Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
          values.map((value): [string, string] => [name, value]),
        ),
      ),
      text,
    }),
  );
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left open on a body that is too large: the client is still to be told.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    size += chunk.length;
    if (size > largestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, answered: Parameters<typeof encodeResponse>[0]): void {
  const { status, headers, text } = encodeResponse(answered);
  // 204 must not carry a length (RFC 9110, 8.6).
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, { ...headers, ...length }).end(text);
}
