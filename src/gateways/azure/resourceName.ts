import { invalidRequest } from './errors.ts';

/**
 * A resource's name, checked for what would make the URL mean another resource: without a name it means the list,
 * and with dots the parent, and the SDKs send both; half a character has no place in a URL at all.
 * @throws {AzureError} InvalidRequest.
 */
export function resourceName(name: string): string {
  if (!['', '.', '..'].includes(name) && name.isWellFormed()) return name;
  throw invalidRequest(`${JSON.stringify(name)} is not a name of a resource.`);
}
