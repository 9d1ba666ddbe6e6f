import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noDelays } from '../../dev/azure/delays.ts';
import { seededRandom } from '../../dev/azure/faults/random.ts';
import { startLocalAzure } from '../../dev/azure/start.ts';
import type { RunningLocalAzure } from '../../dev/azure/start.ts';
import { appSettings } from '../../dev/local/appSettings.ts';
import { startHostProcess } from '../../dev/local/hostProcess.ts';
import type { HostProcess } from '../../dev/local/hostProcess.ts';
import { subscribeApp } from '../../dev/local/subscribeApp.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import { doneAt } from '../support/tagging.ts';
import { expectExactlyOnce } from './exactlyOnce.ts';
import { estateWithFleet, fleetNames } from './fleet.ts';

const size = 30;
const kills = 5;
const longestRun = 1_200;
const names = fleetNames(size);

let folder: string;
let running: RunningLocalAzure;
let host: HostProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailgrant-killed-'));
  running = await startLocalAzure({
    world: estateWithFleet(size),
    delays: noDelays,
    certificateFolder: folder,
  });
  await startHost();
});

afterAll(async () => {
  await host.stop();
  await running.stop();
  await rm(folder, { recursive: true });
});

/** Always on another port: Event Grid has to be told. */
async function startHost(): Promise<void> {
  const settings = {
    ...appSettings(running.addresses, running.azure),
    MAILGRANT_SETTLE: 'PT1S',
    MAILGRANT_WATCH_SCHEDULE: '* * * * * *',
  };
  host = await startHostProcess({ port: 0, data: join(folder, 'durable.db'), settings });
  await subscribeApp(running.azure, host.url);
}

async function killAgainAndAgain(): Promise<void> {
  const random = seededRandom(1);
  for (let kill = 1; kill <= kills; kill++) {
    await sleep(300 + random() * longestRun);
    await host.kill();
    await startHost();
  }
}

async function grants(): Promise<OperationView[]> {
  const response = await fetch(`${host.url}/api/operations`);
  const { operations } = (await response.json()) as { operations: OperationView[] };
  return operations.filter(({ kind }) => kind === 'grant');
}

it(`${size} tagged applications are granted, each once, while the host is killed again and again`, async () => {
  const applications = [...running.azure.state.applications.values()];
  const killing = killAgainAndAgain();
  for (const name of names) {
    const tagged = applications.find(({ displayName }) => displayName === name);
    if (tagged !== undefined) tagged.tags = ['mailgrant'];
    await sleep((kills * longestRun) / 2 / size);
  }
  await killing;
  let all = await grants();
  while (all.length < size || all.some(({ state }) => state === 'running' || state === 'waiting')) {
    await sleep(200);
    all = await grants();
  }
  expect(all.map(({ state }) => state)).toEqual(names.map(() => 'succeeded'));
  expectExactlyOnce(running.azure, names);
  expect(doneAt(running.azure, 'SmtpUsernames_Delete')).toEqual([]);
}, 60_000);
