import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noDelays } from '../../../dev/azure/delays.ts';
import { startMailgrant } from '../../../dev/local/startMailgrant.ts';
import type { LocalMailgrant } from '../../../dev/local/startMailgrant.ts';
import { stageApp } from '../../../dev/stageApp.ts';

let folder: string;
let mailgrant: LocalMailgrant;

beforeAll(async () => {
  // Outside of the project: no folder above it has packages.
  folder = await mkdtemp(join(tmpdir(), 'mailgrant-shipped-'));
  const appFolder = join(folder, 'app');
  await stageApp(appFolder);
  const certificateFolder = join(folder, 'certificates');
  mailgrant = await startMailgrant({ appFolder, certificateFolder, delays: noDelays });
});
afterAll(async () => {
  await mailgrant.stop();
  await rm(folder, { recursive: true });
});

it('the shipped files are an app by themselves, without node_modules', async () => {
  const health = await fetch(`${mailgrant.addresses.app}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ status: 'ok' });
});

it('and they reach Azure, by its SDKs', async () => {
  const inventory = await fetch(`${mailgrant.addresses.app}/grants`);
  expect(inventory.status).toBe(200);
  expect(await inventory.json()).toHaveProperty('grants');
});
