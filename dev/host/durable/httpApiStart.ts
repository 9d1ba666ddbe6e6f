import type { HttpAnswer, HttpCall } from '../http.ts';
import { json, jsonBody, message } from '../http.ts';
import { managementUrls } from './clientBinding.ts';
import { InstanceExistsError } from './createInstance.ts';
import type { DurableApi } from './durableApi.ts';
import type { StartRequest } from './engine.ts';
import { statusJson } from './statusJson.ts';
import { instanceIdProblem } from './instanceId.ts';
import { missing } from './knownFunctions.ts';

/** Starts an orchestration; with `timeout` (seconds) in the query, waits so long for its end. */
export async function startInstance(
  api: DurableApi,
  call: HttpCall,
  [name, instanceId]: [string, string | undefined],
): Promise<HttpAnswer> {
  if (api.invoker.find(name, 'orchestrationtrigger') === undefined) {
    return message(400, missing(api.invoker, name, 'orchestrator'));
  }
  const body = await jsonBody(call);
  if (body === undefined) return message(400, 'The input is not JSON.');
  const problem = instanceId ? instanceIdProblem(instanceId) : undefined;
  if (problem !== undefined) return message(400, problem);
  const version = call.url.searchParams.get('version');
  const accepted = startAndTell(api, call, {
    name,
    input: body.value,
    ...(instanceId && { instanceId }),
    ...(version !== null && { version }),
  });
  const timeout = Number(call.url.searchParams.get('timeout') ?? 0);
  return accepted.id !== undefined && timeout > 0
    ? waitForEnd(api, { id: accepted.id, timeout, otherwise: accepted.answer })
    : accepted.answer;
}

export function startAndTell(
  api: DurableApi,
  call: HttpCall,
  request: StartRequest,
): { answer: HttpAnswer; id?: string } {
  try {
    const id = api.engine.start(request);
    const urls = managementUrls(call.url.origin, api.taskHub, id);
    const headers = { Location: urls.statusQueryGetUri ?? '', 'Retry-After': '10' };
    return { answer: json(202, urls, headers), id };
  } catch (error) {
    if (error instanceof InstanceExistsError) return { answer: message(409, error.message) };
    throw error;
  }
}

async function waitForEnd(
  { engine, clock }: DurableApi,
  { id, timeout, otherwise }: { id: string; timeout: number; otherwise: HttpAnswer },
): Promise<HttpAnswer> {
  const tooLate = Promise.withResolvers<undefined>();
  const cancel = clock.at(clock.now() + timeout * 1000, () => tooLate.resolve(undefined));
  const status = await Promise.race([engine.finished(id), tooLate.promise]);
  cancel();
  if (status === undefined) return otherwise;
  if (status.runtimeStatus === 'Completed') return json(200, status.output);
  return json(status.runtimeStatus === 'Failed' ? 500 : 200, statusJson(status, { input: true }));
}
