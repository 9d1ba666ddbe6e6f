import type { HttpClient } from '@azure/core-rest-pipeline';
import { registerApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createGateways } from '../../src/gateways/index.ts';
import { realDelays } from '../azure/delays.ts';
import { inProcessHttpClient } from '../azure/inProcess.ts';
import { createLocalAzure } from '../azure/localAzure.ts';
import type { LocalAzure } from '../azure/localAzure.ts';
import { callerFor } from '../azure/principals.ts';
import { services } from '../azure/services.ts';
import { loadWorld } from '../azure/world.ts';
import { readWorld } from '../azure/readWorld.ts';
import { ManualClock } from '../clock.ts';
import { collectFunctions } from '../host/functionApp.ts';
import type { FunctionApp } from '../host/functionApp.ts';
import { startHost } from '../host/host.ts';
import type { RunningHost } from '../host/host.ts';
import { pass } from '../local/passTime.ts';
import { subscribeApp } from '../local/subscribeApp.ts';
import { subscribeToChanges } from '../local/subscribeToChanges.ts';
import type { Usage } from './usage.ts';

/** The whole app as it is deployed, on a local Azure with the delays of Azure, with one clock that only this moves. */
export type CountedApp = {
  azure: LocalAzure;
  host: RunningHost;
  /** Lets time pass, with all that happens meanwhile, and gives what that used. */
  pass(milliseconds: number): Promise<Usage>;
  stop(): Promise<void>;
};

export async function startCountedApp(worldFile: string): Promise<CountedApp> {
  const clock = new ManualClock();
  const state = loadWorld(await readWorld(worldFile), clock);
  const azure = createLocalAzure({ clock, delays: realDelays, state, services });
  const used = new Counter();
  const config = readConfig({
    MAILGRANT_COMMUNICATION_SERVICES: [...state.communicationServices.values()].map(({ id }) => id).join(','),
    MAILGRANT_EVENT_TOPIC_ENDPOINT: 'https://contoso-events.westeurope-1.eventgrid.azure.net/api/events',
  });
  const httpClient = used.countCalls(inProcessHttpClient(azure));
  const gateways = createGateways(config, { credential: credentialIn(azure), httpClient });
  const app = collectFunctions(() => registerApp({ config, gateways, now: () => clock.now() }));
  const host = await startHost({
    app: used.countExecutions(app),
    port: 0,
    data: ':memory:',
    clock,
    log: (level, _source, message) => used.countLine(level, message),
  });
  await subscribeApp(azure, host.url);
  await subscribeToChanges(azure, host.url);
  return {
    azure,
    host,
    async pass(milliseconds) {
      used.begin(azure);
      await pass({ azure, host, clock }, milliseconds);
      return used.end(azure);
    },
    async stop() {
      azure.eventGrid.stop();
      await host.stop();
    },
  };
}

class Counter {
  #executions = new Map<string, number>();
  #calls = 0;
  #lines = 0;
  #delivered = 0;

  countExecutions(app: FunctionApp): FunctionApp {
    const counted = [...app.functions].map(([name, fn]) => {
      const callback: typeof fn.callback = (...args) => {
        const kind = fn.triggerType.replace(/trigger$/, '');
        this.#executions.set(kind, (this.#executions.get(kind) ?? 0) + 1);
        return fn.callback(...args);
      };
      return [name, { ...fn, callback }] as const;
    });
    return { ...app, functions: new Map(counted) };
  }

  countCalls(client: HttpClient): HttpClient {
    return {
      sendRequest: (request) => {
        this.#calls++;
        return client.sendRequest(request);
      },
    };
  }

  countLine(level: string, message: string): void {
    if (level !== 'trace' && level !== 'debug') this.#lines += message.length;
  }

  begin(azure: LocalAzure): void {
    this.#executions = new Map();
    this.#calls = 0;
    this.#lines = 0;
    this.#delivered = azure.eventGrid.log.entries.length;
  }

  end(azure: LocalAzure): Usage {
    const of = (kind: string) => this.#executions.get(kind) ?? 0;
    return {
      timers: of('timer'),
      events: of('eventgrid'),
      turns: of('orchestration'),
      activities: of('activity'),
      calls: this.#calls,
      deliveries: azure.eventGrid.log.entries.length - this.#delivered,
      logCharacters: this.#lines,
    };
  }
}

function credentialIn(azure: LocalAzure) {
  return {
    getToken(scopes: string | string[]) {
      const caller = callerFor(azure.state, { name: 'mailgrant', audience: [scopes].flat()[0] ?? '' });
      if (typeof caller === 'string') throw new Error(caller);
      const issued = azure.tokens.issue(caller);
      return Promise.resolve({ token: issued.text, expiresOnTimestamp: issued.expiresAt });
    },
  };
}
