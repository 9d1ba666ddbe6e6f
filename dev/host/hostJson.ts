import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The settings of host.json that this host honours, with the real host's defaults. */
export type HostSettings = { routePrefix: string; taskHub: string };

export const defaultHostSettings: HostSettings = { routePrefix: 'api', taskHub: 'TestHubName' };

type HostJson = {
  extensions?: { http?: { routePrefix?: string }; durableTask?: { hubName?: string } };
};

export function readHostJson(folder: string): HostSettings {
  const { extensions } = readJson(join(folder, 'host.json')) as HostJson;
  return {
    routePrefix: extensions?.http?.routePrefix ?? defaultHostSettings.routePrefix,
    taskHub: extensions?.durableTask?.hubName ?? defaultHostSettings.taskHub,
  };
}

/** `Values` of local.settings.json; none if there is no such file. */
export function readLocalValues(folder: string): Record<string, string> {
  const settings = readJson(join(folder, 'local.settings.json')) as { Values?: Record<string, string> };
  return settings.Values ?? {};
}

export function readJson(file: string): unknown {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} is not valid JSON.`, { cause: error });
  }
}
