import { RestError, createPipelineRequest } from '@azure/core-rest-pipeline';
import { setImmediate as settled } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { FaultRule } from '../../../../dev/azure/faults/rule.ts';
import { testAzure } from '../../../support/localAzure.ts';

const applications = { method: 'GET', url: '/v1.0/applications', as: 'mailgrant' } as const;
const subscriptions = {
  method: 'GET',
  url: '/subscriptions?api-version=2022-12-01',
  as: 'Ada Owner',
} as const;
const register = (displayName: string) =>
  ({ method: 'POST', url: '/v1.0/applications', as: 'Ada Owner', body: { displayName } }) as const;
const unavailable = { kind: 'status', status: 503 } as const;

/** A local Azure with one rule, and the outcome of a request: its status, or why there was none. */
function struckBy(rule: FaultRule) {
  const test = testAzure();
  test.azure.faults.add(rule);
  const outcome = async (ask: Parameters<typeof test.send>[0]): Promise<number | string> => {
    try {
      return (await test.send(ask)).status;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const outcomes = async (count: number, ask: Parameters<typeof test.send>[0] = applications) => {
    const all: (number | string)[] = [];
    for (let each = 0; each < count; each += 1) all.push(await outcome(ask));
    return all;
  };
  const named = (name: string) =>
    [...test.azure.state.applications.values()].filter(({ displayName }) => displayName === name).length;
  return { ...test, outcome, outcomes, named, last: () => test.azure.requests.entries.at(-1) };
}

test.each<[string, Partial<FaultRule>, [number, number]]>([
  ['everything', {}, [503, 503]],
  ['a service', { service: 'microsoft graph' }, [503, 200]],
  ['another service', { service: 'arm' }, [200, 503]],
  ['an operation', { operation: 'Subscriptions_List' }, [200, 503]],
  ['a method', { method: 'get' }, [503, 503]],
  ['another method', { method: 'POST' }, [200, 200]],
  ['a path', { path: '^/subscriptions\\?' }, [200, 503]],
  ['a caller', { caller: 'mailgrant' }, [503, 200]],
  ['one thing and another', { caller: 'mailgrant', service: 'arm' }, [200, 200]],
])('a rule strikes %s', async (_what, match, answers) => {
  const { outcome } = struckBy({ ...match, effect: unavailable });
  expect([await outcome(applications), await outcome(subscriptions)]).toEqual(answers);
});

test('a caller is also known by client id and object id', async () => {
  const { azure, outcome } = struckBy({ path: 'never', effect: unavailable });
  const [identity] = azure.state.managedIdentities.values();
  for (const caller of [identity?.clientId, identity?.principalId]) {
    azure.faults.clear();
    azure.faults.add({ caller: String(caller).toUpperCase(), effect: unavailable });
    expect(await outcome(applications)).toBe(503);
  }
});

test('a rule strikes the next few, after leaving some alone, and is then spent', async () => {
  const { azure, outcomes } = struckBy({ skip: 1, times: 2, effect: unavailable });
  expect(await outcomes(5)).toEqual([200, 503, 503, 200, 200]);
  expect(azure.faults.list()).toMatchObject([{ id: 'fault-1', matched: 5, struck: 2 }]);
});

test('a rate strikes its share, and the same requests for the same seed', async () => {
  const strikes = (seed: number) => struckBy({ rate: 0.2, seed, effect: unavailable }).outcomes(200);
  const one = await strikes(7);
  expect(await strikes(7)).toEqual(one);
  expect(await strikes(8)).not.toEqual(one);
  const share = one.filter((status) => status === 503).length;
  expect(share).toBeGreaterThan(25);
  expect(share).toBeLessThan(55);
});

test('the first rule that strikes wins, and one that is spent leaves the request to the next', async () => {
  const { azure, outcomes } = struckBy({ times: 1, effect: unavailable });
  azure.faults.add({ times: 1, effect: { kind: 'status', status: 500 } });
  expect(await outcomes(3)).toEqual([503, 500, 200]);
});

test('a status fault is in the envelope of the service, with or without Retry-After', async () => {
  const { azure, send, last } = struckBy({ effect: { kind: 'status', status: 429, retryAfter: 17 } });
  const graph = await send(applications);
  expect(graph).toMatchObject({
    status: 429,
    headers: { 'retry-after': '17', 'content-type': 'application/json' },
    body: { error: { code: 'TooManyRequests', innerError: {} } },
  });
  const arm = await send(subscriptions);
  expect(arm.headers).toHaveProperty('x-ms-request-id');
  expect(arm.body).toMatchObject({ error: { code: 'SubscriptionRequestsThrottled' } });
  expect(last()).toMatchObject({ status: 429, fault: { rule: 'fault-1', kind: 'status' } });
  azure.faults.clear();
  azure.faults.add({ effect: { kind: 'status', status: 409, code: 'Busy', message: 'Later.' } });
  const refused = await send(subscriptions);
  expect(refused.body).toEqual({ error: { code: 'Busy', message: 'Later.' } });
  expect(refused.headers).not.toHaveProperty('retry-after');
});

test('a proxy on the way answers in its own words, and a date is a Retry-After too', async () => {
  const retryAfter = 'Thu, 01 Jan 2026 00:01:00 GMT';
  const text = '<h1>Bad gateway</h1>';
  const { send } = struckBy({ effect: { kind: 'status', status: 502, text, retryAfter } });
  expect(await send(subscriptions)).toMatchObject({
    body: text,
    headers: { 'content-type': 'text/html', 'retry-after': retryAfter },
  });
});

test('the token endpoint and the managed identity fail in their own envelopes', async () => {
  const { azure, send } = struckBy({ effect: { kind: 'status', status: 500 } });
  const query = 'api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.azure.com';
  const headers = { 'x-identity-header': azure.state.identityHeader };
  const identity = await send({ method: 'GET', url: `/msi/token?${query}`, headers });
  expect(identity).toMatchObject({ status: 500, body: { statusCode: 500 } });
  const url = `/${azure.state.tenantId}/oauth2/v2.0/token`;
  const token = await send({ method: 'POST', url, body: 'grant_type=client_credentials' });
  expect(token).toMatchObject({ status: 500, body: { error: 'temporarily_unavailable' } });
});

test.each<[FaultRule['effect'], { told: number | string; times: number; status: number; lost?: number }]>([
  [{ kind: 'resetBefore' }, { told: 'ECONNRESET', times: 0, status: 0 }],
  [{ kind: 'resetAfter' }, { told: 'ECONNRESET', times: 1, status: 0, lost: 201 }],
  [
    { kind: 'status', status: 504 },
    { told: 504, times: 0, status: 504 },
  ],
  [
    { kind: 'status', status: 504, afterWork: true },
    { told: 504, times: 1, status: 504, lost: 201 },
  ],
  [{ kind: 'twice' }, { told: 201, times: 2, status: 201, lost: 201 }],
])('%o on a registration: %o', async (effect, { told, times, status, lost }) => {
  const { outcome, named, last } = struckBy({ method: 'POST', effect });
  expect(await outcome(register('New'))).toBe(told);
  expect(named('New')).toBe(times);
  expect(last()).toMatchObject({ method: 'POST', status, fault: { rule: 'fault-1', kind: effect.kind } });
  expect(last()?.fault?.lost).toBe(lost);
});

test('what is done twice is checked twice: the second deletion finds nothing', async () => {
  const { outcome, azure } = struckBy({ method: 'DELETE', effect: { kind: 'twice' } });
  const [application] = azure.state.applications.values();
  const url = `/v1.0/applications/${application?.objectId}`;
  azure.state.graphPermissions.set(
    [...azure.state.managedIdentities.values()][0]?.principalId ?? '',
    new Set(['Application.ReadWrite.All']),
  );
  expect(await outcome({ method: 'DELETE', url, as: 'mailgrant' })).toBe(404);
});

test('a slow answer comes when the clock says so; its work was done at once', async () => {
  const { clock, send, named } = struckBy({ effect: { kind: 'slow', milliseconds: 5_000 } });
  let answered = false;
  const answer = send(register('Slow')).then(({ status }) => {
    answered = true;
    return status;
  });
  await settled();
  expect([named('Slow'), answered]).toEqual([1, false]);
  clock.advance(4_999);
  await settled();
  expect(answered).toBe(false);
  clock.advance(1);
  expect(await answer).toBe(201);
});

test('the SDKs see a reset as their own client reports it, and give up waiting when they said they would', async () => {
  const { azure, httpClient, credential, clock } = struckBy({ times: 1, effect: { kind: 'resetBefore' } });
  const token = await credential('mailgrant').getToken('https://graph.microsoft.com/.default');
  const ask = (timeout: number) => {
    const request = createPipelineRequest({ url: 'https://graph.microsoft.com/v1.0/applications', timeout });
    request.headers.set('authorization', `Bearer ${token?.token}`);
    return httpClient.sendRequest(request);
  };
  const reset: unknown = await ask(0).catch((error: unknown) => error);
  expect(reset).toBeInstanceOf(RestError);
  expect(reset).toMatchObject({ code: 'ECONNRESET', message: 'socket hang up' });
  expect((await ask(0)).status).toBe(200);
  azure.faults.add({ effect: { kind: 'slow', milliseconds: 60_000 } });
  const late = ask(30_000).catch((error: unknown) => error);
  clock.advance(30_000);
  expect(await late).toMatchObject({ name: 'AbortError' });
});

test('a request without a token is struck like any other, unless the rule names a caller', async () => {
  const { azure, outcome } = struckBy({ effect: unavailable });
  const anonymous = { method: 'GET', url: applications.url } as const;
  expect(await outcome(anonymous)).toBe(503);
  azure.faults.clear();
  azure.faults.add({ caller: 'mailgrant', effect: unavailable });
  expect(await outcome(anonymous)).toBe(401);
});

test.each<[object, RegExp]>([
  [{ service: 'Grpah', effect: unavailable }, /no service 'Grpah'/],
  [{ operation: 'Nothing_Do', effect: unavailable }, /no operation 'Nothing_Do'/],
  [{ path: '(', effect: unavailable }, /not a regular expression/],
  [{ tims: 1, effect: unavailable }, /tims/],
  [{ rate: 2, effect: unavailable }, /rate/],
  [{ effect: { kind: 'explode' } }, /effect/],
])('the rule %o is refused', async (rule, problem) => {
  const { azure, send } = testAzure();
  expect(() => azure.faults.add(rule as FaultRule)).toThrow(problem);
  const answer = await send({ method: 'POST', url: '/_local/faults', body: rule });
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toMatch(problem);
  expect(azure.faults.list()).toEqual([]);
});

test('rules come and go through the control plane, which never fails itself', async () => {
  const { azure, send } = testAzure();
  const rule = { effect: { kind: 'resetBefore' } };
  const added = await send({ method: 'POST', url: '/_local/faults', body: rule });
  expect(added).toMatchObject({ status: 201, body: { id: 'fault-1', rule, matched: 0, struck: 0 } });
  await expect(send(applications)).rejects.toThrow('socket hang up');
  const listed = await send({ method: 'GET', url: '/_local/faults' });
  expect(listed.body).toMatchObject({ value: [{ id: 'fault-1', struck: 1 }] });
  expect((await send({ method: 'DELETE', url: '/_local/faults/fault-1' })).status).toBe(204);
  expect((await send({ method: 'DELETE', url: '/_local/faults/fault-1' })).status).toBe(404);
  await send({ method: 'POST', url: '/_local/faults', body: rule });
  expect((await send({ method: 'DELETE', url: '/_local/faults' })).status).toBe(204);
  expect(azure.faults.list()).toEqual([]);
  expect((await send(applications)).status).toBe(200);
});
