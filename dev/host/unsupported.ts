import type { FunctionApp, RegisteredFunction } from './registeredApp.ts';

const servedTriggers = new Set([
  'httptrigger',
  'timertrigger',
  'eventgridtrigger',
  'orchestrationtrigger',
  'activitytrigger',
]);

const servedInputs = new Set(['durableClient']);
const servedOutputs = new Set(['http']);

/** What the app asks for and this host does not do, as sentences. */
export function unsupportedParts(app: FunctionApp): string[] {
  return [...app.functions.values()].flatMap((fn) => [...unsupportedIn(fn)]);
}

function* unsupportedIn(fn: RegisteredFunction): Generator<string> {
  if (!servedTriggers.has(fn.triggerType)) {
    yield `'${fn.name}' is never called: the local host does not serve a ${fn.trigger.type}.`;
  }
  if (fn.hasRetryPolicy) {
    yield `'${fn.name}' has a retry policy: the local host does not call a function again, the real host would.`;
  }
  for (const binding of Object.values(fn.bindings)) {
    if (binding === fn.trigger) continue;
    const isServed = (binding.direction === 'in' ? servedInputs : servedOutputs).has(binding.type);
    if (!isServed) yield `'${fn.name}' has a ${binding.type} binding, which the local host does not serve.`;
  }
}
