import { expect, test } from 'vitest';
import { loadWorld } from '../../../../dev/azure/world.ts';
import type { World } from '../../../../dev/azure/world.ts';
import { ManualClock } from '../../../../dev/clock.ts';
import { testAzure } from '../../../support/localAzure.ts';
import { mailWorld, subscriptionId } from '../arm/mailWorld.ts';

function withVault(secrets: { clientSecretOf: string }[]): World {
  const { tenant } = mailWorld();
  const resourceGroups = [{ name: 'rg', keyVaults: [{ name: 'vault', secrets }] }];
  return {
    tenant,
    subscriptions: [{ id: subscriptionId, name: 'Only', resourceGroups }],
    applications: [{ name: 'app', secrets: [{ text: 'long enough' }] }, { name: 'bare' }],
  };
}

test("the sample estate keeps the Invoice Service's secret where Mailgrant may read it", async () => {
  const { azure, send } = testAzure();
  const { appId } = [...azure.state.applications.values()].find(
    ({ displayName }) => displayName === 'Invoice Service',
  ) ?? { appId: '' };
  const url = `/secrets/smtp-${appId}?api-version=7.4`;
  const read = await send({ method: 'GET', url, as: 'mailgrant' });
  expect(read).toMatchObject({ status: 200, body: { value: 'invoice-service-local-secret' } });
  const body = { value: 'new' };
  expect((await send({ method: 'PUT', url, as: 'mailgrant', body })).status).toBe(403);
  expect((await send({ method: 'PUT', url, as: 'Contoso Build Pipeline', body })).status).toBe(200);
  expect((await send({ method: 'GET', url, as: 'Ada Owner' })).status).toBe(403);
});

test('the state names secrets and never shows one', async () => {
  const { send } = testAzure();
  const { body } = await send({ method: 'GET', url: '/_local/state' });
  expect(body).toMatchObject({ keyVaults: [{ secrets: [expect.stringMatching(/^smtp-/)] }] });
  expect(JSON.stringify(body)).not.toContain('invoice-service-local-secret');
});

test('a secret of an application that is not there, or has none, is a problem of the estate', () => {
  const load = (name: string) => loadWorld(withVault([{ clientSecretOf: name }]), new ManualClock());
  expect(() => load('ghost')).toThrow(/keeps a secret of 'ghost', of which there are 0/);
  expect(() => load('bare')).toThrow(/'bare', which has none/);
  const [vault] = load('app').keyVaults.values();
  expect([...(vault?.secrets.values() ?? [])].flat()).toMatchObject([{ value: 'long enough' }]);
});
