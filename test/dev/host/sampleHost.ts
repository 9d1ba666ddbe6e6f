import { fileURLToPath } from 'node:url';
import { ManualClock } from '../../../dev/clock.ts';
import { loadAppFolder } from '../../../dev/host/functionApp.ts';
import { startHost } from '../../../dev/host/host.ts';
import type { HostOptions, RunningHost } from '../../../dev/host/host.ts';

export const sampleFolder = fileURLToPath(new URL('../../sampleApp', import.meta.url));

// One process can load an app once.
let loaded: ReturnType<typeof loadAppFolder> | undefined;

export type SampleHost = RunningHost & {
  clock: ManualClock;
  warnings: string[];
  get(path: string): Promise<Response>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Calls a method of the app's durable client. */
  client(method: string, ...given: unknown[]): Promise<{ result?: unknown; error?: string }>;
  /** Starts an orchestration through the app. */
  start(orchestrator: string, input: unknown, id?: string): Promise<string>;
};

/** The sample app on a host of its own, with a clock that stands still. */
export async function startSample(options: Partial<HostOptions> = {}): Promise<SampleHost> {
  loaded ??= loadAppFolder(sampleFolder, process.env);
  const clock = new ManualClock();
  const warnings: string[] = [];
  const host = await startHost({
    app: await loaded,
    port: 0,
    data: ':memory:',
    clock,
    log: (level, _source, message) => {
      if (level === 'warning') warnings.push(message);
    },
    ...options,
  });
  const post: SampleHost['post'] = (path, body, headers = {}) =>
    fetch(host.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body ?? null),
    });
  return {
    ...host,
    clock,
    warnings,
    get: (path) => fetch(host.url + path),
    post,
    async client(method, ...given) {
      const response = await post(`/sample/client/${method}`, given);
      return (await response.json()) as { result?: unknown; error?: string };
    },
    async start(orchestrator, input, id) {
      const response = await post(`/sample/start/${orchestrator}${id === undefined ? '' : `/${id}`}`, input);
      if (response.status !== 202)
        throw new Error(`Not started: ${response.status} ${await response.text()}`);
      return ((await response.json()) as { id: string }).id;
    },
  };
}
