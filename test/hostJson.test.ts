import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

type HostJson = {
  extensions: { durableTask: { storageProvider: { maxQueuePollingInterval: string } } };
  logging: {
    logLevel: Record<string, string>;
    applicationInsights: { samplingSettings: { excludedTypes: string } };
  };
};

const hostJson = JSON.parse(readFileSync('host.json', 'utf8')) as HostJson;
const { logLevel, applicationInsights } = hostJson.logging;

/** The paths of all values: `logging.logLevel.default`. */
function paths(value: unknown, path: string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [path.join('.')];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]));
}

it('drops no failure and no line of the app from the log: alerts read them', () => {
  const kept = applicationInsights.samplingSettings.excludedTypes.split(';');
  expect(kept).toEqual(expect.arrayContaining(['Exception', 'Trace', 'Request']));
  expect(logLevel.Function).toBe('Information');
});

it('picks work up within ten seconds', () => {
  const { maxQueuePollingInterval } = hostJson.extensions.durableTask.storageProvider;
  expect(maxQueuePollingInterval).toMatch(/^00:00:(0[1-9]|10)$/);
});

it('has only what docs/operations.md gives a reason for', () => {
  const told = readFileSync('docs/operations.md', 'utf8');
  const untold = paths(hostJson)
    .filter((path) => path !== 'version')
    .filter((path) => !told.includes(`\`${path}\``));
  expect(untold).toEqual([]);
});
