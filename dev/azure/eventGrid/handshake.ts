import { answerInTime } from './deliver.ts';
import type { Via } from './deliver.ts';
import { withoutKey } from './subscription.ts';

const origin = 'eventgrid.azure.net';

/** Asks an endpoint whether it wants our events. A sentence if it does not say yes (fact eventGrid.handshake). */
export async function refusedHandshake(via: Via, endpoint: string): Promise<string | undefined> {
  const headers = { 'WebHook-Request-Origin': origin };
  const answer = await answerInTime(via, { method: 'OPTIONS', url: endpoint, headers });
  const failed = `Webhook validation handshake failed for ${withoutKey(endpoint)}.`;
  if ('failure' in answer) return `${failed} OPTIONS was not answered (${answer.failure}).`;
  const allowed = answer.headers.get('webhook-allowed-origin');
  if (answer.status < 200 || answer.status > 299) return `${failed} OPTIONS was answered ${answer.status}.`;
  if (allowed === '*' || allowed?.toLowerCase() === origin) return undefined;
  return `${failed} The answer's WebHook-Allowed-Origin is '${allowed ?? ''}', not '${origin}' or '*'.`;
}
