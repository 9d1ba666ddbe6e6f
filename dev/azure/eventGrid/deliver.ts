import type { Clock } from '../../clock.ts';

export type DeliveryRequest = {
  method: 'OPTIONS' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
};
export type DeliveryAnswer = { status: number; headers: Headers; text?: string };

/** Carries one request to an endpoint. It rejects if there is no answer, and may give up when `signal` says so. */
export type Deliver = (request: DeliveryRequest, signal: AbortSignal) => Promise<DeliveryAnswer>;

/** How endpoints are reached, for as long as `stopped` allows it. */
export type Via = { clock: Clock; deliver: Deliver; stopped: AbortSignal };

/** An endpoint has so long to answer (fact eventGrid.delivery.success). */
const patience = 30_000;

export async function deliverByFetch(request: DeliveryRequest, signal: AbortSignal): Promise<DeliveryAnswer> {
  const { url, method, headers, body } = request;
  const sent = {
    method,
    headers,
    signal,
    redirect: 'manual' as const,
    ...(body === undefined ? {} : { body }),
  };
  const response = await fetch(url, sent);
  // Nobody reads what an endpoint says to an event, but for its consent to get any.
  if (headers['aeg-event-type'] === 'SubscriptionValidation')
    return { status: response.status, headers: response.headers, text: await response.text() };
  await response.body?.cancel();
  return { status: response.status, headers: response.headers };
}

/** The answer, or why there was none. */
export async function answerInTime(
  { clock, deliver, stopped }: Via,
  request: DeliveryRequest,
): Promise<DeliveryAnswer | { failure: string }> {
  const abort = new AbortController();
  const late = Promise.withResolvers<{ failure: string }>();
  const cancel = clock.at(clock.now() + patience, () => {
    late.resolve({ failure: 'TimedOut' });
    abort.abort();
  });
  const unreachable = (error: unknown) => ({ failure: `Unreachable: ${String(error)}` });
  try {
    return await Promise.race([
      deliver(request, AbortSignal.any([abort.signal, stopped])).catch(unreachable),
      late.promise,
    ]);
  } finally {
    cancel();
  }
}
