import { describe, expect, it } from 'vitest';
import { adaIn, applicationOf, operations } from '../support/tagging.ts';
import { cloudEvent, deliver } from '../support/appEvents.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';

const invoice = 'Invoice Service';
const hour = 3_600_000;
const day = 24 * hour;
const foreign = '11111111-2222-4333-8444-555555555555';

function loginsOf({ azure }: AppOnLocalAzure, appId: string): string[] {
  return [...azure.state.smtpUsernames.values()]
    .filter((each) => each.entraApplicationId === appId)
    .map(({ username }) => username);
}

/** Gives the hand-made login of the estate to an application, and says its username. */
function givesLoginTo({ azure }: AppOnLocalAzure, appId: string): string {
  const [login] = azure.state.smtpUsernames.values();
  if (login === undefined) throw new Error('The estate has no login.');
  Object.assign(login, { entraApplicationId: appId });
  return login.username;
}

it('a login that was made by hand stays when the tags go', () =>
  withApp({ events: true }, async (app) => {
    const ada = adaIn(app);
    const { appId } = applicationOf(app.azure, invoice);
    await ada.tags(invoice, 'mailgrant');
    await app.pass(hour);
    const byHand = givesLoginTo(app, appId);
    expect(loginsOf(app, appId)).toHaveLength(2);
    await ada.tags(invoice);
    await app.pass(3 * day);
    expect(loginsOf(app, appId)).toEqual([byHand]);
  }));

it('a login of an application that this tenant does not know is left alone', () =>
  withApp({ events: true }, async (app) => {
    const login = givesLoginTo(app, foreign);
    expect(await deliver(app, cloudEvent(app, 'X.Y', { appId: foreign }))).toBe(202);
    await app.pass(3 * day);
    expect(loginsOf(app, foreign)).toEqual([login]);
    expect(await operations(app, 'revoke')).toEqual([]);
  }));

it('an application of another tenant is no deleted one, whatever its login is called', () =>
  withApp({ events: true }, async (app) => {
    const { appId, objectId } = applicationOf(app.azure, invoice);
    const { body } = await app.call('POST /grants', { application: invoice });
    await app.finish(body.id);
    // What makes an application one of another tenant: the service principal is here, the registration is not.
    app.azure.state.applications.delete(objectId);
    expect(await deliver(app, cloudEvent(app, 'X.Y', { appId }))).toBe(202);
    await app.pass(3 * day);
    expect(loginsOf(app, appId)).toHaveLength(1);
    expect(await operations(app, 'revoke')).toEqual([]);
  }));

describe('a request over HTTP that awaits approval', () => {
  const owner = { application: invoice, role: 'owner' };

  it('does not keep the tags from taking away what they had brought', () =>
    withApp({ events: true }, async (app) => {
      const ada = adaIn(app);
      const { appId } = applicationOf(app.azure, invoice);
      await ada.tags(invoice, 'mailgrant');
      await app.pass(hour);
      expect((await app.call('POST /grants', owner)).status).toBe(202);
      await app.pass(hour);
      await ada.tags(invoice);
      await app.pass(25 * hour);
      expect(loginsOf(app, appId)).toEqual([]);
      expect(await operations(app, 'grant')).toMatchObject([{ state: 'awaitingApproval' }]);
    }));

  it('does not keep a changed service tag from doing so', () =>
    withApp({ events: true }, async (app) => {
      const ada = adaIn(app);
      const { appId } = applicationOf(app.azure, invoice);
      await ada.tags(invoice, 'mailgrant');
      await app.pass(hour);
      await app.call('POST /grants', owner);
      await app.pass(hour);
      await ada.tags(invoice, 'mailgrant:service=contoso-lab');
      await app.pass(25 * hour);
      expect(loginsOf(app, appId)).toEqual([]);
    }));
});
