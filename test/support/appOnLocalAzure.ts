import type { Delays } from '../../dev/azure/delays.ts';
import type { LocalAzure } from '../../dev/azure/localAzure.ts';
import type { World } from '../../dev/azure/world.ts';
import type { ManualClock } from '../../dev/clock.ts';
import { collectFunctions } from '../../dev/host/functionApp.ts';
import { startHost } from '../../dev/host/host.ts';
import type { RunningHost } from '../../dev/host/host.ts';
import { silentLog } from '../../dev/host/log.ts';
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
  call<T = Started>(route: string, body?: unknown): Promise<Answer<T>>;
  /** Lets time pass until the operation has ended, and gives it. */
  finish(id: string): Promise<OperationView>;
  /** What the app's identity asked of Azure since the last call of this. */
  askedOfAzure(): string[];
};

type Options = {
  world?: World;
  delays?: Partial<Delays>;
  settings?: Record<string, string>;
  /** Every activity runs twice: Durable Functions promises once at least. */
  deliverTwice?: boolean;
};

/** Runs `story` with the app, and stops it whatever happens. */
export async function withApp(
  options: Options,
  story: (app: AppOnLocalAzure) => Promise<void>,
): Promise<void> {
  const { azure, clock, httpClient, credential, send } = testAzure(options);
  const services = [...azure.state.communicationServices.values()].map(({ id }) => id).join(',');
  const config = readConfig({ MAILGRANT_COMMUNICATION_SERVICES: services, ...options.settings });
  const gateways = createGateways(config, { credential: credential('mailgrant'), httpClient });
  const app = collectFunctions(() => registerApp({ config, gateways, now: () => clock.now() }));
  const { deliverTwice = false } = options;
  const host = await startHost({ app, port: 0, data: ':memory:', clock, log: silentLog, deliverTwice });
  try {
    await story({
      azure,
      clock,
      host,
      send,
      call: (route, body) => call(host.url, route, body),
      finish: (id) => finish({ host, clock }, id),
      askedOfAzure() {
        const asked = azure.requests.entries.filter(({ caller }) => caller === 'mailgrant');
        const names = asked.map(({ method, operation, status }) => `${method} ${operation} ${status}`);
        azure.requests.clear();
        return names;
      },
    });
  } finally {
    await host.stop();
  }
}

async function call<T>(url: string, route: string, body?: unknown): Promise<Answer<T>> {
  const [method = 'GET', path = '/'] = route.split(/ (.*)/);
  const response = await fetch(`${url}/api${path}`, {
    method,
    ...(body === undefined
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}

async function finish(
  { host, clock }: Pick<AppOnLocalAzure, 'host' | 'clock'>,
  id: string,
): Promise<OperationView> {
  for (;;) {
    await host.engine.idle();
    const { body: operation } = await call<OperationView>(host.url, `GET /operations/${id}`);
    if (operation.state !== 'running' && operation.state !== 'waiting') return operation;
    const next = clock.next();
    if (next === undefined)
      throw new Error(`Operation ${id} waits for nothing: ${JSON.stringify(operation)}`);
    clock.moveTo(next);
  }
}
