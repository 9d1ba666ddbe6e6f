import type { RpcHttpResponse } from './coreTypes.ts';
import type { HttpAnswer, HttpCall, HttpHandler } from './http.ts';
import type { HttpStreaming } from './httpStreaming.ts';
import type { FunctionInvoker } from './invocation.ts';
import { errorText } from './log.ts';
import type { HostLog } from './log.ts';
import type { FunctionApp, RegisteredFunction } from './registeredApp.ts';
import { parseRoute } from './routes.ts';
import type { Route } from './routes.ts';
import { fromRpcResponse, toRpcRequest } from './rpcHttp.ts';

type HttpFunction = { fn: RegisteredFunction; route: Route; methods: Set<string> };

export type HttpTriggerOptions = {
  app: FunctionApp;
  invoker: FunctionInvoker;
  log: HostLog;
  /** Set if the app has switched HTTP streaming on. */
  streaming: HttpStreaming | undefined;
};

/** Serves the functions with an HTTP trigger. Keys are not asked for, as with the Core Tools. */
export function httpTriggers(options: HttpTriggerOptions): HttpHandler {
  const functions = httpFunctions(options.app);
  const prefix = options.app.settings.routePrefix;
  const base = prefix === '' ? '' : `/${prefix}`;

  return async (call) => {
    const { pathname } = call.url;
    if (!pathname.toLowerCase().startsWith(`${base.toLowerCase()}/`)) return undefined;
    const path = pathname.slice(base.length);
    const fitting = functions.flatMap(({ fn, route, methods }) => {
      const params = route.match(path);
      return params === undefined ? [] : [{ fn, methods, params }];
    });
    const chosen = fitting.find(({ methods }) => methods.has(call.method));
    if (chosen === undefined) {
      const allowed = fitting.flatMap(({ methods }) => [...methods]).join(', ');
      return fitting.length === 0 ? undefined : { status: 405, headers: { allow: allowed } };
    }
    try {
      return options.streaming === undefined
        ? await answer(options.invoker, chosen, call)
        : await options.streaming.answer(chosen.fn, chosen.params, call);
    } catch (error) {
      options.log('error', chosen.fn.name, errorText(error));
      return { status: 500 };
    }
  };
}

function httpFunctions(app: FunctionApp): HttpFunction[] {
  return [...app.functions.values()]
    .filter((fn) => fn.triggerType === 'httptrigger')
    .map((fn) => ({
      fn,
      route: parseRoute(typeof fn.trigger.route === 'string' ? fn.trigger.route : fn.name),
      methods: new Set((fn.trigger.methods as string[]).map((method) => method.toUpperCase())),
    }))
    .sort((a, b) => a.route.order.localeCompare(b.route.order));
}

async function answer(
  invoker: FunctionInvoker,
  { fn, params }: { fn: RegisteredFunction; params: Record<string, string> },
  call: HttpCall,
): Promise<HttpAnswer> {
  const { response } = await invoker.invoke(fn, { data: { http: await toRpcRequest(call, params) } });
  const output = response.returnValue ?? response.outputData[0]?.data;
  const http = output?.http as RpcHttpResponse | undefined;
  return http === undefined ? { status: 204 } : fromRpcResponse(http);
}
