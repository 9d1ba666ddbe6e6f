import type { LocalRequest } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { KeyVault } from '../state.ts';
import { vaultRefusal } from './refusal.ts';

/**
 * In Azure every vault has a host of its own. Where the request has such a host, it names the vault; on the one
 * host of this machine the first vault of the estate answers.
 */
export function findVault({ url }: LocalRequest, { state }: LocalAzure): KeyVault | undefined {
  const vaults = [...state.keyVaults.values()];
  const named = /^([^.]+)\.vault\./i.exec(url.hostname)?.[1]?.toLowerCase();
  return named === undefined ? vaults[0] : vaults.find(({ name }) => name.toLowerCase() === named);
}

export function vaultOf(request: LocalRequest, azure: LocalAzure): KeyVault {
  const found = findVault(request, azure);
  if (found !== undefined) return found;
  // Azure has no answer to this: the host would not exist.
  const message = `The estate has no key vault that answers at ${request.url.host}.`;
  throw vaultRefusal(501, { code: 'NotImplemented', message });
}
