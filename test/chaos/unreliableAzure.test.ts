import { describe, expect, it } from 'vitest';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure, Started } from '../support/appOnLocalAzure.ts';
import { expectExactlyOnce } from './exactlyOnce.ts';
import { estateWithFleet, fleetNames } from './fleet.ts';

const size = 50;
const names = fleetNames(size);
const delays = { rolePropagation: 60_000, roleReplication: 4_000, smtpUsernameReady: 20_000 };

/** Asks as a patient caller does: again, when the door says that Azure has no time. */
async function ask(app: AppOnLocalAzure, application: string): Promise<string> {
  for (;;) {
    const { status, headers, body } = await app.call<Started>('POST /grants', { application });
    if (status === 202) return body.id;
    expect(status, JSON.stringify(body)).toBe(503);
    app.clock.advance(Number(headers.get('retry-after') ?? 5) * 1000);
  }
}

async function grantAll(app: AppOnLocalAzure): Promise<void> {
  const ids: string[] = [];
  for (const name of names) ids.push(await ask(app, name));
  for (const id of ids) {
    const { outcome } = await app.finish(id);
    expect(outcome).toMatchObject({ outcome: 'granted', readiness: { level: 'expected' } });
  }
  expectExactlyOnce(app.azure, names);
}

describe(`${size} grants at a time all end ready, each with one assignment and one username`, () => {
  it('while every activity is delivered twice', () =>
    withApp({ world: estateWithFleet(size), delays, deliverTwice: true }, grantAll));

  it.each([1, 2, 3])('while every fifth answer of Azure fails (seed %i)', (seed) =>
    withApp({ world: estateWithFleet(size), delays }, async (app) => {
      const caller = 'mailgrant';
      app.azure.faults.add({ caller, rate: 0.05, seed, effect: { kind: 'status', status: 503 } });
      app.azure.faults.add({
        caller,
        rate: 0.05,
        seed: seed + 10,
        effect: { kind: 'status', status: 429, retryAfter: 3 },
      });
      app.azure.faults.add({ caller, rate: 0.05, seed: seed + 20, effect: { kind: 'resetBefore' } });
      app.azure.faults.add({ caller, rate: 0.05, seed: seed + 30, effect: { kind: 'resetAfter' } });
      await grantAll(app);
      const struck = app.azure.faults.list().reduce((sum, fault) => sum + fault.struck, 0);
      expect(struck).toBeGreaterThan(size);
    }),
  );
});
