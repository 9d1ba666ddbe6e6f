import { expect, test } from 'vitest';
import { eventGridEvents } from '../../../../src/gateways/azure/events.ts';
import { testAzure } from '../../../support/localAzure.ts';
import { mailWorld } from '../arm/mailWorld.ts';
import { event, eventGrid } from './eventGridCalls.ts';

const url = '/api/events?api-version=2018-01-01';
const one = { 'content-type': 'application/cloudevents+json' };
const batch = { 'content-type': 'application/cloudevents-batch+json' };
const host = 'https://contoso-events.westeurope-1.eventgrid.azure.net';

test('[eventGrid.publish.200] a batch or a single event is taken without a word', async () => {
  const { publish, send } = eventGrid();
  expect(await publish(event('1'), event('2'))).toEqual({ status: 200 });
  const single = { method: 'POST', url, as: 'mailgrant', headers: one, body: event('3') };
  expect(await send(single)).toEqual({ status: 200 });
});

test("the SDK's own publisher gets its event through, as the app does it", async () => {
  const { subscribe, deliveries, azure, credential, httpClient } = eventGrid();
  await subscribe();
  const events = eventGridEvents(credential('mailgrant'), `${host}/api/events`, httpClient);
  const data = { readiness: 'expected' };
  await events.publish([{ id: 'a', type: 'Mailgrant.Grant.Ready', subject: '/applications/1', data }]);
  await azure.eventGrid.settled();
  const type = 'Mailgrant.Grant.Ready';
  const sent = { specversion: '1.0', id: 'a', source: '/mailgrant', type, subject: '/applications/1', data };
  expect(deliveries().map((each) => each.event)).toMatchObject([sent]);
  const stranger = eventGridEvents(credential('Newsletter'), `${host}/api/events`, httpClient);
  await expect(stranger.publish([{ id: 'b', type, subject: '', data }])).rejects.toMatchObject({
    status: 403,
  });
});

test('[eventGrid.publish.empty] an empty batch delivers nothing, and is refused to who may not send', async () => {
  const { subscribe, deliveries, azure, credential, httpClient } = eventGrid();
  await subscribe();
  const events = (name: string) => eventGridEvents(credential(name), `${host}/api/events`, httpClient);
  await events('mailgrant').publishNothing();
  await azure.eventGrid.settled();
  expect(deliveries()).toEqual([]);
  await expect(events('Newsletter').publishNothing()).rejects.toMatchObject({ status: 403 });
});

test('[eventGrid.publish.400] what is no CloudEvent is refused, and nothing of its batch is delivered', async () => {
  const { publish, send, subscribe, deliveries } = eventGrid();
  await subscribe();
  const eventGridSchema = {
    id: '1',
    eventType: 'x',
    subject: 'y',
    eventTime: 'z',
    data: {},
    dataVersion: '1',
  };
  for (const bad of [
    eventGridSchema,
    event(''),
    event('1', { specversion: '0.3' }),
    event('1', { camelCase: 1 }),
  ])
    expect((await publish(event('0'), bad)).status).toBe(400);
  const post = { method: 'POST', url, as: 'mailgrant' };
  expect((await send({ ...post, headers: batch, body: 'no json' })).status).toBe(400);
  expect((await send({ ...post, headers: batch, body: event('1') })).status).toBe(400);
  expect((await send({ ...post, body: [event('1')] })).status).toBe(400);
  expect(deliveries()).toEqual([]);
});

test('[eventGrid.publish.413] a megabyte and not more', async () => {
  const { publish } = eventGrid();
  expect((await publish(event('1', { data: 'x'.repeat(1024 * 1024 - 200) }))).status).toBe(200);
  expect((await publish(event('1', { data: 'x'.repeat(1024 * 1024) }))).status).toBe(413);
});

test('[eventGrid.apiVersion.400] [eventGrid.error] the api-version is required, and an error says things twice', async () => {
  const { send } = eventGrid();
  const { status, body } = await send({ method: 'POST', url: '/api/events', as: 'mailgrant', body: [] });
  const error = { code: 'BadRequest', message: "The api-version '' is missing or not supported." };
  expect([status, body]).toEqual([400, { error: { ...error, details: [error] } }]);
});

test('[eventGrid.token.401] no token, a token for something else, a key', async () => {
  const { send } = eventGrid();
  const post = { method: 'POST', url, body: [event('1')] };
  const keyed = { ...batch, 'aeg-sas-key': 'key' };
  expect(await send({ ...post, headers: keyed })).toMatchObject({
    status: 401,
    body: { error: { code: 'Unauthorized' } },
  });
  const foreign = { as: 'mailgrant', audience: 'https://management.azure.com' };
  expect((await send({ ...post, headers: batch, ...foreign })).status).toBe(401);
});

test('[eventGrid.forbidden.403] who may not send is told to which topic', async () => {
  const { send, azure } = eventGrid();
  const post = { method: 'POST', url, headers: batch, body: [event('1')] };
  const { status, body } = await send({ ...post, as: 'Newsletter' });
  expect([status, body]).toMatchObject([403, { error: { code: 'Forbidden' } }]);
  const [topic] = azure.state.eventGridTopics.values();
  expect(JSON.stringify(body)).toContain(topic?.id);
});

test('[eventGrid.dataAction] who owns the subscription does not send', async () => {
  const { send } = eventGrid();
  const post = { method: 'POST', url, headers: batch, body: [event('1')] };
  expect((await send({ ...post, as: 'Ada Owner' })).status).toBe(403);
});

test('[eventGrid.topic.404] a host without a topic, and an estate without one', async () => {
  const { send } = eventGrid();
  const post = { method: 'POST', headers: batch, body: [event('1')] };
  const ask = (origin: string) => send({ ...post, as: 'mailgrant', url: `${origin}${url}` });
  expect((await ask(host)).status).toBe(200);
  expect((await ask(host.replace('contoso', 'other'))).status).toBe(404);
  const bare = testAzure({ world: mailWorld() });
  expect((await bare.send({ ...post, url, as: 'operator' })).status).toBe(404);
  expect((await send({ ...post, method: 'GET', url, as: 'mailgrant' })).status).toBe(501);
});
