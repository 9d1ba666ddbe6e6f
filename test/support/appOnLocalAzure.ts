import { activeSubscription } from '../../dev/azure/eventGrid/activeSubscription.ts';
import type { Delays } from '../../dev/azure/delays.ts';
import type { LocalAzure } from '../../dev/azure/localAzure.ts';
import type { World } from '../../dev/azure/world.ts';
import type { ManualClock } from '../../dev/clock.ts';
import { collectFunctions } from '../../dev/host/functionApp.ts';
import { startHost } from '../../dev/host/host.ts';
import type { RunningHost } from '../../dev/host/host.ts';
import { silentLog } from '../../dev/host/log.ts';
import { pass, rest } from '../../dev/local/passTime.ts';
import { subscribeToChanges } from '../../dev/local/subscribeToChanges.ts';
import { registerApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import { createGateways } from '../../src/gateways/index.ts';
import { testAzure } from './localAzure.ts';
import type { TestAzure } from './localAzure.ts';

export type Answer<T> = { status: number; headers: Headers; body: T };

/** The body of an answer that an operation was started. */
export type Started = { id: string; statusUrl: string; joined: boolean };

/** The whole app behind its HTTP API, on a local Azure, with one clock for both that only moves when told to. */
export type AppOnLocalAzure = {
  azure: LocalAzure;
  clock: ManualClock;
  host: RunningHost;
  send: TestAzure['send'];
  /** Calls the app's HTTP API: `call('POST /grants', body)`. A string is sent as it is. */
  call<T = Started>(route: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  /** Waits until nothing is under way at this moment: no activity, no orchestration, no delivery of an event. */
  rest(): Promise<void>;
  /** Lets time pass, with everything that happens meanwhile. `milliseconds` may be reached or passed by nothing. */
  pass(milliseconds: number): Promise<void>;
  /** Lets time pass until the operation has ended or awaits a decision, and gives it. */
  finish(id: string): Promise<OperationView>;
  /** What the app's identity asked of Azure since the last call of this. */
  askedOfAzure(): string[];
};

type Options = {
  world?: World;
  delays?: Partial<Delays>;
  settings?: Record<string, string>;
  /** Sent with every call that says nothing else. */
  headers?: Record<string, string>;
  /** Every activity runs twice: Durable Functions promises once at least. */
  deliverTwice?: boolean;
  /** Publishes to the estate's Event Grid topic, which delivers to the app. */
  events?: boolean;
  /** Azure tells the app of changes of access. */
  changes?: boolean;
  /** How far the app's own clock is ahead of Azure's, in milliseconds. */
  ahead?: number;
};

/** Runs `story` with the app, and stops it whatever happens. */
export async function withApp(
  options: Options,
  story: (app: AppOnLocalAzure) => Promise<void>,
): Promise<void> {
  const { azure, clock, httpClient, credential, send } = testAzure({
    ...(options.world && { world: options.world }),
    ...(options.delays && { delays: options.delays }),
  });
  const services = [...azure.state.communicationServices.values()].map(({ id }) => id).join(',');
  const config = readConfig({
    MAILGRANT_COMMUNICATION_SERVICES: services,
    // No story of another kind is to meet the audit of the night: this day comes once in 28 years.
    MAILGRANT_AUDIT_SCHEDULE: '0 0 4 29 2 Sun',
    ...(options.events === true && { MAILGRANT_EVENT_TOPIC_ENDPOINT: topic }),
    ...options.settings,
  });
  const gateways = createGateways(config, { credential: credential('mailgrant'), httpClient });
  const { deliverTwice = false, ahead = 0 } = options;
  const app = collectFunctions(() => registerApp({ config, gateways, now: () => clock.now() + ahead }));
  const host = await startHost({ app, port: 0, data: ':memory:', clock, log: silentLog, deliverTwice });
  const { headers = {} } = options;
  const world = { azure, clock, host, headers };
  try {
    if (options.events === true) await subscribe(world);
    if (options.changes === true) await subscribeToChanges(azure, host.url, ['onAzureChange']);
    await story({
      ...world,
      send,
      call: (route, body, sent = headers) => call({ url: host.url, headers: sent }, route, body),
      rest: () => rest(world),
      pass: (milliseconds) => pass(world, milliseconds),
      finish: (id) => finish(world, id),
      askedOfAzure() {
        const asked = azure.requests.entries.filter(({ caller }) => caller === 'mailgrant');
        const names = asked.map(({ method, operation, status }) => `${method} ${operation} ${status}`);
        azure.requests.clear();
        return names;
      },
    });
  } finally {
    azure.eventGrid.stop();
    await host.stop();
  }
}

/** Where the sample estate's topic takes events: the local Azure finds it by the path alone. */
const topic = 'https://contoso-events.westeurope-1.eventgrid.azure.net/api/events';

type Running = Pick<AppOnLocalAzure, 'azure' | 'clock' | 'host'> & { headers: Record<string, string> };
type Caller = { url: string; headers: Record<string, string> };

async function subscribe({ azure, host }: Running): Promise<void> {
  const endpoint = `${host.url}/runtime/webhooks/eventgrid?functionName=onApplicationEvent`;
  const active = activeSubscription(azure.state, { name: 'mailgrant', endpoint });
  const refused = typeof active === 'string' ? active : await azure.eventGrid.subscribe(active);
  if (refused !== undefined) throw new Error(refused);
}

async function call<T>({ url, headers }: Caller, route: string, body?: unknown): Promise<Answer<T>> {
  const [method = 'GET', path = '/'] = route.split(/ (.*)/);
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}

async function finish(running: Running, id: string): Promise<OperationView> {
  const { host, clock, headers } = running;
  for (;;) {
    await rest(running);
    const { body: operation } = await call<OperationView>(
      { url: host.url, headers },
      `GET /operations/${id}`,
    );
    if (operation.state !== 'running' && operation.state !== 'waiting') return operation;
    const next = clock.next();
    if (next === undefined)
      throw new Error(`Operation ${id} waits for nothing: ${JSON.stringify(operation)}`);
    clock.moveTo(next);
  }
}
