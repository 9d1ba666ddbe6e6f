import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { adminEndpoints } from './admin.ts';
import { capabilitiesOf } from './capabilities.ts';
import { durableClientInput } from './durable/clientBinding.ts';
import { DurableEngine } from './durable/engine.ts';
import { durableHttpApi } from './durable/httpApi.ts';
import { eventGridWebhook } from './eventGrid.ts';
import { setSystemLog } from './functionsCore.ts';
import { listen } from './httpServer.ts';
import type { Listening } from './httpServer.ts';
import { HttpStreaming } from './httpStreaming.ts';
import { httpTriggers } from './httpTriggers.ts';
import { FunctionInvoker } from './invocation.ts';
import { lineLog } from './log.ts';
import type { HostLog } from './log.ts';
import type { FunctionApp } from './registeredApp.ts';
import { Timers } from './timers.ts';
import { unsupportedParts } from './unsupported.ts';

export type HostOptions = {
  app: FunctionApp;
  /** The file of the durable store, or `:memory:`. */
  data: string;
  clock?: Clock;
  log?: HostLog;
  /** Whether failures carry details, as some versions of the real extension send them. Default true. */
  failureDetails?: boolean;
  /** Runs every activity twice: the real host promises "at least once". Default false. */
  deliverTwice?: boolean;
};

export type RunningHost = {
  url: string;
  engine: DurableEngine;
  /** Resolves once no function runs, and no orchestration can go on before the clock moves or somebody calls. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a host on a port of this machine; 0 means any. */
export async function startHost(options: HostOptions & { port: number }): Promise<RunningHost> {
  return hostOn(await listen(options.port), options);
}

/** Starts a host on a server that listens already. */
export async function hostOn(listening: Listening, options: HostOptions): Promise<RunningHost> {
  const { app, clock = systemClock, log = lineLog((line) => process.stderr.write(line)) } = options;
  setSystemLog((level, message) => log(level, 'worker', message));
  // Without it durable-functions points every address that it makes to the default port.
  app.environment.WEBSITE_HOSTNAME = new URL(listening.url).host;

  const client = durableClientInput(listening.url, app.settings.taskHub);
  const invoker = new FunctionInvoker(app, log, () => client);
  for (const warning of unsupportedParts(app)) log('warning', 'host', warning);
  await runHooks(app, 'appStart');
  const { HttpUri: proxy } = await capabilitiesOf(app.model);
  const streaming = proxy === undefined ? undefined : new HttpStreaming(new URL(proxy), invoker, log);

  const engine = new DurableEngine({
    invoker,
    data: options.data,
    clock,
    log,
    failureDetails: options.failureDetails ?? true,
    deliverTwice: options.deliverTwice ?? false,
  });
  const timers = new Timers({ app, invoker, clock, log });
  listening.serve(
    [
      durableHttpApi({ engine, invoker, clock, taskHub: app.settings.taskHub }),
      eventGridWebhook(invoker, log),
      adminEndpoints({ app, invoker, timers, log }),
      httpTriggers({ app, invoker, log, streaming }),
    ],
    log,
  );
  engine.begin();
  timers.begin();

  return {
    url: listening.url,
    engine,
    async idle() {
      await engine.idle();
      // A function with any other trigger may have started an orchestration.
      while (!invoker.isIdle) {
        await invoker.settled();
        await engine.idle();
      }
    },
    async stop() {
      timers.stop();
      await engine.stop();
      await listening.close();
      await runHooks(app, 'appTerminate');
    },
  };
}

async function runHooks(app: FunctionApp, name: 'appStart' | 'appTerminate'): Promise<void> {
  for (const hook of app.hooks(name)) await hook({ hookData: {} });
}
