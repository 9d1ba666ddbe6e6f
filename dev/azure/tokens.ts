import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** Who holds a token. */
export type Caller = {
  /** The object id of the service principal or user: what role assignments name. */
  objectId: string;
  /** The client id of the service principal; undefined for a user. */
  appId?: string;
  tenantId: string;
  audience: string;
  /** The ARM id behind a managed identity; the Azure CLI reads it from the token. */
  managedIdentityId?: string;
  /** The display name, for error texts and the request log. */
  name: string;
};

export type Token = { text: string; expiresAt: number };

/**
 * Issues and checks access tokens of the local Entra. They are well-formed JSON Web Tokens, because clients
 * (the Azure CLI among them) read claims from them; the key never leaves this object.
 */
export class TokenIssuer {
  readonly #key = randomBytes(32);
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(caller: Caller, lifetimeSeconds = 24 * 3600): Token {
    const now = Math.floor(this.#clock.now() / 1000);
    const expires = now + lifetimeSeconds;
    const claims = {
      aud: caller.audience,
      iss: `https://sts.windows.net/${caller.tenantId}/`,
      iat: now,
      nbf: now,
      exp: expires,
      oid: caller.objectId,
      sub: caller.objectId,
      tid: caller.tenantId,
      name: caller.name,
      idtyp: caller.appId === undefined ? 'user' : 'app',
      ...(caller.appId === undefined ? {} : { appid: caller.appId }),
      ...(caller.managedIdentityId === undefined ? {} : { xms_mirid: caller.managedIdentityId }),
      ver: '1.0',
    };
    const head = encode({ typ: 'JWT', alg: 'HS256' });
    const payload = encode(claims);
    return { text: `${head}.${payload}.${this.#sign(`${head}.${payload}`)}`, expiresAt: expires * 1000 };
  }

  /** The caller, or a sentence that says why the token is no good. */
  check(text: string, audiences: readonly string[]): Caller | string {
    const [head, payload, signature] = text.split('.');
    if (head === undefined || payload === undefined || signature === undefined)
      return 'The token is malformed.';
    const expected = Buffer.from(this.#sign(`${head}.${payload}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return 'The signature is not valid.';
    const claims = readClaims(text);
    if (Number(claims.exp) * 1000 <= this.#clock.now()) return 'The access token has expired.';
    const audience = String(claims.aud);
    if (!audiences.includes(audience.replace(/\/$/, ''))) return `The audience '${audience}' is not valid.`;
    return {
      objectId: String(claims.oid),
      tenantId: String(claims.tid),
      audience,
      name: String(claims.name),
      ...(claims.appid === undefined ? {} : { appId: String(claims.appid) }),
    };
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}

/** What a token says, whether or not it is good. */
export function readClaims(text: string): Record<string, string | number> {
  const [, payload = ''] = text.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, string | number>;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
