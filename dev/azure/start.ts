import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { loadCertificates } from './certificates.ts';
import { demoDelays } from './delays.ts';
import type { Delays } from './delays.ts';
import { activeSubscription } from './eventGrid/activeSubscription.ts';
import type { EventGridOptions } from './eventGrid/eventGrid.ts';
import type { EventSubscription } from './eventGrid/subscription.ts';
import { listenHttp, listenHttps, listenSmtp } from './listen.ts';
import type { Listener } from './listen.ts';
import { createLocalAzure } from './localAzure.ts';
import type { LocalAzure } from './localAzure.ts';
import { identityServices, publicServices, services } from './services.ts';
import { loadWorld } from './world.ts';
import type { World } from './world.ts';

export type Addresses = {
  arm: string;
  graph: string;
  authority: string;
  /** The estate's first key vault. */
  keyVault: string;
  /** Where events for the estate's first Event Grid topic go. */
  topic: string;
  /** The token endpoint of the managed identity, and the header it wants. */
  identity: string;
  identityHeader: string;
  smtp: { host: string; port: number };
  control: string;
  caFile: string;
};

export type RunningLocalAzure = { azure: LocalAzure; addresses: Addresses; stop(): Promise<void> };

export type LocalAzureOptions = {
  world: World;
  clock?: Clock;
  delays?: Delays;
  /** 0, the default, means any free port. */
  ports?: { https?: number; identity?: number; smtp?: number };
  /** Where the certificates are kept from one run to the next. */
  certificateFolder: string;
  /** How events are delivered; over HTTP, and dropped where that fails, if nothing is said. */
  events?: EventGridOptions;
  /** Who gets the events of topics from the start. Their endpoints must answer already. */
  eventSubscriptions?: readonly EventSubscription[];
};

/** A whole local Azure behind real sockets on this machine. If one port is taken, none stays open. */
export async function startLocalAzure(options: LocalAzureOptions): Promise<RunningLocalAzure> {
  const { world, clock = systemClock, delays = demoDelays, ports = {} } = options;
  const { events = {}, eventSubscriptions = [] } = options;
  const azure = createLocalAzure({ clock, delays, state: loadWorld(world, clock), services, events });
  const certificates = await loadCertificates(options.certificateFolder);
  const listeners: Listener[] = [];
  const stop = async () => {
    azure.eventGrid.stop();
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  const open = async (opening: Promise<Listener>) => {
    const listener = await opening;
    listeners.push(listener);
    return listener.port;
  };
  try {
    for (const each of eventSubscriptions) await subscribe(azure, each);
    const https = await open(
      listenHttps({ ...azure, services: publicServices }, ports.https ?? 0, certificates),
    );
    const identity = await open(listenHttp({ ...azure, services: identityServices }, ports.identity ?? 0));
    const smtp = await open(listenSmtp(azure, ports.smtp ?? 0, certificates));
    const origin = `https://localhost:${https}`;
    const addresses: Addresses = {
      arm: origin,
      graph: origin,
      authority: origin,
      keyVault: origin,
      topic: `${origin}/api/events`,
      identity: `http://127.0.0.1:${identity}/msi/token`,
      identityHeader: azure.state.identityHeader,
      smtp: { host: 'localhost', port: smtp },
      control: `${origin}/_local/`,
      caFile: certificates.caFile,
    };
    return { azure, addresses, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function subscribe({ state, eventGrid }: LocalAzure, wanted: EventSubscription): Promise<void> {
  const subscription = activeSubscription(state, wanted);
  if (typeof subscription === 'string') throw new Error(subscription);
  const refused = await eventGrid.subscribe(subscription);
  if (refused !== undefined) throw new Error(refused);
}
