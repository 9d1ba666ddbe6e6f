import type { HttpAnswer, HttpCall, HttpHandler } from '../http.ts';
import { json, jsonBody, message } from '../http.ts';
import { webhookPath } from './clientBinding.ts';
import type { DurableApi } from './durableApi.ts';
import { listInstances, purgeInstances } from './httpApiLists.ts';
import { startAndTell, startInstance } from './httpApiStart.ts';
import type { InstanceStatus } from './instanceStatus.ts';
import { statusJson } from './statusJson.ts';

type Target = { api: DurableApi; call: HttpCall; status: InstanceStatus };

const final = new Set(['Completed', 'Failed', 'Terminated']);

/** The HTTP API of the durable extension, which the durable client talks to as well. */
export function durableHttpApi(api: DurableApi): HttpHandler {
  return async (call) => {
    const { pathname } = call.url;
    if (!pathname.toLowerCase().startsWith(`${webhookPath}/`)) return undefined;
    const parts = pathname
      .slice(webhookPath.length + 1)
      .split('/')
      .map(decodeURIComponent);
    const [collection = '', first = '', second, third] = parts;
    if (collection === 'orchestrators' && call.method === 'POST')
      return startInstance(api, call, [first, second]);
    if (collection !== 'instances') return { status: 404 };
    if (first === '') return instances(api, call);

    const status = api.engine.get(first);
    if (status === undefined) return message(404, `No instance with ID '${first}' was found.`);
    const target = { api, call, status };
    if (second === undefined) return instance(target);
    if (call.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
    return operation(target, second, third);
  };
}

function instances(api: DurableApi, call: HttpCall): HttpAnswer {
  switch (call.method) {
    case 'GET':
      return listInstances(api.engine, call);
    case 'DELETE':
      return purgeInstances(api.engine, call);
    default:
      return { status: 405, headers: { allow: 'GET, DELETE' } };
  }
}

function instance({ api, call, status }: Target): HttpAnswer {
  if (call.method === 'DELETE') {
    if (!final.has(status.runtimeStatus)) {
      return message(412, `The instance is ${status.runtimeStatus}: only one that has ended can be purged.`);
    }
    api.engine.purge(status.instanceId);
    return json(200, { instancesDeleted: 1 });
  }
  if (call.method !== 'GET') return { status: 405, headers: { allow: 'GET, DELETE' } };

  const flag = (name: string) => call.url.searchParams.get(name)?.toLowerCase() === 'true';
  const body = statusJson(status, {
    input: call.url.searchParams.get('showInput')?.toLowerCase() !== 'false',
    ...(flag('showHistory') && { history: api.engine.history(status.instanceId) }),
    historyOutput: flag('showHistoryOutput'),
  });
  if (!final.has(status.runtimeStatus)) {
    return json(202, body, { Location: call.url.href, 'Retry-After': '5' });
  }
  const isError = status.runtimeStatus === 'Failed' && flag('returnInternalServerErrorOnFailure');
  return json(isError ? 500 : 200, body);
}

async function operation(target: Target, name: string, argument: string | undefined): Promise<HttpAnswer> {
  const { api, call, status } = target;
  const id = status.instanceId;
  const known = ['raiseEvent', 'terminate', 'suspend', 'resume'].find((each) => same(each, name));
  if (same(name, 'restart')) return restart(target);
  if (same(name, 'rewind')) {
    return status.runtimeStatus === 'Failed'
      ? message(501, 'The local host cannot rewind.')
      : message(412, 'The rewind operation is only supported on failed orchestration instances.');
  }
  if (known === undefined) return { status: 404 };
  if (final.has(status.runtimeStatus)) {
    return message(410, `The instance has ended: it is ${status.runtimeStatus}.`);
  }

  if (known === 'raiseEvent') return raiseEvent(target, argument);
  const reason = call.url.searchParams.get('reason') ?? '';
  if (known === 'terminate') api.engine.terminate(id, reason);
  else if (known === 'suspend') api.engine.suspend(id);
  else api.engine.resume(id);
  return { status: 202 };
}

async function raiseEvent({ api, call, status }: Target, name: string | undefined): Promise<HttpAnswer> {
  if (!name) return { status: 404 };
  const isEmpty = (await call.body()).length === 0;
  const type = call.headers['content-type'] ?? '';
  if (!isEmpty && !type.toLowerCase().startsWith('application/json')) {
    return message(400, 'Only application/json request content is supported.');
  }
  const body = await jsonBody(call);
  if (body === undefined) return message(400, 'The event is not JSON.');
  api.engine.raiseEvent(status.instanceId, name, isEmpty ? undefined : body.value);
  return { status: 202 };
}

function restart({ api, call, status }: Target): HttpAnswer {
  const withNewId = call.url.searchParams.get('restartWithNewInstanceId')?.toLowerCase() !== 'false';
  const { name, input, instanceId } = status;
  return startAndTell(api, call, { name, input, ...(!withNewId && { instanceId }) }).answer;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
