import type { RpcTypedData } from '../coreTypes.ts';

// The real host puts its system key here.
const key = 'code=local';
const idPlaceholder = 'INSTANCEID';

export const webhookPath = '/runtime/webhooks/durabletask';

/** What a function with a durable client input gets. durable-functions replaces the placeholders. */
export function durableClientInput(origin: string, taskHub: string): RpcTypedData {
  const base = `${origin}${webhookPath}`;
  const create = `${base}/orchestrators/{functionName}[/{instanceId}]`;
  return {
    string: JSON.stringify({
      taskHubName: taskHub,
      creationUrls: {
        createNewInstancePostUri: `${create}?${key}`,
        createAndWaitOnNewInstancePostUri: `${create}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${key}`,
      },
      managementUrls: managementUrls(origin, taskHub, idPlaceholder),
      baseUrl: base,
      requiredQueryStringParameters: key,
      // The library appends to it: without the slash at the end the last part of the path would be lost.
      rpcBaseUrl: `${base.replace('//localhost:', '//127.0.0.1:')}/`,
    }),
  };
}

/** The addresses at which an instance is looked at and managed. */
export function managementUrls(origin: string, taskHub: string, instanceId: string): Record<string, string> {
  const instance = `${origin}${webhookPath}/instances/${instanceId}`;
  const query = `taskHub=${taskHub}&connection=Storage&${key}`;
  return {
    id: instanceId,
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
    resumePostUri: `${instance}/resume?reason={text}&${query}`,
  };
}
