import { expect, test } from 'vitest';
import type { World } from '../../../../dev/azure/world.ts';
import { parseAzureChange } from '../../../../src/domain/azureChange.ts';
import { assignment, assignmentPath, definition, definitionPath } from '../arm/armCalls.ts';
import {
  guid,
  group,
  mailService,
  mailWorld,
  operatorId,
  ownerRole,
  readerRole,
  senderId,
  subscription,
  subscriptionId,
  tenantId,
} from '../arm/mailWorld.ts';
import { eventGrid } from './eventGridCalls.ts';

type Data = Record<string, unknown> & { claims: Record<string, string>; operationName: string };

const written = 'Microsoft.Resources.ResourceWriteSuccess';
const deleted = 'Microsoft.Resources.ResourceDeleteSuccess';
const usernamePath = `${mailService}/smtpUsernames/sender-smtp`;
const username = { username: 'sender', entraApplicationId: guid(9), tenantId };

/** The mail world with a webhook behind the system topic of its first subscription. */
async function listening(options: { world?: Partial<World>; armEvents?: number; topic?: string } = {}) {
  const { armEvents = 0, topic = subscription } = options;
  const local = eventGrid({ world: mailWorld(options.world), delays: { armEvents } });
  expect((await local.subscribe({ topic })).status).toBe(201);
  const ask = async (method: string, path: string, more: { as?: string; body?: unknown } = {}) => {
    const version = path.includes('/smtpUsernames/') ? '2025-09-01' : '2022-04-01';
    const url = `https://management.azure.com${path}?api-version=${version}`;
    const answer = await local.send({ method, url, as: 'operator', ...more });
    await local.azure.eventGrid.settled();
    return answer;
  };
  const told = () =>
    local.deliveries().map(({ event }) => [event.type, (event.data as Data).operationName, event.subject]);
  const data = () => local.deliveries().map(({ event }) => event.data as Data);
  return { ...local, ask, told, data };
}

test('[armEvents.raised] writes and deletions of assignments, definitions and usernames are told, reads are not', async () => {
  const { ask, told } = await listening();
  const all = [
    [assignmentPath(guid(1)), assignment(readerRole)],
    [definitionPath(guid(2)), definition()],
    [usernamePath, { properties: username }],
  ] as const;
  for (const [path, body] of all) {
    await ask('PUT', path, { body });
    await ask('GET', path);
    await ask('DELETE', path);
  }
  const types = [
    'Microsoft.Authorization/roleAssignments',
    'Microsoft.Authorization/roleDefinitions',
    'Microsoft.Communication/communicationServices/smtpUsernames',
  ];
  expect(told()).toEqual(
    types.flatMap((type, index) => [
      [written, `${type}/write`, all[index]?.[0]],
      [deleted, `${type}/delete`, all[index]?.[0]],
    ]),
  );
});

test('[armEvents.success] what is refused is not told', async () => {
  const { ask, told } = await listening({ world: { locks: [{ scope: group, level: 'ReadOnly' }] } });
  expect((await ask('PUT', assignmentPath(guid(1)), { body: assignment(readerRole) })).status).toBe(409);
  const stranger = { as: 'Stranger', body: definition() };
  expect((await ask('PUT', definitionPath(guid(2)), stranger)).status).toBe(403);
  expect((await ask('DELETE', usernamePath)).status).toBe(409);
  expect(told()).toEqual([]);
});

test('[armEvents.unchanged] the deletion of what is absent is not told', async () => {
  const { ask, told } = await listening();
  for (const path of [assignmentPath(guid(1)), definitionPath(guid(2)), usernamePath])
    expect((await ask('DELETE', path)).status).toBe(204);
  expect(told()).toEqual([]);
});

test('[armEvents.topic] each subscription has a topic, and what is above them has none', async () => {
  const other = '/subscriptions/11111111-2222-4111-8111-111111111111';
  const root = '/providers/Microsoft.Management/managementGroups/root';
  const { ask, told, subscribe } = await listening({
    topic: '/subscriptions',
    world: {
      managementGroups: [{ name: 'root', subscriptions: [subscriptionId] }],
      assignments: [{ role: 'Owner', principal: 'operator', scope: '/' }],
    },
  });
  for (const [index, scope] of ['', root, other, subscription].entries())
    expect(
      (await ask('PUT', assignmentPath(guid(index), scope), { body: assignment(readerRole) })).status,
    ).toBe(201);
  expect(told().map(([, , subject]) => subject)).toEqual([assignmentPath(guid(3), subscription)]);
  expect((await subscribe({ topic: '/subscriptions/unknown' })).status).toBe(404);
});

test('[armEvents.data] the event says what was done where, and nothing of the resource itself', async () => {
  const { ask, data, azure } = await listening();
  const resource = assignmentPath(guid(1));
  // Clients put a scope, which begins with a slash, behind another one.
  const { headers } = await ask('PUT', `/${resource}`, { body: assignment(readerRole) });
  const operationName = 'Microsoft.Authorization/roleAssignments/write';
  const correlationId = headers?.['x-ms-correlation-request-id'];
  expect(data()).toEqual([
    {
      authorization: { scope: resource, action: operationName, evidence: expect.anything() as unknown },
      claims: expect.anything() as unknown,
      correlationId,
      httpRequest: {
        clientRequestId: correlationId,
        clientIpAddress: '127.0.0.1',
        method: 'PUT',
        url: `https://management.azure.com/${resource}?api-version=2022-04-01`,
      },
      resourceProvider: 'Microsoft.Authorization',
      resourceUri: resource,
      operationName,
      status: 'Succeeded',
      subscriptionId,
      tenantId: azure.state.tenantId,
    },
  ]);
});

