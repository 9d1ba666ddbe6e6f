import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startLocalAzure } from '../azure/start.ts';
import type { Addresses } from '../azure/start.ts';
import { readWorld } from '../azure/readWorld.ts';
import { stageApp } from '../stageApp.ts';
import { appSettings } from './appSettings.ts';
import { subscribeApp } from './subscribeApp.ts';
import { subscribeToChanges } from './subscribeToChanges.ts';
import { listens, startTool, untilThere } from './toolProcess.ts';
import type { ToolProcess } from './toolProcess.ts';

const inProject = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const stage = inProject('.local/func');
/** Where `UseDevelopmentStorage=true` looks for blobs, queues and tables. */
const storagePorts = [10_000, 10_001, 10_002];

export type MailgrantWithFunc = {
  addresses: Addresses & { app: string };
  /** Resolves when one of the tools has ended, to what happened. */
  ended: Promise<string>;
  stop(): Promise<void>;
};

export type WithFuncOptions = {
  port: number;
  /** Where the certificates of the local Azure are kept; `.local` if absent. */
  certificateFolder?: string;
  onLog: (line: string) => void;
};

/**
 * Starts a local Azure, Azurite unless something listens in its place already, and what is deployed of the app under
 * Azure Functions Core Tools. Settings go to `func` by its environment: nothing of them is written down.
 */
export async function startWithFunc({
  port,
  certificateFolder = inProject('.local/certificates'),
  onLog,
}: WithFuncOptions): Promise<MailgrantWithFunc> {
  const running: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of running.splice(0).reverse()) await end();
  };
  try {
    const world = await readWorld(inProject('dev/worlds/contoso.json'));
    const localAzure = await startLocalAzure({ world, certificateFolder });
    running.push(() => localAzure.stop());
    const { azure, addresses } = localAzure;

    await rm(stage, { recursive: true, force: true });
    await mkdir(stage, { recursive: true });
    await stageApp(stage);

    const tools: ToolProcess[] = [];
    const start = async (command: string, args: readonly string[], isThere: () => Promise<boolean>) => {
      const env = command === 'func' ? { ...appSettings(addresses, azure), ...hostSettings } : {};
      const tool = startTool({ command, args, folder: stage, env, onLog });
      running.push(() => tool.stop());
      tools.push(tool);
      await untilThere(tool, isThere);
    };
    const hasStorage = async () => (await Promise.all(storagePorts.map(listens))).every(Boolean);
    if (!(await hasStorage())) await start('azurite', azuriteArguments, hasStorage);
    const url = `http://localhost:${port}`;
    await start('func', ['start', '--port', String(port)], () => isHealthy(url));

    await subscribeApp(azure, url);
    await subscribeToChanges(azure, url);
    const ended = Promise.race(tools.map((tool) => tool.ended));
    return { addresses: { app: `${url}/api`, ...addresses }, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nothing on disk: neither operations nor the keys of the host, which func keeps in its storage. */
const azuriteArguments = ['--silent', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry'];

const hostSettings = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  FUNCTIONS_WORKER_RUNTIME: 'node',
  MAILGRANT_WATCH_SCHEDULE: '*/5 * * * * *',
  MAILGRANT_REVOKE_GRACE: 'PT30S',
};

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).ok;
  } catch {
    return false;
  }
}
