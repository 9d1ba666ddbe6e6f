import { inspect } from 'node:util';
import { RestError } from '@azure/core-rest-pipeline';
import { describe, expect, it } from 'vitest';
import { AzureError } from '../../src/domain/azureError.ts';
import { createGateways } from '../../src/gateways/index.ts';
import type { Gateways, NewRoleAssignment } from '../../src/gateways/ports.ts';
import { config, connectionReset, gatewaysAnswered, refusal } from './recordedAnswers.ts';
import { scope, serviceId } from './recordedAnswers.ts';
import type { Answer } from './recordedAnswers.ts';

const guid = '11111111-1111-4111-8111-111111111111';
/** As from a caller that TypeScript could not stop. */
const toNobody = { name: guid, roleDefinition: guid, description: '' } as NewRoleAssignment;
const key = { serviceId, name: 'invoices-smtp' };

/** One read of each adapter: they share the translation, and this holds them to it. */
const reads: [name: string, read: (gateways: Gateways) => Promise<unknown>][] = [
  ['authorization', ({ authorization }) => authorization.roleDefinition(scope, guid)],
  ['mailServices', ({ mailServices }) => mailServices.username(key)],
  ['directory', ({ directory }) => directory.application({ appId: guid })],
];

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => expect.fail(`It answered ${JSON.stringify(value)}.`),
    (error: unknown) => error,
  );
}

