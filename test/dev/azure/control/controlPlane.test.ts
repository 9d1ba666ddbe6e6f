import { expect, test } from 'vitest';
import { controlService } from '../../../../dev/azure/control/service.ts';
import { createLocalAzure } from '../../../../dev/azure/localAzure.ts';
import { dispatch } from '../../../../dev/azure/dispatch.ts';
import { AdjustableClock, ManualClock, systemClock } from '../../../../dev/clock.ts';
import { testAzure } from '../../../support/localAzure.ts';

test('the index names every operation of the control plane', async () => {
  const { send } = testAzure();
  const { status, body } = await send({ method: 'GET', url: '/_local/' });
  expect(status).toBe(200);
  const index = JSON.stringify(body);
  for (const { method, path } of controlService.routes) {
    const name = path.source
      .replaceAll('\\', '')
      .replace(/\(\?<(\w+)>.*\)/, '{$1}')
      .replace(/^\^|\/?\?|\$$/g, '');
    expect([name, index.includes(`${method} ${name}`) || name.endsWith('_local')]).toEqual([name, true]);
  }
});

test('the state names the estate and hides every secret', async () => {
  const { send, azure } = testAzure();
  const { body } = await send({ method: 'GET', url: '/_local/state' });
  expect(body).toMatchObject({ tenant: { name: 'Contoso' }, now: '2026-01-01T00:00:00.000Z' });
  const text = JSON.stringify(body);
  for (const { secrets } of azure.state.applications.values())
    for (const { secretText } of secrets) expect(text).not.toContain(secretText);
  expect(text).not.toContain(azure.state.identityHeader);
});

test('requests are listed with counts, and forgotten on demand', async () => {
  const { send } = testAzure();
  await send({ method: 'GET', url: '/v1.0/applications', as: 'mailgrant' });
  await send({ method: 'GET', url: '/v1.0/applications', as: 'mailgrant' });
  const { body } = await send({ method: 'GET', url: '/_local/requests' });
  expect(body).toMatchObject({
    counts: { 'applications.application.ListApplication 200': 2 },
    requests: [{ caller: 'mailgrant', method: 'GET', target: '/v1.0/applications', status: 200 }, {}],
  });
  expect((await send({ method: 'DELETE', url: '/_local/requests' })).status).toBe(204);
  const after = await send({ method: 'GET', url: '/_local/requests' });
  expect(after.body).toMatchObject({ counts: { 'Local_ClearRequests 204': 1 } });
});

test('the mailbox is listed, and emptied on demand', async () => {
  const { send, azure } = testAzure();
  const mail = { id: '1', at: '', from: 'a', to: ['b'], subject: 'c', text: 'd', bytes: 4 };
  azure.mailbox.add({ ...mail, username: 'e', application: 'f', communicationService: 'g' });
  expect((await send({ method: 'GET', url: '/_local/mailbox' })).body).toMatchObject({ value: [mail] });
  await send({ method: 'DELETE', url: '/_local/mailbox' });
  expect((await send({ method: 'GET', url: '/_local/mailbox' })).body).toEqual({ value: [] });
});

test('a clock that stands still can be moved, the system clock cannot', async () => {
  const { send, azure } = testAzure();
  const moved = await send({ method: 'POST', url: '/_local/clock', body: { advanceBy: 60_000 } });
  expect(moved.body).toEqual({ now: '2026-01-01T00:01:00.000Z', clock: 'stepped' });
  const bad = [{ advanceBy: -1 }, { by: 1 }, { clock: 'x0' }, { clock: 'fast' }, 'nonsense'];
  for (const body of bad)
    expect((await send({ method: 'POST', url: '/_local/clock', body })).status).toBe(400);
  const real = createLocalAzure({ ...azure, clock: systemClock });
  const post = async (body: object) => {
    const url = new URL('https://localhost/_local/clock');
    const asked = { method: 'POST', url, headers: new Headers(), text: JSON.stringify(body) };
    return (await dispatch(real, asked)).status;
  };
  expect(await post({ advanceBy: 1 })).toBe(409);
  expect(await post({ clock: 'x60' })).toBe(409);
  expect(await post({ clock: 'real' })).toBe(200);
});

test('the clock runs as fast as it is told, and without a jump', async () => {
  const base = new ManualClock();
  const { azure } = testAzure();
  const adjustable = createLocalAzure({ ...azure, clock: new AdjustableClock(1, base) });
  const ask = async (method: string, body?: object) => {
    const url = new URL('https://localhost/_local/clock');
    const text = body === undefined ? '' : JSON.stringify(body);
    return (await dispatch(adjustable, { method, url, headers: new Headers(), text })).body;
  };
  expect(await ask('POST', { clock: 'x60' })).toEqual({ now: '2026-01-01T00:00:00.000Z', clock: 'x60' });
  base.advance(1_000);
  expect(await ask('GET')).toEqual({ now: '2026-01-01T00:01:00.000Z', clock: 'x60' });
  expect(await ask('POST', { clock: 'stepped' })).toMatchObject({ clock: 'stepped' });
  base.advance(1_000);
  expect(await ask('POST', { advanceBy: 500 })).toEqual({
    now: '2026-01-01T00:01:00.500Z',
    clock: 'stepped',
  });
  expect(await ask('POST', { clock: 'real' })).toEqual({ now: '2026-01-01T00:01:00.500Z', clock: 'real' });
});

test('a token is issued to a user or application by name, and works', async () => {
  const { send } = testAzure();
  const ask = { principal: 'Ada Owner', resource: 'https://graph.microsoft.com' };
  const { body } = await send({ method: 'POST', url: '/_local/token', body: ask });
  const headers = { authorization: `Bearer ${(body as { access_token: string }).access_token}` };
  expect((await send({ method: 'GET', url: '/v1.0/organization', headers })).status).toBe(200);
  const tokenFor = (principal: string) =>
    send({ method: 'POST', url: '/_local/token', body: { ...ask, principal } });
  expect((await tokenFor('Nobody')).status).toBe(404);
  expect((await tokenFor('Reporting')).status).toBe(404);
  expect((await tokenFor('Mail Team')).status).toBe(404);
});

test('what the control plane lacks is answered 501', async () => {
  const { send } = testAzure();
  expect((await send({ method: 'POST', url: '/_local/anything', body: {} })).status).toBe(501);
});
