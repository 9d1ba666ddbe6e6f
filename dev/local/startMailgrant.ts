import { fileURLToPath } from 'node:url';
import { startLocalAzure } from '../azure/start.ts';
import type { Addresses, RunningLocalAzure } from '../azure/start.ts';
import { readWorld } from '../azure/readWorld.ts';
import type { Delays } from '../azure/delays.ts';
import { appSettings } from './appSettings.ts';
import { startHostProcess } from './hostProcess.ts';
import type { HostProcess } from './hostProcess.ts';
import { subscribeApp } from './subscribeApp.ts';
import { subscribeToChanges } from './subscribeToChanges.ts';

export type LocalMailgrant = {
  addresses: Addresses & { app: string };
  azure: RunningLocalAzure['azure'];
  host: HostProcess;
  stop(): Promise<void>;
};

export type LocalMailgrantOptions = {
  /** The folder of the app; this project's, if absent. */
  appFolder?: string;
  /** The estate's file; the sample estate if absent. */
  world?: string;
  /** 0, the default, means any free port. */
  ports?: { app?: number; https?: number; identity?: number; smtp?: number };
  delays?: Delays;
  /** Where the durable engine keeps its state: a file, or `:memory:`, the default. */
  data?: string;
  /** Where the certificates are kept from one run to the next; `.local` if absent. */
  certificateFolder?: string;
  /**
   * When the app looks for tagged applications, as NCRONTAB; then it also gets the events of the estate's topic and
   * of what changes in its subscriptions. Without it nothing is delivered, and it looks no more often than it would in
   * Azure.
   */
  watch?: string;
  /** App settings on top of those that the local Azure needs. */
  settings?: Record<string, string>;
  onLog?: (line: string) => void;
};

const sampleWorld = fileURLToPath(new URL('../worlds/contoso.json', import.meta.url));
const usualCertificateFolder = fileURLToPath(new URL('../../.local/certificates', import.meta.url));
const deadLetterFolder = fileURLToPath(new URL('../../.local/dead-letters', import.meta.url));

/** Starts a local Azure with an estate in it, and the built app on a local Functions host beside it. */
export async function startMailgrant(options: LocalMailgrantOptions = {}): Promise<LocalMailgrant> {
  const { appFolder, ports = {}, data = ':memory:', delays, watch, onLog } = options;
  const { app = 0, ...azurePorts } = ports;
  const world = await readWorld(options.world ?? sampleWorld);
  const localAzure = await startLocalAzure({
    world,
    ports: azurePorts,
    certificateFolder: options.certificateFolder ?? usualCertificateFolder,
    ...(delays && { delays }),
    events: { deadLetterFolder },
  });
  const { azure, addresses } = localAzure;
  // An estate may have no topic: then nobody looks for tags, as in Azure.
  const eventful = watch !== undefined && azure.state.eventGridTopics.size > 0;
  const running = [() => localAzure.stop()];
  const stop = async () => {
    for (const end of running.splice(0).reverse()) await end();
  };
  try {
    const host = await startHostProcess({
      ...(appFolder !== undefined && { appFolder }),
      port: app,
      data,
      settings: {
        ...appSettings(addresses, azure),
        ...(eventful && { MAILGRANT_WATCH_SCHEDULE: watch }),
        ...options.settings,
      },
      ...(onLog && { onLog }),
    });
    running.push(() => host.stop());
    if (eventful) await subscribeApp(azure, host.url);
    if (watch !== undefined) await subscribeToChanges(azure, host.url);
    return { addresses: { app: `${host.url}/api`, ...addresses }, azure, host, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
