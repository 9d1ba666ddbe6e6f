import type { Addresses } from '../azure/start.ts';

/** An answer that is not a success, with what the service said. */
export class RefusedCall extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, body: unknown) {
    const error = (body as { error?: { code?: string; message?: string } } | undefined)?.error;
    super(error?.message ?? JSON.stringify(body));
    this.status = status;
    this.code = error?.code ?? String(status);
  }
}

/** Sends JSON and reads JSON. Throws RefusedCall for anything but a success. */
export async function callJson<T>(
  url: string,
  { method = 'GET', body, token }: { method?: string; body?: unknown; token?: string } = {},
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new RefusedCall(response.status, answer);
  return answer as T;
}

/** The local stand-in for a sign-in: a token for a service of Azure, for anyone of the estate by name. */
export async function signIn(
  { control }: Addresses,
  principal: string,
  resource = 'https://graph.microsoft.com',
): Promise<string> {
  const body = { principal, resource };
  const { access_token } = await callJson<{ access_token: string }>(`${control}token`, {
    method: 'POST',
    body,
  });
  return access_token;
}
