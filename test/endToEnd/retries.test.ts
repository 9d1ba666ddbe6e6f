import { describe, expect, it } from 'vitest';
import { cloudEvent, deliver } from '../support/appEvents.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import {
  adaIn,
  applicationOf,
  doneAt,
  holdersIn,
  latest,
  operations,
  published,
} from '../support/tagging.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const name = 'Invoice Service';
const settings = { MAILGRANT_WATCH_SCHEDULE: '0 0 * * * *' };
const delays = { rolePropagation: 60_000, roleReplication: 4_000, smtpUsernameReady: 20_000 };

type Story = (app: AppOnLocalAzure, ada: ReturnType<typeof adaIn>) => Promise<void>;
const watched = (story: Story) => () =>
  withApp({ events: true, settings, delays }, (app) => story(app, adaIn(app)));

const holds = ({ azure }: AppOnLocalAzure, who = name) => holdersIn(azure).includes(who);
const failure = async (app: AppOnLocalAzure) => (await latest(app, 'grant')).outcome;

describe('a tagged application is granted within a day of', () => {
  it(
    'the end of an outage of Azure Resource Manager',
    watched(async (app, ada) => {
      await ada.tags(name, 'mailgrant');
      const service = 'arm';
      app.azure.faults.add({ service, caller: 'mailgrant', effect: { kind: 'status', status: 503 } });
      await app.pass(2 * hour);
      app.azure.faults.clear();
      expect(await failure(app)).toMatchObject({ problems: [{ code: 'azure-unavailable' }] });
      await app.pass(day);
      expect(holds(app)).toBe(true);
      await app.pass(3 * day);
      expect(doneAt(app.azure, 'SmtpUsernames_CreateOrUpdate')).toHaveLength(1);
      expect(published(app, 'Mailgrant.Grant.Ready')).toBe(1);
    }),
  );

  it(
    'getting its service principal',
    watched(async (app, ada) => {
      const portal = 'HR Portal';
      await ada.tags(portal, 'mailgrant');
      await app.pass(2 * hour);
      expect(await failure(app)).toMatchObject({ problems: [{ code: 'no-service-principal' }] });
      await ada.makesPrincipalOf(portal);
      await app.pass(day);
      expect(holds(app, portal)).toBe(true);
    }),
  );

  it(
    'the end of the request over HTTP for which its event was delivered in vain',
    watched(async (app, ada) => {
      const wish = { application: name, scope: 'resourceGroup' };
      const { body } = await app.call('POST /grants', wish);
      expect((await app.finish(body.id)).state).toBe('awaitingApproval');
      await ada.tags(name, 'mailgrant');
      await app.pass(2 * day);
      expect(app.azure.eventGrid.waiting).toBe(0);
      await app.call(`POST /operations/${body.id}/decision`, { approve: false, reason: 'No.' });
      await app.pass(day + hour);
      expect(holds(app)).toBe(true);
    }),
  );

  it(
    'a day in which its event was delivered in vain, and dropped',
    watched(async (app, ada) => {
      app.azure.faults.add({
        operation: 'applications.application.GetApplication',
        caller: 'mailgrant',
        effect: { kind: 'status', status: 503 },
      });
      await ada.tags(name, 'mailgrant');
      await app.pass(day + 2 * hour);
      app.azure.faults.clear();
      expect(await operations(app, 'grant')).toEqual([]);
      await app.pass(day + hour);
      expect(holds(app)).toBe(true);
    }),
  );
});

describe('what a person decided is not asked again', () => {
  it(
    'by the daily round, if an approver rejected it',
    watched(async (app, ada) => {
      await ada.tags(name, 'mailgrant', 'mailgrant:username=ceo@mail.contoso.example');
      await app.pass(2 * hour);
      const { id, state } = await latest(app, 'grant');
      expect(state).toBe('awaitingApproval');
      await app.call(`POST /operations/${id}/decision`, { approve: false, reason: 'No.' });
      await app.pass(4 * day);
      expect(published(app, 'Mailgrant.Grant.AwaitingApproval')).toBe(1);
      const { appId } = applicationOf(app.azure, name);
      const forged = cloudEvent(app, 'Mailgrant.Application.Tagged', { appId, again: true });
      expect(await deliver(app, [forged])).toBe(202);
      await app.pass(hour);
      expect(published(app, 'Mailgrant.Grant.AwaitingApproval')).toBe(1);
    }),
  );

  it(
    'by the daily round, if somebody deleted the grant',
    watched(async (app, ada) => {
      await ada.tags(name, 'mailgrant');
      await app.pass(2 * hour);
      expect(holds(app)).toBe(true);
      await app.call(`DELETE /grants/${applicationOf(app.azure, name).appId}`);
      await app.pass(4 * day);
      expect(published(app, 'Mailgrant.Grant.Ready')).toBe(1);
      expect(holds(app)).toBe(false);
      expect(app.azure.eventGrid.log.entries.some(({ type }) => type.endsWith('Tagged'))).toBe(true);
    }),
  );
});
