import type { ApplicationEventType } from '../../src/domain/mailgrantEvent.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import type { LoggedDelivery } from '../azure/eventGrid/deliveryLog.ts';
import type { LoggedRequest } from '../azure/requestLog.ts';
import { tagApp } from './appOwner.ts';
import type { RegisteredApp } from './appOwner.ts';
import { callJson } from './azureClient.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** Moments of the way from a tag to an operation, in milliseconds since the epoch. */
export type Noticed = { written: number; published: number; delivered: number; started: number };

type Expected = { event: ApplicationEventType; kind: OperationView['kind'] };

/** Ben writes the tags of his app and does nothing more. Gives the operation that starts by itself, and when. */
export async function tagAndWait(
  stage: Stage,
  { app, tags }: { app: RegisteredApp; tags: string[] },
  { event, kind }: Expected,
): Promise<{ statusUrl: string; noticed: Noticed }> {
  const { addresses, say } = stage;
  const written = Date.now();
  await tagApp(addresses, 'Ben Developer', { objectId: app.objectId, tags });
  say(`PATCH /applications/${app.objectId} ${JSON.stringify({ tags })}   → that was all; now he waits`);
  const since = (at: string) => Date.parse(at) >= written;

  const delivered = await until(`the delivery of ${event}`, async () => {
    const { deliveries } = await callJson<{ deliveries: LoggedDelivery[] }>(`${addresses.control}deliveries`);
    return deliveries.find(
      ({ at, type, outcome }) => since(at) && type === event && outcome.startsWith('20'),
    );
  });
  const { requests } = await callJson<{ requests: LoggedRequest[] }>(`${addresses.control}requests`);
  const published = requests.findLast(
    ({ at, operation, status }) =>
      at <= delivered.at && operation === 'EventGrid_PublishCloudEventEvents' && status === 200,
  );
  if (published === undefined) throw new Error('An event was delivered that nobody has published.');
  say(`Mailgrant has seen it in Microsoft Graph and told its Event Grid topic   → ${published.status}`);
  say(`Event Grid has delivered ${event} to onApplicationEvent   → ${delivered.outcome}`);
  const operation = await until('an operation that nobody asked for over HTTP', async () => {
    const { operations } = await callJson<{ operations: OperationView[] }>(`${addresses.app}/operations`);
    const names = [app.displayName, app.appId];
    return operations.find(
      (each) => each.kind === kind && since(each.startedAt) && names.includes(each.about?.application ?? ''),
    );
  });
  say(`GET /api/operations   → ${operation.id}`);
  const noticed = {
    written,
    published: Date.parse(published.at),
    delivered: Date.parse(delivered.at),
    started: Date.parse(operation.startedAt),
  };
  return { statusUrl: `${addresses.app}/operations/${operation.id}`, noticed };
}
