import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../dev/azure/faults/random.ts';
import { demoDelays } from '../../dev/azure/delays.ts';
import { startLocalAzure } from '../../dev/azure/start.ts';
import type { RunningLocalAzure } from '../../dev/azure/start.ts';
import { appSettings } from '../../dev/local/appSettings.ts';
import { startHostProcess } from '../../dev/local/hostProcess.ts';
import type { HostProcess } from '../../dev/local/hostProcess.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import { expectExactlyOnce } from './exactlyOnce.ts';
import { estateWithFleet, fleetNames } from './fleet.ts';

/** `npm run chaos` kills two hundred times; the suite shows in seconds that it would. */
const kills = Number(process.env.CHAOS_KILLS ?? 10);
const killsPerRound = 20;
const rounds = Math.ceil(kills / killsPerRound);
const grantsPerRound = 50;
const longestRun = 1_500;

let folder: string;
let running: RunningLocalAzure;
let host: HostProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailgrant-chaos-'));
  const world = estateWithFleet(grantsPerRound * rounds);
  running = await startLocalAzure({ world, delays: demoDelays, certificateFolder: folder });
  host = await startHost(0);
});

afterAll(async () => {
  await host.stop();
  await running.stop();
  await rm(folder, { recursive: true });
});

/** The durable state is a file, as it is an account of Azure Storage in production. */
function startHost(port: number): Promise<HostProcess> {
  const settings = { ...appSettings(running.addresses, running.azure), MAILGRANT_SETTLE: 'PT4S' };
  return startHostProcess({ port, data: join(folder, 'durable.db'), settings });
}

/** Asks until the host is there to answer. */
async function persist<T>(path: string, body?: object): Promise<T> {
  for (;;) {
    try {
      const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const response = await fetch(`${host.url}/api${path}`, request);
      if (response.ok) return (await response.json()) as T;
      if (response.status < 500) throw new RangeError(`${response.status}: ${await response.text()}`);
    } catch (error) {
      // A host that has been killed breaks the connection; every other error is one.
      if (!(error instanceof TypeError)) throw error;
    }
    await sleep(50);
  }
}

async function killAgainAndAgain(times: number, random: () => number): Promise<void> {
  for (let kill = 1; kill <= times; kill++) {
    await sleep(random() * longestRun);
    const port = Number(new URL(host.url).port);
    await host.kill();
    host = await startHost(port);
  }
}

it.each(Array.from({ length: rounds }, (_, round) => round + 1))(
  `round %i: ${grantsPerRound} grants end ready, each once, while the host is killed again and again`,
  async (round) => {
    const names = fleetNames(grantsPerRound * round).slice(-grantsPerRound);
    const times = Math.min(killsPerRound, kills - killsPerRound * (round - 1));
    const killing = killAgainAndAgain(times, seededRandom(round));
    const ids: string[] = [];
    for (const application of names) ids.push((await persist<{ id: string }>('/grants', { application })).id);
    await killing;
    for (const id of ids) {
      let operation = await persist<OperationView>(`/operations/${id}`);
      while (operation.state === 'running' || operation.state === 'waiting') {
        await sleep(100);
        operation = await persist<OperationView>(`/operations/${id}`);
      }
      expect(operation).toMatchObject({ state: 'succeeded', outcome: { readiness: { level: 'expected' } } });
    }
    expectExactlyOnce(running.azure, names);
  },
  240_000,
);
