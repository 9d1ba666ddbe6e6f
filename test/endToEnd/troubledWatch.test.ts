import { expect, it } from 'vitest';
import { expireTokens, feedOf } from '../../dev/azure/graph/delta/feed.ts';
import { expectExactlyOnce } from '../chaos/exactlyOnce.ts';
import { estateWithFleet, fleetNames } from '../chaos/fleet.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { adaIn, doneAt, latest, operations } from '../support/tagging.ts';

const minute = 60_000;
const hour = 60 * minute;
const size = 30;
const names = fleetNames(size);
const third = (part: number) => names.slice((part * size) / 3, ((part + 1) * size) / 3);

/** Tags a third, lets something happen to the watch, tags another, waits until it is over, and tags the last. */
async function grantsAround(
  app: AppOnLocalAzure,
  { begin, end = () => {}, lasts = hour }: { begin: () => void; end?: () => void; lasts?: number },
): Promise<void> {
  const ada = adaIn(app);
  const tagAll = async (part: number) => {
    for (const name of third(part)) await ada.tags(name, 'mailgrant');
  };
  await tagAll(0);
  await app.pass(20 * minute);
  begin();
  await tagAll(1);
  await app.pass(lasts);
  end();
  await tagAll(2);
  await app.pass(hour);
  expectExactlyOnce(app.azure, names);
  expect(await operations(app, 'grant')).toHaveLength(size);
  expect(await operations(app, 'revoke')).toEqual([]);
  expect(doneAt(app.azure, 'RoleAssignments_Create')).toHaveLength(size);
  expect(doneAt(app.azure, 'SmtpUsernames_CreateOrUpdate')).toHaveLength(size);
}

const inFleet = (story: (app: AppOnLocalAzure) => Promise<void>) =>
  withApp({ world: estateWithFleet(size), delays: { rolePropagation: minute }, events: true }, story);

it('loses and repeats no grant when Graph has forgotten its delta link', () =>
  inFleet((app) => grantsAround(app, { begin: () => expireTokens(feedOf(app.azure.state)) })));

it('loses and repeats no grant when Graph repeats itself, on small pages and empty ones', () =>
  inFleet((app) => {
    feedOf(app.azure.state).settings = { pageSize: 7, emptyPages: 2, replays: 0.3, seed: 1 };
    return grantsAround(app, { begin: () => expireTokens(feedOf(app.azure.state)) });
  }));

it.each([
  { what: '429', effect: { kind: 'status', status: 429, retryAfter: 120 } as const },
  { what: '429 without a Retry-After', effect: { kind: 'status', status: 429 } as const },
  { what: '503', effect: { kind: 'status', status: 503 } as const },
  { what: 'broken connections', effect: { kind: 'resetAfter' } as const },
])('loses and repeats no grant in an hour of $what', ({ effect }) =>
  inFleet((app) =>
    grantsAround(app, {
      begin: () => void app.azure.faults.add({ service: 'Microsoft Graph', caller: 'mailgrant', effect }),
      end() {
        expect(app.azure.faults.list()[0]?.struck).toBeGreaterThan(3);
        app.azure.faults.clear();
      },
    }),
  ),
);

it('heals what was untagged while its state was lost', () =>
  inFleet(async (app) => {
    const [name = ''] = names;
    const ada = adaIn(app);
    await ada.tags(name, 'mailgrant');
    await app.pass(20 * minute);
    app.host.engine.terminate('watch-applications', 'lost');
    await ada.tags(name);
    await app.pass(26 * hour);
    expect(await latest(app, 'revoke')).toMatchObject({ outcome: { outcome: 'revoked' } });
  }));
