import { expect, test } from 'vitest';
import { arm, assignment, assignmentPath, definition, definitionPath } from './armCalls.ts';
import {
  group,
  guid,
  mailService,
  operatorId,
  readerRole,
  senderId,
  subscription,
  subscriptionId,
  tenantId,
} from './mailWorld.ts';

const url = `${mailService}?api-version=2025-09-01`;

test('[arm.token.401] no token, another audience, a forged or an expired one', async () => {
  const { azure, clock, send } = arm();
  const caller = {
    objectId: operatorId,
    tenantId,
    audience: 'https://management.azure.com',
    name: 'operator',
  };
  const { text } = azure.tokens.issue(caller, 60);
  const ask = (authorization: string) => send({ method: 'GET', url, headers: { authorization } });
  expect((await ask(`Bearer ${text}`)).status).toBe(200);
  clock.advance(60_000);
  const graph = azure.tokens.issue({ ...caller, audience: 'https://graph.microsoft.com' }).text;
  for (const authorization of [
    '',
    `Bearer ${text}`,
    `Bearer ${text.slice(0, -2)}`,
    `Bearer ${graph}`,
    'Basic x',
  ]) {
    const refused = await ask(authorization);
    expect(refused).toMatchObject({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } });
    expect(refused.headers?.['www-authenticate']).toContain(
      `Bearer authorization_uri="https://login.windows.net/${tenantId}"`,
    );
  }
});

test('[arm.apiVersion.400] every request names its api-version', async () => {
  const { send } = arm();
  expect(await send({ method: 'GET', url: mailService, as: 'operator' })).toMatchObject({
    status: 400,
    body: {
      error: {
        code: 'MissingApiVersionParameter',
        message: 'The api-version query parameter (?api-version=) is required for all requests.',
      },
    },
  });
});

test.each([
  [`${mailService}/smtpUsernames`, '2023-04-01', 400],
  [`${mailService}/smtpUsernames`, '2024-09-01-preview', 200],
  [mailService, '2020-08-20', 200],
  [mailService, '2022-04-01', 400],
  [`${group}/providers/Microsoft.Communication/emailServices/email`, '2020-08-20', 400],
  [`${mailService}/providers/Microsoft.Authorization/roleAssignments`, '2025-09-01', 400],
  [`${mailService}/providers/Microsoft.Authorization/roleDefinitions`, '2022-05-01-preview', 200],
])('[arm.apiVersion.unknown] %s in version %s is %i', async (path, version, status) => {
  const { send } = arm();
  const answer = await send({ method: 'GET', url: `${path}?api-version=${version}`, as: 'operator' });
  expect(answer.status).toBe(status);
  if (status === 400)
    expect(answer.body).toMatchObject({
      error: {
        code: 'NoRegisteredProviderFound',
        message: expect.stringContaining(`API version '${version}' for type`) as string,
      },
    });
});

test.each([
  ['/subscriptions/12345678-1111-4111-8111-111111111111', 'SubscriptionNotFound'],
  [`${subscription}/resourceGroups/none/providers/Microsoft.Communication/x/y`, 'ResourceGroupNotFound'],
])('[arm.container.404] no roles are read in %s', async (scope, code) => {
  const { ask } = arm({ world: { assignments: [{ role: 'Owner', principal: 'operator', scope: '/' }] } });
  for (const what of ['roleAssignments', 'roleDefinitions', 'permissions', `roleDefinitions/${readerRole}`])
    expect((await ask('GET', `${scope}/providers/Microsoft.Authorization/${what}`)).refusal).toBe(
      `404 ${code}`,
    );
  expect((await ask('GET', assignmentPath(guid(1), scope))).refusal).toBe(`404 ${code}`);
  // Whether the resource is there, reads of roles do not care.
  const nowhere = `${group}/providers/Microsoft.Communication/communicationServices/none`;
  expect((await ask('GET', assignmentPath('', nowhere).slice(0, -1))).status).toBe(200);
});