test('[armEvents.claims] who did it: a user by name, an application by its id, both by object id', async () => {
  const assignments = ['operator', 'Olivia'].map((principal) => ({
    role: 'Owner',
    principal,
    scope: subscription,
  }));
  const { ask, data, azure } = await listening({ world: { assignments } });
  await ask('PUT', assignmentPath(guid(1)), { body: assignment(readerRole), as: 'Olivia' });
  await ask('DELETE', assignmentPath(guid(1)));
  const [user] = azure.state.users.values();
  const [identity] = azure.state.managedIdentities.values();
  const [byUser, byIdentity] = data().map(({ claims }) => claims);
  const now = Math.floor(azure.clock.now() / 1000);
  const objectId = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
  const common = {
    aud: 'https://management.azure.com',
    iss: `https://sts.windows.net/${tenantId}/`,
    iat: String(now),
    'http://schemas.microsoft.com/identity/claims/tenantid': tenantId,
  };
  expect(byUser).toMatchObject({
    ...common,
    name: 'Olivia',
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'olivia@example.com',
    [objectId]: user?.objectId,
  });
  expect(byUser).not.toHaveProperty('appid');
  expect(byIdentity).toMatchObject({ ...common, appid: identity?.clientId, [objectId]: operatorId });
  expect(byIdentity).not.toHaveProperty('name');
});

test('[armEvents.evidence] the assignment that allowed it, even where it is the one that goes', async () => {
  const { ask, data } = await listening({
    world: {
      assignments: [
        { role: 'Owner', principal: 'operator', scope: subscription },
        { role: 'Owner', principal: 'Outer', scope: group, name: guid(5) },
      ],
    },
  });
  await ask('DELETE', assignmentPath(guid(5)), { as: 'Sender' });
  expect(data().map((each) => each.authorization)).toMatchObject([
    {
      evidence: {
        role: 'Owner',
        roleAssignmentScope: group,
        roleAssignmentId: guid(5).replaceAll('-', ''),
        roleDefinitionId: ownerRole.replaceAll('-', ''),
        principalType: 'Group',
      },
    },
  ]);
});

test('[armEvents.operationName] the provider spells the operation, the request the resource', async () => {
  const { ask, told } = await listening();
  const path = `/SUBSCRIPTIONS${group.slice('/subscriptions'.length)}/PROVIDERS/microsoft.authorization/ROLEASSIGNMENTS/${guid(1)}`;
  await ask('PUT', path, { body: assignment(readerRole, { principalId: senderId }) });
  expect(told()).toEqual([[written, 'Microsoft.Authorization/roleAssignments/write', path]]);
});

test('[armEvents.delay] the event comes later, and says when it was done', async () => {
  const { ask, deliveries, wait, clock } = await listening({ armEvents: 30_000 });
  const at = clock.now();
  await ask('PUT', usernamePath, { body: { properties: username } });
  await wait(29_999);
  expect(deliveries()).toEqual([]);
  await wait(1);
  expect(deliveries().map(({ event }) => event.time)).toEqual([new Date(at).toISOString()]);
});

test('[armEvents.cloudEvent] the source is the subscription', async () => {
  const { ask, deliveries } = await listening();
  await ask('PUT', usernamePath, { body: { properties: username } });
  const [delivery] = deliveries();
  expect(delivery?.request.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  expect(delivery?.event).toMatchObject({ specversion: '1.0', source: subscription, subject: usernamePath });
});

test('[armEvents.eventGridSchema] on request an array of one, after a validation', async () => {
  const { ask, deliveries, subscribe, webhook, azure } = await listening();
  const wanted = { name: 'own-schema', topic: subscription, eventDeliverySchema: 'EventGridSchema' };
  for (const wrong of ['', 'null', '{"validationResponse":"guessed"}']) {
    webhook.validates = () => wrong;
    expect((await subscribe(wanted)).status).toBe(400);
  }
  webhook.validates = (code) => JSON.stringify({ validationResponse: code });
  expect((await subscribe(wanted)).status).toBe(201);
  azure.eventGrid.unsubscribe('mailgrant-requests');
  await ask('DELETE', usernamePath);
  await ask('PUT', usernamePath, { body: { properties: username } });
  const [delivery, ...others] = deliveries();
  expect(others).toEqual([]);
  expect(delivery?.request.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'aeg-data-version': '2',
    'aeg-metadata-version': '1',
  });
  expect(delivery?.event).toMatchObject([
    {
      topic: subscription,
      subject: usernamePath,
      eventType: written,
      eventTime: new Date(azure.clock.now()).toISOString(),
      data: { status: 'Succeeded' },
      dataVersion: '2',
      metadataVersion: '1',
    },
  ]);
});

test('a custom topic does not turn CloudEvents into another schema', async () => {
  const { subscribe } = eventGrid();
  const { status, body } = await subscribe({ eventDeliverySchema: 'EventGridSchema' });
  expect([status, JSON.stringify(body)]).toEqual([404, expect.stringContaining('takes CloudEvents')]);
});

test.each(['CloudEventSchemaV1_0', 'EventGridSchema'])('the app understands it: %s', async (schema) => {
  const { ask, deliveries, subscribe, azure } = await listening();
  await subscribe({ topic: subscription, eventDeliverySchema: schema });
  await ask('PUT', usernamePath, { body: { properties: username } });
  const [identity] = azure.state.managedIdentities.values();
  expect([deliveries()[0]?.event].flat().map(parseAzureChange)).toMatchObject([
    {
      kind: 'smtpUsername',
      resource: usernamePath,
      gone: false,
      by: { who: `application ${identity?.clientId}`, principalId: operatorId },
      at: new Date(azure.clock.now()).toISOString(),
    },
  ]);
});
