import { fileURLToPath } from 'node:url';
import { startLocalAzure } from '../azure/start.ts';
import type { Addresses, RunningLocalAzure } from '../azure/start.ts';
import { readWorld } from '../azure/readWorld.ts';
import type { Delays } from '../azure/delays.ts';
import { appSettings } from './appSettings.ts';
import { startHostProcess } from './hostProcess.ts';
import type { HostProcess } from './hostProcess.ts';

export type LocalMailgrant = {
  addresses: Addresses & { app: string };
  azure: RunningLocalAzure['azure'];
  host: HostProcess;
  stop(): Promise<void>;
};

export type LocalMailgrantOptions = {
  /** The estate's file; the sample estate if absent. */
  world?: string;
  /** 0, the default, means any free port. */
  ports?: { app?: number; https?: number; identity?: number; smtp?: number };
  delays?: Delays;
  /** Where the durable engine keeps its state: a file, or `:memory:`, the default. */
  data?: string;
  /** Where the certificates are kept from one run to the next; `.local` if absent. */
  certificateFolder?: string;
  /** App settings on top of those that the local Azure needs. */
  settings?: Record<string, string>;
  onLog?: (line: string) => void;
};

const sampleWorld = fileURLToPath(new URL('../worlds/contoso.json', import.meta.url));
const usualCertificateFolder = fileURLToPath(new URL('../../.local/certificates', import.meta.url));

/** Starts a local Azure with an estate in it, and the built app on a local Functions host beside it. */
export async function startMailgrant(options: LocalMailgrantOptions = {}): Promise<LocalMailgrant> {
  const { ports = {}, data = ':memory:', delays, onLog } = options;
  const { app = 0, ...azurePorts } = ports;
  const world = await readWorld(options.world ?? sampleWorld);
  const running = await startLocalAzure({
    world,
    ports: azurePorts,
    certificateFolder: options.certificateFolder ?? usualCertificateFolder,
    ...(delays && { delays }),
  });
  const stopAzure = () => running.stop();
  try {
    const host = await startHostProcess({
      port: app,
      data,
      settings: { ...appSettings(running.addresses, running.azure), ...options.settings },
      ...(onLog && { onLog }),
    });
    const stop = async () => {
      await host.stop();
      await stopAzure();
    };
    return { addresses: { app: `${host.url}/api`, ...running.addresses }, azure: running.azure, host, stop };
  } catch (error) {
    await stopAzure();
    throw error;
  }
}
