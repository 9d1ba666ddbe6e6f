import type { LocalRequest } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { LocalRefusal } from '../http.ts';
import type { State } from '../state.ts';
import { callerOf } from './demand.ts';

export type Kind = 'read' | 'write' | 'delete';

// Per subscription, caller and kind of operation; and 15 times that for all callers of a subscription.
const buckets: Record<Kind, { size: number; perSecond: number }> = {
  read: { size: 250, perSecond: 25 },
  write: { size: 200, perSecond: 10 },
  delete: { size: 200, perSecond: 10 },
};
const globalFactor = 15;

type Bucket = { tokens: number; at: number };
const bucketsOf = new WeakMap<State, Map<string, Bucket>>();

export function kindOf(request: LocalRequest): Kind {
  if (request.method === 'GET' || request.method === 'HEAD') return 'read';
  return request.method === 'DELETE' ? 'delete' : 'write';
}

/** Takes a token for the request from both buckets; refuses with 429 if either is empty. */
export function takeToken(request: LocalRequest, azure: LocalAzure): void {
  const kind = kindOf(request);
  const { perSecond } = buckets[kind];
  const found = bucketsFor(request, azure);
  const rates = { own: perSecond, all: perSecond * globalFactor };
  const seconds = Math.max(
    ...(['own', 'all'] as const).map((which) => Math.ceil((1 - found[which].tokens) / rates[which])),
  );
  if (seconds <= 0) {
    found.own.tokens -= 1;
    found.all.tokens -= 1;
    return;
  }
  throw new LocalRefusal({
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: {
      error: {
        code: 'SubscriptionRequestsThrottled',
        message: `Number of '${kind}' requests for subscription '${subscriptionOf(request)}' actor '${callerOf(request).objectId}' exceeded. Please try again after '${seconds}' seconds.`,
      },
    },
  });
}

/** What is left, for the headers of the answer. */
export function remaining(request: LocalRequest, azure: LocalAzure): { own: number; all: number } {
  const { own, all } = bucketsFor(request, azure);
  return { own: Math.floor(own.tokens), all: Math.floor(all.tokens) };
}

/** Requests outside any subscription share the buckets of the tenant. */
export function subscriptionOf(request: LocalRequest): string {
  return /^\/+subscriptions\/([^/]+)/i.exec(request.url.pathname)?.[1]?.toLowerCase() ?? 'tenant';
}

function bucketsFor(request: LocalRequest, azure: LocalAzure): { own: Bucket; all: Bucket } {
  const kind = kindOf(request);
  const { size, perSecond } = buckets[kind];
  const key = `${kind} ${subscriptionOf(request)}`;
  return {
    own: refilled(azure, `${key} ${callerOf(request).objectId}`, { size, perSecond }),
    all: refilled(azure, key, { size: size * globalFactor, perSecond: perSecond * globalFactor }),
  };
}

function refilled(azure: LocalAzure, key: string, { size, perSecond }: { size: number; perSecond: number }) {
  const known = bucketsOf.get(azure.state) ?? new Map<string, Bucket>();
  bucketsOf.set(azure.state, known);
  const now = azure.clock.now();
  const bucket = known.get(key) ?? { tokens: size, at: now };
  bucket.tokens = Math.min(size, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
  bucket.at = now;
  known.set(key, bucket);
  return bucket;
}
