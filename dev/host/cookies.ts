import type { RpcCookie } from './coreTypes.ts';

const sameSite = { lax: 'Lax', strict: 'Strict', explicitNone: 'None', none: undefined };

/** The Set-Cookie header of a cookie. */
export function setCookie(cookie: RpcCookie): string {
  const parts = [`${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`];
  if (cookie.maxAge !== undefined) parts.push(`Max-Age=${cookie.maxAge.value}`);
  if (cookie.domain !== undefined) parts.push(`Domain=${cookie.domain.value}`);
  if (cookie.path !== undefined) parts.push(`Path=${cookie.path.value}`);
  if (cookie.expires !== undefined) {
    parts.push(`Expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  }
  if (cookie.httpOnly?.value) parts.push('HttpOnly');
  if (cookie.secure?.value) parts.push('Secure');
  const site = cookie.sameSite && sameSite[cookie.sameSite];
  if (site !== undefined) parts.push(`SameSite=${site}`);
  return parts.join('; ');
}
