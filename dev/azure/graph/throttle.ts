import { LocalRefusal } from '../http.ts';
import type { LocalRequest } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { State } from '../state.ts';
import { batchPath } from './paths.ts';

// What the smallest tenants have for one application. The documentation does not say how the window moves.
export const unitsPerWindow = 3_500;
const windowLength = 10_000;
const warnFrom = 0.8;

type Usage = { since: number; units: number };
const usageOf = new WeakMap<State, Map<string, Usage>>();

/** Refuses with 429 a caller that has used up its resource units (fact graph.throttle.429). */
export function demandUnits(request: LocalRequest, azure: LocalAzure): void {
  const usage = usageFor(request, azure);
  if (usage === undefined || usage.units < unitsPerWindow) return;
  const left = usage.since + windowLength - azure.clock.now();
  throw new LocalRefusal({
    status: 429,
    headers: { 'retry-after': String(Math.ceil(left / 1000)) },
    body: { error: { code: 'TooManyRequests', message: 'Too many requests' } },
  });
}

/** Counts an answer, refused or not, and says how close to the limit its caller is once that is near. */
export function chargeUnits(request: LocalRequest, azure: LocalAzure, units: number): Record<string, string> {
  const usage = usageFor(request, azure);
  if (usage === undefined) return {};
  usage.units += units;
  const share = usage.units / unitsPerWindow;
  return share > warnFrom ? { 'x-ms-throttle-limit-percentage': share.toFixed(2) } : {};
}

/** By application, as Graph counts; users of one by themselves, since their tokens here are of no application. */
function usageFor({ caller, url }: LocalRequest, { state, clock }: LocalAzure): Usage | undefined {
  // A batch costs what is in it (fact graph.batch.throttle).
  if (caller === undefined || batchPath.test(url.pathname)) return undefined;
  const known = usageOf.get(state) ?? new Map<string, Usage>();
  usageOf.set(state, known);
  const key = caller.appId ?? caller.objectId;
  const now = clock.now();
  let usage = known.get(key);
  if (usage === undefined || now >= usage.since + windowLength) usage = { since: now, units: 0 };
  known.set(key, usage);
  return usage;
}
