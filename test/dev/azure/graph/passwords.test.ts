import { expect, test } from 'vitest';
import { ada, graph } from './graphCalls.ts';

function invoices() {
  const calls = graph();
  const { objectId, appId } = calls.application('Invoice Service');
  return { ...calls, path: `/applications/${objectId}`, appId };
}

test('[application.addPassword] the answer is 200 and shows the secret, with its start as hint', async () => {
  const { ask, path } = invoices();
  const added = await ask('POST', `${path}/addPassword`, {
    ...ada,
    body: { passwordCredential: { displayName: 'mail' } },
  });
  expect(added.status).toBe(200);
  const secretText = String(added.body.secretText);
  expect(secretText.length).toBeGreaterThanOrEqual(16);
  expect(secretText.length).toBeLessThanOrEqual(64);
  expect(added.body).toMatchObject({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.passwordCredential',
    customKeyIdentifier: null,
    displayName: 'mail',
    hint: secretText.slice(0, 3),
  });
});

test('[application.addPassword.life] a secret is good for two years unless said otherwise', async () => {
  const { ask, path } = invoices();
  const added = await ask('POST', `${path}/addPassword`, ada);
  expect(added.body).toMatchObject({
    startDateTime: '2026-01-01T00:00:00.000Z',
    endDateTime: '2028-01-01T00:00:00.000Z',
  });
  const body = { passwordCredential: { endDateTime: '2026-02-01T00:00:00Z' } };
  const short = await ask('POST', `${path}/addPassword`, { ...ada, body });
  expect(short.body.endDateTime).toBe('2026-02-01T00:00:00Z');
});

test('[graph.secretHidden] no read ever shows a secret again', async () => {
  const { ask, path } = invoices();
  const added = await ask('POST', `${path}/addPassword`, ada);
  for (const read of [path, '/applications', '/applications?$select=passwordCredentials']) {
    const { body } = await ask('GET', read);
    expect(JSON.stringify(body)).toContain('"secretText":null');
    expect(JSON.stringify(body)).not.toContain(String(added.body.secretText));
    expect(JSON.stringify(body)).not.toContain('invoice-service-local-secret');
  }
});

test('[application.removePassword] 204 for a known key, 400 for an unknown one', async () => {
  const { ask, path, appId } = invoices();
  const added = await ask('POST', `/applications(appId='${appId}')/addPassword`, ada);
  const removal = { ...ada, body: { keyId: String(added.body.keyId) } };
  expect((await ask('POST', `${path}/removePassword`, removal)).status).toBe(204);
  const again = await ask('POST', `${path}/removePassword`, removal);
  expect(again.status).toBe(400);
  expect(JSON.stringify(again.body)).toContain('No password credential found with keyId');
});

test('a secret that ends before it starts is refused', async () => {
  const { ask, path } = invoices();
  const body = { passwordCredential: { endDateTime: '2020-01-01T00:00:00Z' } };
  expect((await ask('POST', `${path}/addPassword`, { ...ada, body })).status).toBe(400);
});
