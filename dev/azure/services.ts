import { existsSync } from 'node:fs';
import type { LocalService } from './http.ts';
import type { RoleDefinition } from './state.ts';

// Until every service is there: take what exists. Replaced by plain imports as soon as it does.
async function load<T>(path: string, name: string): Promise<T[]> {
  const url = new URL(path, import.meta.url);
  if (!existsSync(url)) return [];
  const part = (await import(url.href)) as Record<string, T>;
  return part[name] === undefined ? [] : [part[name]];
}

/** Every service of the local Azure, asked in this order. */
export const services: readonly LocalService[] = [
  ...(await load<LocalService>('./control/service.ts', 'controlService')),
  ...(await load<LocalService>('./entra/service.ts', 'managedIdentityService')),
  ...(await load<LocalService>('./entra/service.ts', 'entraService')),
  ...(await load<LocalService>('./graph/service.ts', 'graphService')),
  ...(await load<LocalService>('./arm/service.ts', 'armService')),
];

export const builtInRoles: readonly RoleDefinition[] = (
  await load<readonly RoleDefinition[]>('./arm/builtInRoles.ts', 'builtInRoles')
).flat();
