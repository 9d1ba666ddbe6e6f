import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noDelays } from '../../dev/azure/delays.ts';
import { startLocalAzure } from '../../dev/azure/start.ts';
import type { RunningLocalAzure } from '../../dev/azure/start.ts';
import type { World } from '../../dev/azure/world.ts';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };
import { smtpSubmission } from '../../src/gateways/smtpSubmission.ts';

const account = { username: 'contoso-newsletter', secret: 'newsletter-local-secret' };
let running: RunningLocalAzure;

beforeAll(async () => {
  const certificateFolder = join(tmpdir(), `mailgrant-smtp-${process.pid}`);
  running = await startLocalAzure({ world: contoso as World, delays: noDelays, certificateFolder });
});
afterAll(() => running.stop());

describe('signing in at the SMTP endpoint', () => {
  it('does not talk to an endpoint whose certificate nobody vouches for', async () => {
    await expect(smtpSubmission(running.addresses.smtp).signIn(account)).rejects.toMatchObject({
      name: 'AzureError',
      status: 0,
      code: 'NoSmtpAnswer',
    });
  });

  it('is accepted with the secret of an application that may send, and refused otherwise', async () => {
    const ca = await readFile(running.addresses.caFile, 'utf8');
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
    const endpoint = smtpSubmission(running.addresses.smtp);
    expect(await endpoint.signIn(account)).toBe('accepted');
    expect(await endpoint.signIn({ ...account, secret: 'wrong' })).toBe('refused');
    expect(await endpoint.signIn({ ...account, username: 'nobody' })).toBe('refused');
    expect(running.azure.mailbox.mails).toEqual([]);
  });

  it('says that no answer came where nobody listens, without the secret', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const error = await smtpSubmission({ host: '127.0.0.1', port })
      .signIn(account)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'AzureError', code: 'NoSmtpAnswer' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(account.secret);
  });
});
