import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadCertificates } from '../../../dev/azure/certificates.ts';
import { startLocalAzure } from '../../../dev/azure/start.ts';
import type { World } from '../../../dev/azure/world.ts';
import { ManualClock } from '../../../dev/clock.ts';
import contoso from '../../../dev/worlds/contoso.json' with { type: 'json' };

const certificateFolder = mkdtempSync(join(tmpdir(), 'local-azure-'));

async function started() {
  const running = await startLocalAzure({
    world: contoso as World,
    clock: new ManualClock(),
    certificateFolder,
  });
  onTestFinished(() => running.stop());
  const ca = readFileSync(running.addresses.caFile);
  type Ask = { method?: string; headers?: Record<string, string>; body?: string };
  const ask = (url: string, { method = 'GET', headers = {}, body }: Ask = {}) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(
        url,
        { method, headers, ca, agent: false, servername: 'localhost' },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      sent.on('error', reject).end(body);
    });
  return { ...running, ask };
}

test('every address answers, with a certificate that the named authority vouches for', async () => {
  const { addresses, ask } = await started();
  expect((await ask(addresses.control)).status).toBe(200);
  const token = JSON.parse(
    (
      await ask(`${addresses.control}token`, {
        method: 'POST',
        body: JSON.stringify({ principal: 'Ada Owner', resource: 'https://graph.microsoft.com' }),
      })
    ).text,
  ) as { access_token: string };
  const headers = { authorization: `Bearer ${token.access_token}` };
  const { status, text } = await ask(`${addresses.graph}/v1.0/applications?$top=1`, { headers });
  expect(status).toBe(200);
  // The next page is where the client already is.
  expect((JSON.parse(text) as Record<string, string>)['@odata.nextLink']).toMatch(
    new RegExp(`^${addresses.graph}/v1.0/applications`),
  );
  expect((await ask(`${addresses.arm}/subscriptions?api-version=2022-12-01`)).status).toBe(401);
  // The Azure CLI doubles the slash where its endpoint ends with one.
  expect((await ask(`${addresses.arm}//subscriptions?api-version=2022-12-01`)).status).toBe(401);
  const byAddress = addresses.control.replace('localhost', '127.0.0.1');
  expect((await ask(byAddress)).status).toBe(200);
});

test('the identity endpoint is plain HTTP on its own port, and is not offered over HTTPS', async () => {
  const { addresses, ask } = await started();
  const query = '?api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.azure.com';
  const headers = { 'x-identity-header': addresses.identityHeader };
  const answered = await fetch(`${addresses.identity}${query}`, { headers });
  expect(answered.status).toBe(200);
  expect(await answered.json()).toMatchObject({ token_type: 'Bearer' });
  expect((await ask(`${addresses.arm}/msi/token${query}`, { headers })).status).not.toBe(200);
  expect((await fetch(new URL('/_local/state', addresses.identity))).status).toBe(501);
});

test('a foreign host name and a body without end are refused', async () => {
  const { addresses, ask } = await started();
  const misled = await ask(addresses.control, { headers: { host: 'attacker.example' } });
  expect(misled.status).toBe(421);
  const body = 'x'.repeat(4 * 1024 * 1024 + 1);
  expect((await ask(`${addresses.control}clock`, { method: 'POST', body })).status).toBe(413);
});

test('a port that is taken ends the start, and leaves nothing open', async () => {
  const first = await started();
  const { smtp } = first.addresses;
  const second = startLocalAzure({
    world: contoso as World,
    ports: { smtp: smtp.port },
    certificateFolder,
  });
  await expect(second).rejects.toThrow(/EADDRINUSE/);
});

test('certificates are kept between runs, the key for its owner only, and made anew if they do not fit', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-azure-'));
  const first = await loadCertificates(folder);
  expect(await loadCertificates(folder)).toEqual(first);
  expect(statSync(join(folder, 'server.key')).mode & 0o777).toBe(0o600);
  const other = await loadCertificates(mkdtempSync(join(tmpdir(), 'local-azure-')));
  writeFileSync(join(folder, 'ca.pem'), other.ca);
  const renewed = await loadCertificates(folder);
  expect(renewed.ca).not.toBe(first.ca);
  expect(renewed.ca).not.toBe(other.ca);
});
