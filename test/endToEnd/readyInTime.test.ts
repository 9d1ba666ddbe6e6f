import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCertificates } from '../../dev/azure/certificates.ts';
import type { Certificates } from '../../dev/azure/certificates.ts';
import { listenSmtp } from '../../dev/azure/listen.ts';
import type { GrantOutcome } from '../../src/domain/operation.ts';
import { withApp } from '../support/appOnLocalAzure.ts';

let folder: string;
let certificates: Certificates;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailgrant-ready-'));
  certificates = await loadCertificates(folder);
  const ca = await readFile(certificates.caFile, 'utf8');
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
});
afterAll(() => rm(folder, { recursive: true }));

describe('a grant is proven within 2 % or a second of the moment from which mail goes through', () => {
  it.each([
    { rolePropagation: 0, smtpUsernameReady: 0 },
    { rolePropagation: 70_000, smtpUsernameReady: 15_000 },
    { rolePropagation: 5_000, smtpUsernameReady: 30_000 },
  ])(
    '$rolePropagation ms for the role, $smtpUsernameReady ms for the username',
    { timeout: 60_000 },
    async (delays) => {
      // The SMTP endpoint has to be there before the app is told of it, and knows the estate only afterwards.
      const port = await freePort();
      const settings = {
        MAILGRANT_KEY_VAULT: 'https://contoso-vault.vault.azure.net',
        MAILGRANT_SMTP_ENDPOINT: `localhost:${port}`,
      };
      await withApp({ delays, settings }, async (app) => {
        const smtp = await listenSmtp(app.azure, port, certificates);
        try {
          const started = await app.call('POST /grants', { application: 'Invoice Service' });
          const { outcome, steps } = await app.finish(started.body.id);
          const { roleAssignment, username, readiness } = outcome as Extract<
            GrantOutcome,
            { outcome: 'granted' }
          >;
          expect(readiness.level).toBe('proven');

          const name = roleAssignment.id.split('/').at(-1) ?? '';
          const assignedAt = app.azure.state.roleAssignments.get(name)?.createdAt ?? 0;
          const login = [...app.azure.state.smtpUsernames.values()].find(
            (each) => each.username === username,
          );
          const works = Math.max(
            assignedAt + delays.rolePropagation,
            (login?.createdAt ?? 0) + delays.smtpUsernameReady,
          );
          const ready = Date.parse(steps.find((step) => step.name === 'confirmReady')?.since ?? '');
          expect(ready).toBeGreaterThanOrEqual(works);
          // A second more for the two sightings of the role, which come before the first sign-in.
          expect(ready - works).toBeLessThanOrEqual(Math.max(1_000, 0.02 * (works - assignedAt)));
        } finally {
          await smtp.close();
        }
      });
    },
  );
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
