import type { OperationView } from '../../src/domain/operationView.ts';
import type { AppOnLocalAzure } from './appOnLocalAzure.ts';

const graph = 'https://graph.microsoft.com/v1.0';
const topic = 'https://contoso-events.westeurope-1.eventgrid.azure.net/api/events?api-version=2018-01-01';

/** An application of the estate by its display name. */
export function applicationOf({ azure }: AppOnLocalAzure, displayName: string) {
  const found = [...azure.state.applications.values()].find((each) => each.displayName === displayName);
  if (found === undefined) throw new Error(`There is no application '${displayName}'.`);
  return found;
}

/** Writes an application's tags, as its owner does. */
export async function tag(app: AppOnLocalAzure, displayName: string, tags: string[]): Promise<void> {
  const { objectId } = applicationOf(app, displayName);
  const url = `${graph}/applications/${objectId}`;
  const { status } = await app.send({ method: 'PATCH', url, body: { tags }, as: 'Ada Owner' });
  if (status !== 204) throw new Error(`The tags were refused with ${status}.`);
}

/** An event about an application in the CloudEvents schema, made now. */
export function cloudEvent(app: AppOnLocalAzure, type: string, data: object) {
  const time = new Date(app.clock.now()).toISOString();
  return { specversion: '1.0', id: crypto.randomUUID(), source: '/mailgrant', type, time, data };
}

/** Publishes events to the topic with the app's identity. */
export async function publish(app: AppOnLocalAzure, ...events: object[]): Promise<void> {
  const { status } = await app.send({
    method: 'POST',
    url: topic,
    body: events,
    headers: { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' },
    as: 'mailgrant',
  });
  if (status !== 200) throw new Error(`The events were refused with ${status}.`);
}

/** Delivers to the app's webhook as Event Grid does, and gives the status that it answers with. */
export async function deliver({ host }: AppOnLocalAzure, body: unknown): Promise<number> {
  const response = await fetch(`${host.url}/runtime/webhooks/eventgrid?functionName=onApplicationEvent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'aeg-event-type': 'Notification' },
    body: JSON.stringify(body),
  });
  return response.status;
}

/** All operations, the newest first. */
export async function operations(app: AppOnLocalAzure): Promise<OperationView[]> {
  return (await app.call<{ operations: OperationView[] }>('GET /operations')).body.operations;
}