test('[arm.forbidden.403] the refusal says who lacks which action where', async () => {
  const { ask, azure } = arm();
  const refused = await ask('GET', mailService, { as: 'Sender' });
  const appId = azure.state.servicePrincipals.get(senderId)?.appId;
  expect(refused.status).toBe(403);
  expect(refused.body.error).toEqual({
    code: 'AuthorizationFailed',
    message: `The client '${appId}' with object id '${senderId}' does not have authorization to perform action 'Microsoft.Communication/CommunicationServices/read' over scope '${mailService}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  });
});

test('[arm.headers] what every answer carries', async () => {
  const { headers } = await arm().ask('GET', subscription);
  expect(headers).toMatchObject({
    'cache-control': 'no-cache',
    pragma: 'no-cache',
    expires: '-1',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
  });
  expect(headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

const left = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('x-ms-ratelimit-'))
      .map(([name, value]) => [name.replace('x-ms-ratelimit-remaining-subscription-', ''), value]),
  );

test('[arm.rateHeaders] reads tell what the subscription has left, writes and deletions also the caller', async () => {
  const { ask } = arm();
  expect(left((await ask('GET', subscription)).headers)).toEqual({ 'global-reads': '3749' });
  const put = await ask('PUT', assignmentPath(guid(1)), { body: assignment(readerRole) });
  expect(left(put.headers)).toEqual({ 'global-writes': '2999', writes: '199' });
  const deleted = await ask('DELETE', assignmentPath(guid(1)));
  expect(left(deleted.headers)).toEqual({ 'global-deletes': '2999', deletes: '199' });
  const posted = await ask('POST', `${mailService}/listKeys`);
  expect(left(posted.headers)).toEqual({ 'resource-requests': '198' });
});

test('[arm.throttle.429] a caller that asks too fast waits, and others do not', async () => {
  const { ask, clock } = arm();
  for (let n = 0; n < 200; n++) expect((await ask('DELETE', assignmentPath(guid(1)))).status).toBe(204);
  const refused = await ask('DELETE', assignmentPath(guid(1)));
  expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
  expect(refused.body.error).toEqual({
    code: 'SubscriptionRequestsThrottled',
    message: `Number of 'delete' requests for subscription '${subscriptionId}' actor '${operatorId}' exceeded. Please try again after '1' seconds.`,
  });
  expect((await ask('DELETE', assignmentPath(guid(1)), { as: 'Sender' })).status).toBe(403);
  expect((await ask('GET', mailService)).status).toBe(200);
  clock.advance(1_000);
  for (let n = 0; n < 10; n++) expect((await ask('DELETE', assignmentPath(guid(1)))).status).toBe(204);
  expect((await ask('DELETE', assignmentPath(guid(1)))).status).toBe(429);
});

test('[arm.throttle.global] 15 times as much for all callers together', async () => {
  const { send, azure } = arm();
  const statuses = new Set<number>();
  const path = `${assignmentPath(guid(1))}?api-version=2022-04-01`;
  for (let caller = 0; caller < 16; caller++) {
    const audience = 'https://management.azure.com';
    const { text } = azure.tokens.issue({ objectId: guid(caller), tenantId, audience, name: 'x' });
    statuses.clear();
    for (let n = 0; n < 200; n++)
      statuses.add(
        (await send({ method: 'DELETE', url: path, headers: { authorization: `Bearer ${text}` } })).status,
      );
    expect([...statuses]).toEqual([caller < 15 ? 403 : 429]);
  }
});

test.each([
  ['/subscriptions/12345678-1111-4111-8111-111111111111', '404 SubscriptionNotFound'],
  [`${subscription}/resourceGroups/none`, '404 ResourceGroupNotFound'],
  [`${group}/providers/Microsoft.Communication/communicationServices/none`, '404 ResourceNotFound'],
  ['/providers/Microsoft.Management/managementGroups/none', '404 ManagementGroupNotFound'],
])('[arm.scope.404] nothing can be assigned at %s', async (scope, refusal) => {
  const { ask } = arm({ world: { assignments: [{ role: 'Owner', principal: 'operator', scope: '/' }] } });
  const path = assignmentPath(guid(1), scope);
  expect((await ask('PUT', path, { body: assignment(readerRole) })).refusal).toBe(refusal);
});

test('[arm.locks.409] CanNotDelete stops deletions, ReadOnly everything', async () => {
  const { ask, azure } = arm();
  const put = () => ask('PUT', assignmentPath(guid(1), mailService), { body: assignment(readerRole) });
  await put();
  azure.state.locks.push({ scope: group, level: 'CanNotDelete' });
  expect((await put()).status).toBe(200);
  const refused = await ask('DELETE', assignmentPath(guid(1), mailService));
  expect(refused.refusal).toBe('409 ScopeLocked');
  expect(refused.body.error.message).toContain(`following scope(s) are locked: '${group}'`);
  azure.state.locks.push({ scope: subscription, level: 'ReadOnly' });
  expect((await put()).refusal).toBe('409 ScopeLocked');
  expect((await ask('PUT', definitionPath(guid(1)), { body: definition() })).refusal).toBe('409 ScopeLocked');
  const username = { properties: { username: 'u', entraApplicationId: 'a', tenantId } };
  expect((await ask('PUT', `${mailService}/smtpUsernames/name`, { body: username })).status).toBe(409);
  expect((await ask('DELETE', `${mailService}/smtpUsernames/name`)).status).toBe(409);
  expect((await ask('PATCH', mailService, { body: {} })).status).toBe(409);
  expect((await ask('GET', mailService)).status).toBe(200);
});

test('[arm.subscriptions] the list has those in which the caller has any role', async () => {
  const { ask } = arm({
    world: { assignments: [{ role: 'Reader', principal: 'Sender', scope: mailService }] },
  });
  const [mine, ...others] = (await ask('GET', '/subscriptions', { as: 'Sender' })).body.value;
  expect(mine).toMatchObject({
    id: subscription,
    subscriptionId,
    tenantId,
    displayName: 'Production',
    state: 'Enabled',
  });
  expect(others).toEqual([]);
  expect((await ask('GET', '/subscriptions', { as: 'Stranger' })).body.value).toEqual([]);
  expect((await ask('GET', subscription, { as: 'Sender' })).status).toBe(403);
});

test('[arm.resourceGroups] the list has those that the caller may read', async () => {
  const { ask } = arm({ world: { assignments: [{ role: 'Reader', principal: 'Sender', scope: group }] } });
  const { value } = (await ask('GET', `${subscription}/resourceGroups`, { as: 'Sender' })).body;
  expect(value.map(({ id }) => id)).toEqual([group]);
  expect((await ask('GET', group, { as: 'Sender' })).body).toMatchObject({
    name: 'rg-mail',
    location: 'westeurope',
  });
  expect((await ask('GET', `${subscription}/resourceGroups/rg-other`, { as: 'Sender' })).status).toBe(403);
});

test('[arm.tenants] the home tenant', async () => {
  expect((await arm().ask('GET', '/tenants', { as: 'Stranger' })).body.value).toMatchObject([{ tenantId }]);
});

const lock = '/providers/Microsoft.Authorization/locks/mine';

test('what it lacks is 501, never a silent success', async () => {
  const { ask } = arm();
  expect((await ask('GET', `${group}/providers/Microsoft.Compute/virtualMachines`)).refusal).toBe(
    '501 NotImplemented',
  );
  expect((await ask('PATCH', `${group}/providers/Microsoft.Communication/emailServices/email`)).refusal).toBe(
    '501 NotImplemented',
  );
  expect((await ask('DELETE', group)).refusal).toBe('501 NotImplemented');
});

test.each([
  { call: `DELETE ${group}`, action: 'Microsoft.Resources/subscriptions/resourceGroups/delete', over: group },
  {
    call: `PUT ${mailService}${lock}`,
    action: 'Microsoft.Authorization/locks/write',
    over: `${mailService}${lock}`,
  },
  {
    call: `POST ${mailService}/regenerateKey`,
    action: 'Microsoft.Communication/communicationServices/regenerateKey/action',
    over: mailService,
  },
  {
    call: `POST ${group}/moveResources`,
    action: 'Microsoft.Resources/subscriptions/resourceGroups/moveResources/action',
    over: group,
  },
  {
    call: 'POST /providers/Microsoft.Authorization/elevateAccess',
    action: 'Microsoft.Authorization/elevateAccess/action',
    over: '/providers/Microsoft.Authorization',
  },
])('[arm.forbidden.first] $call', async ({ call, action, over }) => {
  const [method = '', path = ''] = call.split(' ');
  const { refusal, body } = await arm().ask(method, path, { as: 'Stranger', body: {} });
  expect(refusal).toBe('403 AuthorizationFailed');
  expect(body.error.message).toContain(`to perform action '${action}' over scope '${over}' or`);
  // Whoever has the permission learns that it is not played here: an Owner at the root.
  const world = { assignments: [{ role: 'Owner', principal: 'operator', scope: '/' }] };
  expect((await arm({ world }).ask(method, path, { body: {} })).refusal).toBe('501 NotImplemented');
});

test('[arm.forbidden.first] a read, or a path that names nothing to change, is 501 for anyone', async () => {
  const { ask } = arm();
  const machines = `${group}/providers/Microsoft.Compute/virtualMachines`;
  for (const [method, path] of [
    ['GET', machines],
    ['PUT', machines],
    ['POST', `${machines}/one`],
    ['PUT', `${subscription}/tagNames/x`],
  ] as const)
    expect((await ask(method, path, { as: 'Stranger', body: {} })).refusal).toBe('501 NotImplemented');
});

test('a path that is not properly encoded is refused', async () => {
  expect((await arm().ask('GET', `${group}%`)).refusal).toBe('400 BadRequest');
});
