import type { HttpAnswer, HttpHandler } from './http.ts';
import { json, jsonBody, message } from './http.ts';
import type { FunctionInvoker } from './invocation.ts';
import { errorText } from './log.ts';
import type { HostLog } from './log.ts';
import type { FunctionApp, RegisteredFunction } from './registeredApp.ts';
import type { Timers } from './timers.ts';

export type AdminOptions = { app: FunctionApp; invoker: FunctionInvoker; timers: Timers; log: HostLog };

const runnable = new Set(['timertrigger', 'eventgridtrigger', 'queuetrigger', 'activitytrigger']);

/** The endpoints under /admin: what there is, how the host is, and running a function by hand. */
export function adminEndpoints(options: AdminOptions): HttpHandler {
  return async (call) => {
    const path = call.url.pathname.toLowerCase();
    if (path === '/admin/host/status' && call.method === 'GET') return json(200, { state: 'Running' });
    if (path === '/admin/functions' && call.method === 'GET') return json(200, list(options.app, call.url));

    const name = /^\/admin\/functions\/([^/]+)$/i.exec(call.url.pathname)?.[1];
    if (name === undefined || call.method !== 'POST') return undefined;
    const fn = options.app.functions.get(decodeURIComponent(name));
    if (fn === undefined) return { status: 404 };
    const body = await jsonBody(call);
    if (body === undefined) return message(400, 'The body is not JSON.');
    return run(fn, (body.value as { input?: unknown } | null)?.input, options);
  };
}

function list(app: FunctionApp, url: URL): unknown[] {
  return [...app.functions.values()].map((fn) => ({
    name: fn.name,
    href: `${url.origin}/admin/functions/${fn.name}`,
    config: { bindings: Object.values(fn.bindings) },
  }));
}

/** Starts the function and does not wait for it, like the real host. */
function run(fn: RegisteredFunction, input: unknown, { invoker, timers, log }: AdminOptions): HttpAnswer {
  if (!runnable.has(fn.triggerType)) {
    return message(400, `'${fn.name}' cannot be run by hand: its trigger is ${fn.trigger.type}.`);
  }
  if (fn.triggerType === 'timertrigger') {
    void timers.fire(fn.name);
  } else {
    const text = typeof input === 'string' ? input : JSON.stringify(input ?? null);
    invoker
      .invoke(fn, { data: { string: text } })
      .catch((error: unknown) => log('error', fn.name, errorText(error)));
  }
  return { status: 202 };
}
