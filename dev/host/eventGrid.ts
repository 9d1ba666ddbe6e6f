import type { HttpAnswer, HttpCall, HttpHandler } from './http.ts';
import { jsonBody, message } from './http.ts';
import type { FunctionInvoker } from './invocation.ts';
import { errorText } from './log.ts';
import type { HostLog } from './log.ts';
import type { RegisteredFunction } from './registeredApp.ts';
import { toRpc } from './rpcData.ts';

const path = '/runtime/webhooks/eventgrid';

type Event = { id?: unknown; data?: { validationCode?: string } };

/** The webhook at which Event Grid delivers to functions: its own schema and CloudEvents. */
export function eventGridWebhook(invoker: FunctionInvoker, log: HostLog): HttpHandler {
  return async (call) => {
    if (call.url.pathname.toLowerCase() !== path) return undefined;
    const name = parameter(call.url, 'functionName');
    const fn = name === undefined ? undefined : invoker.find(name, 'eventgridtrigger');
    if (fn === undefined) return message(404, `There is no Event Grid function '${name ?? ''}'.`);
    if (call.method === 'OPTIONS') return handshake(call);
    if (call.method !== 'POST') return { status: 405, headers: { allow: 'POST, OPTIONS' } };

    const body = await jsonBody(call);
    if (body === undefined || body.value === null) return message(400, 'The body is not JSON.');
    const events = (Array.isArray(body.value) ? body.value : [body.value]) as Event[];
    switch (call.headers['aeg-event-type']) {
      case 'SubscriptionValidation':
        return validation(events);
      case 'Notification':
        return notify(fn, events, { invoker, log });
      case 'Unsubscribe':
        return { status: 202 };
      default:
        // The real extension refuses a CloudEvent without the header too: Event Grid always sends it.
        return message(400, 'The header aeg-event-type is missing or has an unknown value.');
    }
  };
}

function parameter(url: URL, name: string): string | undefined {
  return [...url.searchParams].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** A CloudEvents sender asks first whether it may send. */
function handshake(call: HttpCall): HttpAnswer {
  const origin = call.headers['webhook-request-origin'];
  if (origin === undefined) return message(400, 'The header WebHook-Request-Origin is missing.');
  return { status: 200, headers: { 'WebHook-Allowed-Origin': origin, 'WebHook-Allowed-Rate': '*' } };
}

function validation(events: Event[]): HttpAnswer {
  const body = JSON.stringify({ validationResponse: events[0]?.data?.validationCode });
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}

/** One invocation per event. If one fails, Event Grid is to deliver all of them again. */
async function notify(
  fn: RegisteredFunction,
  events: Event[],
  { invoker, log }: { invoker: FunctionInvoker; log: HostLog },
): Promise<HttpAnswer> {
  const invocations = events.map((event) =>
    invoker.invoke(fn, { data: toRpc(event), metadata: { data: toRpc(event.data) } }),
  );
  const failures = (await Promise.allSettled(invocations)).filter((each) => each.status === 'rejected');
  for (const { reason } of failures) log('error', fn.name, errorText(reason));
  return { status: failures.length === 0 ? 202 : 500 };
}
