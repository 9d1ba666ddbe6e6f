import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startLocalAzure } from '../../../../dev/azure/start.ts';
import type { World } from '../../../../dev/azure/world.ts';
import { ManualClock } from '../../../../dev/clock.ts';
import contoso from '../../../../dev/worlds/contoso.json' with { type: 'json' };

async function started() {
  const folder = mkdtempSync(join(tmpdir(), 'local-azure-'));
  const running = await startLocalAzure({
    world: contoso as World,
    clock: new ManualClock(),
    certificateFolder: folder,
  });
  onTestFinished(async () => {
    await running.stop();
    rmSync(folder, { recursive: true });
  });
  const ca = readFileSync(running.addresses.caFile);
  const ask = (url: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(url, { ca, agent: false, servername: 'localhost' }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      })
        .on('error', reject)
        .end();
    });
  return { ...running, ask };
}

test('a reset breaks the TLS connection, and the control plane still answers', async () => {
  const { azure, addresses, ask } = await started();
  azure.faults.add({ effect: { kind: 'resetAfter' } });
  await expect(ask(`${addresses.graph}/v1.0/applications`)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(await ask(`${addresses.control}faults`)).toBe(200);
  azure.faults.clear();
  expect(await ask(`${addresses.graph}/v1.0/applications`)).toBe(401);
});

test('a reset breaks the connection to the managed identity endpoint', async () => {
  const { azure, addresses } = await started();
  azure.faults.add({ service: 'managedIdentity', times: 1, effect: { kind: 'resetBefore' } });
  const query = '?api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.azure.com';
  const headers = { 'x-identity-header': addresses.identityHeader };
  const ask = () => fetch(`${addresses.identity}${query}`, { headers });
  await expect(ask()).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } });
  expect((await ask()).status).toBe(200);
});
