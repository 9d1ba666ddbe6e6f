import { describe, expect, it } from 'vitest';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { adaIn, doneAt, holdersIn, latest, operations } from '../support/tagging.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const name = 'Invoice Service';
const delays = { rolePropagation: minute, roleReplication: 4_000, smtpUsernameReady: 20_000 };

/** A grant that the tag has brought about, and who plays its owner. */
const granted = (story: (app: AppOnLocalAzure, ada: ReturnType<typeof adaIn>) => Promise<void>) => () =>
  withApp({ delays, events: true }, async (app) => {
    const ada = adaIn(app);
    await ada.tags(name, 'mailgrant', 'finance');
    await app.pass(20 * minute);
    expect(holdersIn(app.azure)).toContain(name);
    await story(app, ada);
  });

const holds = (app: AppOnLocalAzure) => holdersIn(app.azure).includes(name);
const writes = ({ azure }: AppOnLocalAzure) =>
  [
    'RoleAssignments_Create',
    'SmtpUsernames_CreateOrUpdate',
    'RoleAssignments_Delete',
    'SmtpUsernames_Delete',
  ].map((operation) => doneAt(azure, operation).length);

describe('an application that loses its tag', () => {
  it(
    'keeps its grant if it gets it back within the grace period',
    granted(async (app, ada) => {
      await ada.tags(name);
      await app.pass(12 * hour);
      expect(await operations(app, 'revoke')).toMatchObject([{ state: 'running' }]);
      await ada.tags(name, 'mailgrant');
      await app.pass(2 * day);
      expect(holds(app)).toBe(true);
      expect(await latest(app, 'revoke')).toMatchObject({
        state: 'succeeded',
        outcome: { outcome: 'kept' },
      });
      expect(writes(app)).toEqual([1, 1, 0, 0]);
    }),
  );

  it(
    'and gets it back and loses it again has a whole grace period from then',
    granted(async (app, ada) => {
      await ada.tags(name);
      await app.pass(12 * hour);
      await ada.tags(name, 'mailgrant');
      await app.pass(hour);
      await ada.tags(name);
      await app.pass(day - 1);
      expect(holds(app)).toBe(true);
      await app.pass(30 * minute);
      expect(holds(app)).toBe(false);
      expect(writes(app)).toEqual([1, 1, 1, 1]);
    }),
  );

  it(
    'while it is being revoked, and is tagged again, is granted again in the end',
    granted(async (app, ada) => {
      await ada.tags(name);
      const deleted = () => doneAt(app.azure, 'SmtpUsernames_Delete').length;
      await app.pass(day);
      while (deleted() === 0) await app.pass(1_000);
      await ada.tags(name, 'mailgrant');
      await app.pass(hour);
      expect(holds(app)).toBe(true);
      expect((await operations(app, 'grant'))[0]).toMatchObject({ state: 'succeeded' });
    }),
  );

  it('before its grant has ended has none in the end', () =>
    withApp({ delays, events: true }, async (app) => {
      const ada = adaIn(app);
      await ada.tags(name, 'mailgrant');
      while ((await operations(app, 'grant')).length === 0) await app.pass(1_000);
      await ada.tags(name);
      await app.pass(2 * day);
      expect(holds(app)).toBe(false);
      const [puts, , removals] = writes(app);
      expect(removals).toBe(puts);
    }));

  it('before anybody has looked gets nothing', () =>
    withApp({ delays, events: true }, async (app) => {
      const ada = adaIn(app);
      await ada.tags(name, 'mailgrant');
      await app.pass(1_000);
      await ada.tags(name);
      await app.pass(2 * day);
      expect(writes(app)).toEqual([0, 0, 0, 0]);
    }));
});

describe('an application that is deleted', () => {
  it(
    'loses everything after the grace period',
    granted(async (app, ada) => {
      await ada.deletes(name);
      await app.pass(day - 1);
      expect(writes(app)).toEqual([1, 1, 0, 0]);
      await app.pass(30 * minute);
      expect(holds(app)).toBe(false);
      expect(writes(app)).toEqual([1, 1, 1, 1]);
    }),
  );

  it(
    'keeps its grant if it is restored with its tag within the grace period',
    granted(async (app, ada) => {
      await ada.deletes(name);
      await app.pass(12 * hour);
      await ada.restores(name);
      await app.pass(2 * day);
      expect(holds(app)).toBe(true);
    }),
  );
});
