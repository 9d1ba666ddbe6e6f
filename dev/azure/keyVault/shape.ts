import type { KeyVaultSecret } from '../state.ts';

/** A secret as GET and PUT answer it (fact keyVault.secret.200). */
export function secretShape(origin: string, secret: KeyVaultSecret) {
  const { name, version, value, enabled, notBefore, expires, contentType, tags } = secret;
  return {
    value,
    ...(contentType === undefined ? {} : { contentType }),
    id: `${origin}/secrets/${name}/${version}`,
    attributes: {
      enabled,
      ...(notBefore === undefined ? {} : { nbf: notBefore }),
      ...(expires === undefined ? {} : { exp: expires }),
      created: Math.floor(secret.createdAt / 1000),
      updated: Math.floor(secret.createdAt / 1000),
      recoveryLevel: 'Recoverable+Purgeable',
      recoverableDays: 90,
    },
    ...(tags === undefined ? {} : { tags }),
  };
}
