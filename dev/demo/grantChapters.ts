import type { GrantOutcome } from '../../src/domain/operation.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import type { LoggedRequest } from '../azure/requestLog.ts';
import { callJson } from './azureClient.ts';
import { followOperation } from './followOperation.ts';
import { bar, shorten } from './narrator.ts';
import type { Stage } from './stage.ts';

export type Granted = { operation: OperationView; outcome: Extract<GrantOutcome, { outcome: 'granted' }> };

/** Shows the steps of an operation while it runs; gives how it stands when it has ended or waits for people. */
export function watchSteps({ say }: Stage, statusUrl: string): Promise<OperationView> {
  say(`GET ${statusUrl}`);
  return followOperation(statusUrl, ({ name, state, note }, percent) => {
    say(`${bar(percent)}  ${name.padEnd(19)} ${state.padEnd(8)} ${shorten(note ?? '')}`.trimEnd());
  });
}

/** Follows a grant to its end, and shows the handover card. Throws unless it was granted. */
export async function followGrant(stage: Stage, statusUrl: string): Promise<Granted> {
  const { say, quote } = stage;
  const operation = await watchSteps(stage, statusUrl);
  const outcome = operation.outcome as GrantOutcome | undefined;
  if (outcome?.outcome !== 'granted')
    throw new Error(`The grant failed: ${JSON.stringify(operation, null, 2)}`);
  const { card, readiness } = outcome;
  say(`Readiness: ${readiness.level}. What Ben gets:`);
  quote(`${card.host}:${card.port}, ${card.security}, AUTH ${card.authentication}
username  ${card.username}
password  ${card.password}
senders   ${card.senders.join(', ')}`);
  return { operation, outcome };
}

/** How often Mailgrant asked Azure for anything since the request log was emptied. */
export async function sayWhatAzureWasAsked({ addresses, say }: Stage): Promise<void> {
  const { requests } = await callJson<{ requests: LoggedRequest[] }>(`${addresses.control}requests`);
  const asked = requests.filter(({ caller }) => caller === 'mailgrant');
  const writes = asked.filter(({ method }) => method !== 'GET').length;
  say(`Mailgrant asked Azure ${asked.length} times: ${asked.length - writes} reads, ${writes} writes.`);
}
