import { AzureError } from '../../domain/azureError.ts';
import { translateError } from './errors.ts';

/** Makes a call of an SDK; what it throws becomes an AzureError. */
export async function calling<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translateError(error);
  }
}

/** Reads one thing; undefined if it is not there. */
export async function reading<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    const translated = translateError(error);
    if (isAbsent(translated)) return undefined;
    throw translated;
  }
}

/** Reads a list to its last page. */
export function listing<T>(list: () => AsyncIterable<T>): Promise<T[]> {
  return calling(async () => {
    const all: T[] = [];
    for await (const item of list()) all.push(item);
    return all;
  });
}

/** Deletes one thing; one that is not there is deleted already, be it by 204 or, with its parent gone, by 404. */
export async function deleting(call: () => Promise<unknown>): Promise<void> {
  await reading(call);
}

/**
 * Only a service that says in so many words that it looked: `ResourceNotFound`, `RoleDefinitionDoesNotExist`,
 * Graph's `Request_ResourceNotFound`. A 404 of a proxy, or for an unknown api-version (`InvalidResourceType`),
 * must not make a grant look revoked.
 */
export function isAbsent(error: unknown): boolean {
  return error instanceof AzureError && error.status === 404 && /(NotFound|DoesNotExist)$/i.test(error.code);
}

/** The service knows the caller, and says no. */
export function isForbidden(error: unknown): boolean {
  return error instanceof AzureError && error.status === 403;
}
