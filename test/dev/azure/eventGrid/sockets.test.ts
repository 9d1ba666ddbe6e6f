import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { callerFor } from '../../../../dev/azure/principals.ts';
import { startLocalAzure } from '../../../../dev/azure/start.ts';
import type { World } from '../../../../dev/azure/world.ts';
import contoso from '../../../../dev/worlds/contoso.json' with { type: 'json' };
import { event } from './eventGridCalls.ts';

const certificateFolder = mkdtempSync(join(tmpdir(), 'local-azure-'));

/** A webhook on this machine, and the first event that it gets. */
async function webhook(allowedOrigin: string) {
  const got = Promise.withResolvers<unknown>();
  const server = createServer((asked, response) => {
    if (asked.method === 'OPTIONS')
      return void response.writeHead(200, { 'webhook-allowed-origin': allowedOrigin }).end();
    let text = '';
    asked.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    asked.on('end', () => {
      got.resolve(JSON.parse(text));
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, got: got.promise };
}

test('over real sockets an event goes from the address of the topic to a webhook subscribed at the start', async () => {
  const { endpoint, got } = await webhook('*');
  const running = await startLocalAzure({
    world: contoso as World,
    certificateFolder,
    eventSubscriptions: [{ name: 'requests', endpoint }],
  });
  onTestFinished(() => running.stop());
  const { azure, addresses } = running;
  const caller = callerFor(azure.state, { name: 'mailgrant', audience: 'https://eventgrid.azure.net' });
  if (typeof caller === 'string') throw new Error(caller);
  const status = await new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/cloudevents-batch+json',
      authorization: `Bearer ${azure.tokens.issue(caller).text}`,
    };
    const ca = readFileSync(addresses.caFile);
    const options = { method: 'POST', headers, ca, agent: false, servername: 'localhost' };
    request(`${addresses.topic}?api-version=2018-01-01`, options, ({ statusCode }) => resolve(statusCode))
      .on('error', reject)
      .end(JSON.stringify([event('1')]));
  });
  expect(status).toBe(200);
  expect(await got).toEqual(event('1'));
});

test('a webhook that does not agree ends the start', async () => {
  const { endpoint } = await webhook('other.example');
  const eventSubscriptions = [{ name: 'requests', endpoint }];
  const starting = startLocalAzure({ world: contoso as World, certificateFolder, eventSubscriptions });
  await expect(starting).rejects.toThrow('handshake failed');
});
