import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { noDelays } from '../../dev/azure/delays.ts';
import { startMailgrant } from '../../dev/local/startMailgrant.ts';
import type { LocalMailgrant } from '../../dev/local/startMailgrant.ts';

/**
 * The built app in a process of its own on a local Azure behind real sockets, which this process trusts by its CA.
 * With certificates of its own: tests that run side by side would overwrite each other's.
 */
export async function startRunningMailgrant(): Promise<LocalMailgrant> {
  const certificateFolder = await mkdtemp(join(tmpdir(), 'mailgrant-certificates-'));
  const settings = { MAILGRANT_SETTLE: 'PT1S' };
  const mailgrant = await startMailgrant({ delays: noDelays, settings, certificateFolder });
  const ca = await readFile(mailgrant.addresses.caFile, 'utf8');
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
  const stop = async () => {
    await mailgrant.stop();
    await rm(certificateFolder, { recursive: true });
  };
  return { ...mailgrant, stop };
}
