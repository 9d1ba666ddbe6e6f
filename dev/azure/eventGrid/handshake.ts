import { randomUUID } from 'node:crypto';
import { answerInTime } from './deliver.ts';
import type { DeliveryAnswer, Via } from './deliver.ts';
import { validationEvent } from './eventGridSchema.ts';
import { withoutKey } from './subscription.ts';
import type { ActiveSubscription } from './subscription.ts';

const origin = 'eventgrid.azure.net';

/** Asks an endpoint whether it wants our events. A sentence if it does not say yes (fact eventGrid.handshake). */
export async function refusedHandshake(
  via: Via,
  subscription: ActiveSubscription,
): Promise<string | undefined> {
  const refused =
    subscription.eventDeliverySchema === 'EventGridSchema'
      ? await refusedValidation(via, subscription)
      : await refusedOrigin(via, subscription);
  if (refused === undefined) return undefined;
  return `Webhook validation handshake failed for ${withoutKey(subscription.endpoint)}. ${refused}`;
}

/** For CloudEvents: the endpoint allows our origin. */
async function refusedOrigin(via: Via, { endpoint }: ActiveSubscription): Promise<string | undefined> {
  const headers = { 'WebHook-Request-Origin': origin };
  const answer = await answerInTime(via, { method: 'OPTIONS', url: endpoint, headers });
  if ('failure' in answer) return `OPTIONS was not answered (${answer.failure}).`;
  const allowed = answer.headers.get('webhook-allowed-origin');
  if (!isSuccess(answer)) return `OPTIONS was answered ${answer.status}.`;
  if (allowed === '*' || allowed?.toLowerCase() === origin) return undefined;
  return `The answer's WebHook-Allowed-Origin is '${allowed ?? ''}', not '${origin}' or '*'.`;
}

/** For Event Grid's own schema: the endpoint sends a code back (fact armEvents.eventGridSchema). */
async function refusedValidation(via: Via, subscription: ActiveSubscription): Promise<string | undefined> {
  const { name, topic, endpoint } = subscription;
  const code = randomUUID().toUpperCase();
  const answer = await answerInTime(via, {
    method: 'POST',
    url: endpoint,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'aeg-event-type': 'SubscriptionValidation',
      'aeg-subscription-name': name.toUpperCase(),
    },
    body: JSON.stringify([validationEvent({ id: randomUUID(), topic, code, at: via.clock.now() })]),
  });
  if ('failure' in answer) return `The validation event was not answered (${answer.failure}).`;
  if (!isSuccess(answer)) return `The validation event was answered ${answer.status}.`;
  return validationResponse(answer) === code
    ? undefined
    : 'The answer has no validationResponse with the code of the validation event.';
}

function validationResponse({ text = '' }: DeliveryAnswer): unknown {
  try {
    return (JSON.parse(text) as { validationResponse?: unknown } | null)?.validationResponse;
  } catch {
    return undefined;
  }
}

function isSuccess({ status }: DeliveryAnswer): boolean {
  return status >= 200 && status <= 299;
}
