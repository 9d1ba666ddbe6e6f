import { describe, expect, it } from 'vitest';
import { expectExactlyOnce } from '../chaos/exactlyOnce.ts';
import { estateWithFleet, fleetNames } from '../chaos/fleet.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import { adaIn, doneAt, holdersIn, operations, published } from '../support/tagging.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const size = 200;
const half = size / 2;
const atATime = 10;
const delays = { rolePropagation: minute, roleReplication: 4_000, smtpUsernameReady: 20_000 };

describe(`${size} applications tagged within a minute, with events twice, lost until the retry, in disorder`, () => {
  it.each([1, 2])(
    `get a grant each, once; the half that is untagged loses it after the grace period (seed %i)`,
    (seed) =>
      withApp({ world: estateWithFleet(size), delays, events: true }, async (app) => {
        const { azure, clock } = app;
        const ada = adaIn(app);
        const names = fleetNames(size);
        const before = holdersIn(azure);
        azure.eventGrid.mischief = { duplicates: 0.1, losses: 0.1, maxDelay: 20_000, seed };

        for (let at = 0; at < size; at += atATime) {
          for (const name of names.slice(at, at + atATime)) await ada.tags(name, 'mailgrant');
          await app.pass((minute * atATime) / size);
        }
        await app.pass(30 * minute);
        expectExactlyOnce(azure, names);
        expect(holdersIn(azure)).toEqual([...before, ...names].sort());
        expect(await operations(app, 'grant')).toHaveLength(size);
        expect(doneAt(azure, 'RoleAssignments_Create')).toHaveLength(size);
        expect(doneAt(azure, 'SmtpUsernames_CreateOrUpdate')).toHaveLength(size);
        expect(doneAt(azure, 'RoleDefinitions_CreateOrUpdate')).toHaveLength(1);
        expect(published(app, 'Mailgrant.Grant.Ready')).toBe(size);

        const untagged = names.slice(0, half);
        const untaggedFrom = clock.now();
        for (const name of untagged) await ada.tags(name);
        await app.pass(day - 1);
        expect(holdersIn(azure)).toEqual([...before, ...names].sort());
        await app.pass(30 * minute);
        expect(holdersIn(azure)).toEqual([...before, ...names.slice(half)].sort());
        expectExactlyOnce(azure, names.slice(half));
        const removals = doneAt(azure, 'RoleAssignments_Delete');
        expect(removals).toHaveLength(half);
        expect(Math.min(...removals)).toBeGreaterThanOrEqual(untaggedFrom + day);
        expect(published(app, 'Mailgrant.Grant.Revoked')).toBe(half);
        expect(doneAt(azure, 'RoleAssignments_Create')).toHaveLength(size);
      }),
    60_000,
  );
});
