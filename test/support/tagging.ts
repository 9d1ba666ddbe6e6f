import type { LocalAzure } from '../../dev/azure/localAzure.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import type { AppOnLocalAzure } from './appOnLocalAzure.ts';

/** What Ada, who owns them, does with applications of the estate in Microsoft Graph. */
export function adaIn({ azure, send }: Pick<AppOnLocalAzure, 'azure' | 'send'>) {
  const ask = async (method: string, path: string, body?: object) => {
    const url = `https://graph.microsoft.com/v1.0/${path}`;
    const { status } = await send({ method, url, as: 'Ada Owner', ...(body && { body }) });
    if (status >= 300) throw new Error(`${method} ${path} was answered ${status}.`);
  };
  const objectId = (name: string) => applicationOf(azure, name).objectId;
  return {
    tags: (name: string, ...tags: string[]) => ask('PATCH', `applications/${objectId(name)}`, { tags }),
    deletes: (name: string) => ask('DELETE', `applications/${objectId(name)}`),
    restores: (name: string) => ask('POST', `directory/deletedItems/${objectId(name)}/restore`),
    makesPrincipalOf: (name: string) =>
      ask('POST', 'servicePrincipals', { appId: applicationOf(azure, name).appId }),
  };
}

export function applicationOf({ state }: LocalAzure, name: string) {
  const found = [...state.applications.values()].find(({ displayName }) => displayName === name);
  if (found === undefined) throw new Error(`The estate has no application '${name}'.`);
  return found;
}

/** The names of the applications that hold an SMTP username made by Mailgrant's kind of grant, sorted. */
export function holdersIn({ state }: LocalAzure): string[] {
  const names = new Map(
    [...state.applications.values()].map(({ appId, displayName }) => [appId, displayName]),
  );
  return [...state.smtpUsernames.values()]
    .map(({ entraApplicationId }) => names.get(entraApplicationId) ?? entraApplicationId)
    .sort();
}

/** How many events of a type the app has published, each counted once however often it was delivered. */
export function published({ azure }: Pick<AppOnLocalAzure, 'azure'>, type: string): number {
  const ids = azure.eventGrid.log.entries.filter((each) => each.type === type).map(({ event }) => event);
  return new Set(ids).size;
}

/** The operations of a kind, the newest first, as they are listed: without their outcomes. */
export async function operations(
  app: AppOnLocalAzure,
  kind: OperationView['kind'],
): Promise<OperationView[]> {
  const { body } = await app.call<{ operations: OperationView[] }>('GET /operations');
  return body.operations.filter((each) => each.kind === kind);
}

/** The newest operation of a kind, with its outcome. */
export async function latest(app: AppOnLocalAzure, kind: OperationView['kind']): Promise<OperationView> {
  const [newest] = await operations(app, kind);
  if (newest === undefined) throw new Error(`There is no operation of the kind '${kind}'.`);
  return (await app.call<OperationView>(`GET /operations/${newest.id}`)).body;
}

/** When requests of an operation of Azure were answered with success, in milliseconds since the epoch. */
export function doneAt({ requests }: LocalAzure, operation: string): number[] {
  return requests.entries
    .filter((each) => each.operation === operation && each.status >= 200 && each.status < 300)
    .map(({ at }) => Date.parse(at));
}
