/** Many requests in one. */
export const batchPath = /^\/v1\.0\/\$batch$/i;

/** A collection: `/v1.0/applications`. */
export function collectionPath(name: string): RegExp {
  return new RegExp(`^/v1\\.0/${name}/?$`, 'i');
}

/** One object by its object id alone; then, perhaps, what hangs on it. */
export function objectPath(name: string, rest = ''): RegExp {
  return new RegExp(`^/v1\\.0/${name}/(?<id>(?!delta$|\\$)[^/]+)${rest === '' ? '' : `/${rest}`}$`, 'i');
}

/**
 * One object, by object id or by its alternate key `applications(appId='…')`, which some clients
 * percent-encode; then, perhaps, an action on it. `delta` and `$count` are functions, not ids.
 */
export function entityPath(name: string, action = ''): RegExp {
  const key = `(?:\\(|%28)appId(?:=|%3D)(?:'|%27)(?<appId>[^'%)]*)(?:'|%27)(?:\\)|%29)`;
  return new RegExp(
    `^/v1\\.0/${name}(?:/(?<id>(?!delta$|\\$)[^/]+)|${key})${action === '' ? '' : `/${action}`}$`,
    'i',
  );
}
