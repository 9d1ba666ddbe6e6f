import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** A request to the host. */
export type HttpCall = {
  method: string;
  /** Absolute. */
  url: URL;
  headers: Record<string, string>;
  /** The whole body, read on first use. */
  body(): Promise<Buffer>;
  /** For those who must not read the body at once. */
  raw: IncomingMessage;
};

export type HttpAnswer = {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer | Readable;
};

/** Answers the requests it is responsible for, and undefined for all others. */
export type HttpHandler = (call: HttpCall) => Promise<HttpAnswer | undefined>;

export function json(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export function message(status: number, text: string): HttpAnswer {
  return json(status, { message: text });
}

/** The body as JSON, or undefined if it is none. An empty body counts as null. */
export async function jsonBody(call: HttpCall): Promise<{ value: unknown } | undefined> {
  const text = (await call.body()).toString();
  if (text.trim() === '') return { value: null };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined; // The caller answers what it answers to a bad body.
  }
}
