import type { LocalResponse } from './http.ts';

/** An answer as it goes over the wire. The HTTPS server and the in-process client of the tests share it. */
export function encodeResponse(response: LocalResponse): {
  status: number;
  headers: Record<string, string>;
  text: string;
} {
  const { status, headers = {}, body } = response;
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const typed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return {
    status,
    headers:
      text === '' || typed ? headers : { ...headers, 'content-type': 'application/json; charset=utf-8' },
    text,
  };
}