describe.each(reads)('an error of %s', (_, read) => {
  it.each<[name: string, answer: Answer | Error, expected: Partial<AzureError>]>([
    [
      'a refusal carries status, code and sentence',
      refusal(403, 'AuthorizationFailed', 'The client does not have authorization.'),
      { status: 403, code: 'AuthorizationFailed', message: 'The client does not have authorization.' },
    ],
    [
      'throttling carries the seconds to wait',
      { ...refusal(429, 'TooManyRequests'), headers: { 'retry-after': '17' } },
      { status: 429, code: 'TooManyRequests', retryAfter: 17 },
    ],
    [
      'a date to wait for is counted from the answer, not from our clock',
      {
        ...refusal(503, 'ServiceUnavailable'),
        headers: {
          date: 'Thu, 01 Jan 2026 00:00:00 GMT',
          'retry-after': 'Thu, 01 Jan 2026 00:01:30 GMT',
        },
      },
      { status: 503, retryAfter: 90 },
    ],
    [
      "Azure's own milliseconds are rounded up",
      { ...refusal(429, 'TooManyRequests'), headers: { 'x-ms-retry-after-ms': '1200' } },
      { retryAfter: 2 },
    ],
    [
      'a date that has passed means now',
      {
        ...refusal(503, 'ServiceUnavailable'),
        headers: { date: 'Thu, 01 Jan 2026 00:01:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT' },
      },
      { retryAfter: 0 },
    ],
    [
      'an unreadable time to wait is none',
      { ...refusal(503, 'ServiceUnavailable'), headers: { 'retry-after': 'soon' } },
      { retryAfter: undefined },
    ],
    [
      'a gateway on the way explains nothing',
      { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad Gateway</h1>' },
      { status: 502, code: 'NoErrorCode' },
    ],
    ['an empty answer has no code', { status: 500 }, { status: 500, code: 'NoErrorCode' }],
    ['a broken connection is no answer', connectionReset(), { status: 0, code: 'NoAnswer' }],
    [
      'a time-out is no answer',
      Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' }),
      { status: 0, code: 'NoAnswer' },
    ],
    [
      'half an answer says nothing about what was done',
      { status: 200, body: '{"id":' },
      { status: 0, code: 'UnreadableAnswer' },
    ],
    [
      'an answer without its documented fields is unreadable',
      { status: 200, body: {} },
      { status: 0, code: 'UnreadableAnswer' },
    ],
    ['a 404 of a proxy is not an absent thing', { status: 404, body: 'Not Found' }, { status: 404 }],
    [
      'a 404 for an unknown operation is not an absent thing',
      refusal(404, 'InvalidResourceType'),
      { status: 404, code: 'InvalidResourceType' },
    ],
  ])('%s', async (_, answer, expected) => {
    const error = await errorOf(read(gatewaysAnswered(answer)));
    expect(error).toBeInstanceOf(AzureError);
    expect(error).toMatchObject(expected);
  });

  it.each(['ResourceNotFound', 'RoleDefinitionDoesNotExist', 'Request_ResourceNotFound'])(
    'a 404 with %s is an absent thing',
    async (code) => expect(await read(gatewaysAnswered(refusal(404, code)))).toBeUndefined(),
  );

  it('leaves trying again to the workflow', async () => {
    for (const answer of [
      { ...refusal(429, 'TooManyRequests'), headers: { 'retry-after': '1' } },
      refusal(503, 'ServiceUnavailable'),
      connectionReset(),
    ]) {
      const gateways = gatewaysAnswered(answer);
      await errorOf(read(gateways));
      expect(gateways.requests).toHaveLength(1);
    }
  });

  it('says who asks, and does not wait for ever', async () => {
    const gateways = gatewaysAnswered(refusal(404, 'ResourceNotFound'));
    await read(gateways);
    expect(gateways.requests[0]?.headers.get('user-agent')).toMatch(/^mailgrant\/\d+\.\d+\.\d+ /);
    expect(gateways.requests[0]?.timeout).toBe(30_000);
  });

  it('never shows the token', async () => {
    const error = await errorOf(read(gatewaysAnswered(refusal(403, 'AuthorizationFailed'))));
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('token-of-mailgrant');
  });

  it('is NoToken if the identity has none', async () => {
    const getToken = () =>
      Promise.reject(
        Object.assign(new Error('No identity endpoint.'), { name: 'CredentialUnavailableError' }),
      );
    const error = await errorOf(read(createGateways(config, { credential: { getToken } })));
    expect(error).toMatchObject({ name: 'AzureError', status: 0, code: 'NoToken' });
  });

  it('that is a mistake of ours stays what it is', async () => {
    const mistake = new TypeError('x is not a function');
    expect(await errorOf(read(gatewaysAnswered(mistake)))).toBe(mistake);
  });
});

describe('a request that no service would take', () => {
  it.each<[name: string, call: (gateways: Gateways) => Promise<unknown>]>([
    ['no name of a username', (g) => g.mailServices.username({ serviceId, name: '' })],
    [
      'a name that means the mail service itself',
      (g) => g.mailServices.deleteUsername({ serviceId, name: '..' }),
    ],
    ['a resource group that climbs', (g) => g.mailServices.service(serviceId.replace('rg-mail', '..'))],
    ['no object id', (g) => g.directory.application({ objectId: '' })],
    ['no name of a role', (g) => g.authorization.deleteRoleDefinition(scope, '')],
    ['an assignment without a principal', (g) => g.authorization.putAssignment(scope, toNobody)],
    ['an id of something else', (g) => g.mailServices.service(scope)],
    ['a domain id of something else', (g) => g.mailServices.domains([serviceId])],
    ['a scope that climbs', (g) => g.authorization.assignmentsOf(`${scope}/../../x`, guid)],
    ['an id that climbs', (g) => g.authorization.deleteAssignment(`${scope}/..`)],
  ])('%s is refused before it is sent', async (_, call) => {
    const gateways = gatewaysAnswered({ status: 500 });
    expect(await errorOf(call(gateways))).toMatchObject({
      name: 'AzureError',
      status: 400,
      code: 'InvalidRequest',
    });
    expect(gateways.requests).toEqual([]);
  });
});

describe('deleting', () => {
  it.each<[name: string, call: (gateways: Gateways) => Promise<void>]>([
    ['a role definition', (g) => g.authorization.deleteRoleDefinition(scope, guid)],
    [
      'an assignment',
      (g) => g.authorization.deleteAssignment(`${scope}/providers/x/roleAssignments/${guid}`),
    ],
    ['a username', (g) => g.mailServices.deleteUsername(key)],
  ])('%s that is not there succeeds', async (_, call) => {
    await expect(call(gatewaysAnswered({ status: 204 }))).resolves.toBeUndefined();
    await expect(call(gatewaysAnswered(refusal(404, 'ParentResourceNotFound')))).resolves.toBeUndefined();
    expect(await errorOf(call(gatewaysAnswered(refusal(409, 'ScopeLocked'))))).toMatchObject({
      status: 409,
      code: 'ScopeLocked',
    });
  });
});

describe('paging', () => {
  it.each<[name: string, list: (gateways: Gateways) => Promise<unknown>, link: string]>([
    ['authorization', (g) => g.authorization.assignmentsOf(scope, guid), 'nextLink'],
    ['mailServices', (g) => g.mailServices.usernames(serviceId), 'nextLink'],
    ['directory', (g) => g.directory.applicationsNamed('Mailer'), '@odata.nextLink'],
  ])('of %s never takes the token to another host', async (_, list, link) => {
    const gateways = gatewaysAnswered({
      status: 200,
      body: { value: [], [link]: 'https://elsewhere.example.com/page2' },
    });
    expect(await errorOf(list(gateways))).toMatchObject({
      code: 'UnreadableAnswer',
      message: expect.stringContaining('https://elsewhere.example.com') as string,
    });
    expect(gateways.requests).toHaveLength(1);
  });
});

it('keeps the original error for whoever debugs', async () => {
  const reset = connectionReset();
  const error = await errorOf(gatewaysAnswered(reset).authorization.roleDefinition(scope, guid));
  expect((error as AzureError).cause).toBeInstanceOf(RestError);
});
