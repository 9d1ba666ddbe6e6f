import { describe, expect, it } from 'vitest';
import { operationId } from '../../src/domain/naming.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import { applicationOf, cloudEvent, deliver, operations, publish, tag } from '../support/appEvents.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { otherServiceId, serviceId } from '../support/records.ts';

const invoice = 'Invoice Service';
const hour = 3_600_000;
const graph = 'https://graph.microsoft.com/v1.0';
const settings = {
  MAILGRANT_REVOKE_GRACE: 'PT1H',
  // Nothing but what the tests publish: no look at the directory comes in between.
  MAILGRANT_WATCH_SCHEDULE: '0 0 0 1 1 *',
};

function about(app: AppOnLocalAzure, claim: 'Tagged' | 'Untagged' | 'Deleted', ids: object = {}) {
  return cloudEvent(app, `Mailgrant.Application.${claim}`, {
    appId: applicationOf(app, invoice).appId,
    ...ids,
  });
}

/** Has the Invoice Service granted by these tags, and gives its client id. */
async function grantByTags(app: AppOnLocalAzure, tags: string[]): Promise<string> {
  await tag(app, invoice, tags);
  await publish(app, about(app, 'Tagged'));
  await app.rest();
  for (const { id } of await operations(app)) await app.finish(id);
  return applicationOf(app, invoice).appId;
}

/** The names of the mail services at which the application has a login. */
function loginsOf({ azure }: AppOnLocalAzure, appId: string): string[] {
  return [...azure.state.smtpUsernames.values()]
    .filter((each) => each.entraApplicationId === appId)
    .map(({ communicationServiceId: at }) => at.split('/').at(-1) ?? '');
}

const revocations = async (app: AppOnLocalAzure): Promise<OperationView[]> =>
  (await operations(app)).filter(({ kind }) => kind === 'revoke');

describe('an application that is untagged', () => {
  it('loses its grant after the grace, once, however often that is said', () =>
    withApp({ events: true, settings }, async (app) => {
      const appId = await grantByTags(app, ['mailgrant']);
      await tag(app, invoice, []);
      const event = about(app, 'Untagged');
      expect(await deliver(app, [event, event])).toBe(202);
      await app.pass(hour - 1);
      expect(loginsOf(app, appId)).toHaveLength(1);
      await app.pass(60_000);
      expect(loginsOf(app, appId)).toEqual([]);
      await publish(app, event, about(app, 'Untagged'));
      await app.pass(2 * hour);
      expect(await revocations(app)).toMatchObject([{ state: 'succeeded' }]);
    }));

  it('keeps what somebody asked for over HTTP since', () =>
    withApp({ events: true, settings }, async (app) => {
      const appId = await grantByTags(app, ['mailgrant']);
      const { body } = await app.call('POST /grants', { application: invoice });
      expect((await app.finish(body.id)).state).toBe('succeeded');
      const descriptions = [...app.azure.state.roleAssignments.values()].map(
        (each) => each.description ?? '',
      );
      expect(descriptions.filter((text) => text.startsWith('Mailgrant'))).toEqual([
        expect.stringContaining(' (http): asked for by holder of a function key.'),
      ]);
      await tag(app, invoice, []);
      await publish(app, about(app, 'Untagged'));
      await app.pass(2 * hour);
      expect(await revocations(app)).toEqual([]);
      expect(loginsOf(app, appId)).toHaveLength(1);
    }));

  it('keeps what somebody asked for over HTTP in the grace, whatever event comes later', () =>
    withApp({ events: true, settings }, async (app) => {
      const appId = await grantByTags(app, ['mailgrant']);
      await tag(app, invoice, []);
      await publish(app, about(app, 'Untagged'));
      await app.pass(hour / 2);
      const { body } = await app.call('POST /grants', { application: invoice });
      expect((await app.finish(body.id)).state).toBe('succeeded');
      await app.pass(hour);
      await publish(app, cloudEvent(app, 'Some.Thing', { appId }));
      await app.pass(2 * hour);
      expect(await revocations(app)).toMatchObject([{ state: 'succeeded' }]);
      expect(loginsOf(app, appId)).toHaveLength(1);
    }));

  it('keeps its grant if it is tagged again in time', () =>
    withApp({ events: true, settings }, async (app) => {
      const appId = await grantByTags(app, ['mailgrant']);
      await tag(app, invoice, []);
      await publish(app, about(app, 'Untagged'));
      await app.pass(hour / 2);
      await tag(app, invoice, ['mailgrant']);
      await publish(app, about(app, 'Tagged'));
      await app.rest();
      const [revocation] = await revocations(app);
      expect(revocation?.state).toBe('succeeded');
      await app.pass(2 * hour);
      expect((await app.finish(revocation?.id ?? '')).outcome).toMatchObject({ outcome: 'kept' });
      expect(loginsOf(app, appId)).toHaveLength(1);
    }));

  it('keeps its grant while its tags can not be understood', () =>
    withApp({ events: true, settings }, async (app) => {
      const appId = await grantByTags(app, ['mailgrant']);
      await tag(app, invoice, []);
      await publish(app, about(app, 'Untagged'));
      await app.pass(hour / 2);
      await tag(app, invoice, ['mailgrant:role=owner']);
      await publish(app, about(app, 'Tagged'));
      await app.pass(2 * hour);
      expect(loginsOf(app, appId)).toHaveLength(1);
      const grant = await app.finish(operationId('grant', appId, serviceId));
      expect(grant.outcome).toMatchObject({ problems: [{ code: 'invalid-tag' }] });
    }));

  it('waits for its grant to end before it is taken away', () =>
    withApp({ events: true, settings }, async (app) => {
      await tag(app, invoice, ['mailgrant']);
      await publish(app, about(app, 'Tagged'));
      await app.rest();
      await tag(app, invoice, []);
      expect(await deliver(app, about(app, 'Untagged'))).toBe(500);
      expect(await revocations(app)).toEqual([]);
    }));

  it('is gone: what anyone had asked for is revoked', () =>
    withApp({ events: true, settings }, async (app) => {
      const { body } = await app.call('POST /grants', { application: invoice });
      await app.finish(body.id);
      const { appId, objectId } = applicationOf(app, invoice);
      const url = `${graph}/applications/${objectId}`;
      expect((await app.send({ method: 'DELETE', url, as: 'Ada Owner' })).status).toBe(204);
      // Only the object id: the rest is in the directory's deleted items.
      await publish(app, cloudEvent(app, 'Mailgrant.Application.Deleted', { objectId }));
      await app.pass(2 * hour);
      expect(await revocations(app)).toMatchObject([
        { state: 'succeeded', about: { application: invoice, requester: { door: 'event' } } },
      ]);
      expect(loginsOf(app, appId)).toEqual([]);
    }));
});

describe('a service tag that is changed', () => {
  const lab = 'mailgrant:service=contoso-lab';
  const main = 'mailgrant:service=contoso-mail';
  // The lab's only domain is not verified in the estate.
  const verifyLab = ({ azure }: AppOnLocalAzure) => {
    for (const { verification } of azure.state.emailDomains.values())
      Object.assign(verification, {
        Domain: 'Verified',
        SPF: 'Verified',
        DKIM: 'Verified',
        DKIM2: 'Verified',
      });
  };
  /** Has somebody approve the grant at the lab: tags alone only get the default service. */
  async function approveLab(app: AppOnLocalAzure): Promise<void> {
    await app.rest();
    const id = operationId('grant', applicationOf(app, invoice).appId, otherServiceId);
    const decision = { approve: true, reason: 'It is theirs.' };
    expect((await app.call(`POST /operations/${id}/decision`, decision)).status).toBe(202);
    await app.rest();
  }

  it('moves the grant: the earlier one is revoked after the grace', () =>
    withApp({ events: true, settings }, async (app) => {
      verifyLab(app);
      const appId = await grantByTags(app, [main]);
      await tag(app, invoice, [lab]);
      await publish(app, about(app, 'Tagged'));
      await approveLab(app);
      await app.pass(hour / 2);
      expect(loginsOf(app, appId).sort()).toEqual(['contoso-lab', 'contoso-mail']);
      await publish(app, about(app, 'Tagged'));
      await app.pass(2 * hour);
      expect(loginsOf(app, appId)).toEqual(['contoso-lab']);
    }));

  it('and changed back leaves the first grant, and takes the second', () =>
    withApp({ events: true, settings }, async (app) => {
      verifyLab(app);
      const appId = await grantByTags(app, [main]);
      await tag(app, invoice, [lab]);
      await publish(app, about(app, 'Tagged'));
      await approveLab(app);
      await app.pass(hour / 2);
      await tag(app, invoice, [main]);
      await publish(app, about(app, 'Tagged'));
      await app.pass(3 * hour);
      expect(loginsOf(app, appId)).toEqual(['contoso-mail']);
    }));

  it('and taken away revokes at both, with one grace from then', () =>
    withApp({ events: true, settings }, async (app) => {
      verifyLab(app);
      const appId = await grantByTags(app, [main]);
      await tag(app, invoice, [lab]);
      await publish(app, about(app, 'Tagged'));
      await approveLab(app);
      await app.pass(hour / 2);
      await tag(app, invoice, []);
      await publish(app, about(app, 'Untagged'));
      await app.pass(hour - 1);
      expect(loginsOf(app, appId).sort()).toEqual(['contoso-lab', 'contoso-mail']);
      await app.pass(60_000);
      expect(loginsOf(app, appId)).toEqual([]);
    }));

  it('leaves what was asked for over HTTP there', () =>
    withApp({ events: true, settings }, async (app) => {
      verifyLab(app);
      const { body } = await app.call('POST /grants', {
        application: invoice,
        communicationService: otherServiceId,
      });
      await tag(app, invoice, ['mailgrant']);
      // It is under way still, and no business of the tags.
      expect(await deliver(app, about(app, 'Tagged'))).toBe(202);
      await app.finish(body.id);
      const { appId } = applicationOf(app, invoice);
      await app.pass(2 * hour);
      expect(loginsOf(app, appId).sort()).toEqual(['contoso-lab', 'contoso-mail']);
      expect(await revocations(app)).toEqual([]);
    }));
});

describe('a grant that awaits approval', () => {
  const chosen = 'mailgrant:username=ceo@mail.contoso.example';

  it('is withdrawn when the tags change, and what they ask for now is granted', () =>
    withApp({ events: true, settings }, async (app) => {
      const appId = await grantByTags(app, [chosen]);
      expect(await operations(app)).toMatchObject([{ state: 'awaitingApproval' }]);
      await tag(app, invoice, ['mailgrant']);
      await publish(app, about(app, 'Tagged'));
      await app.pass(10 * 60_000);
      expect(await operations(app)).toMatchObject([{ kind: 'grant', state: 'succeeded' }]);
      const types = app.azure.eventGrid.log.entries.map(({ type }) => type);
      expect(types).toContain('Mailgrant.Grant.Failed');
      expect(loginsOf(app, appId)).toEqual(['contoso-mail']);
    }));

  it.each(['Untagged', 'Deleted'] as const)('is withdrawn when the application is %s', (claim) =>
    withApp({ events: true, settings }, async (app) => {
      const appId = await grantByTags(app, [chosen]);
      const event = about(app, claim);
      const url = `${graph}/applications/${applicationOf(app, invoice).objectId}`;
      if (claim === 'Untagged') await tag(app, invoice, []);
      else await app.send({ method: 'DELETE', url, as: 'Ada Owner' });
      await publish(app, event);
      await app.pass(2 * hour);
      expect(await operations(app)).toMatchObject([{ kind: 'grant', state: 'failed' }]);
      const { outcome } = await app.finish(operationId('grant', appId, serviceId));
      expect(outcome).toMatchObject({ problems: [{ code: 'request-withdrawn' }] });
    }),
  );

  it('stays as it is when the same tags are told again', () =>
    withApp({ events: true, settings }, async (app) => {
      await grantByTags(app, [chosen]);
      expect(await deliver(app, [about(app, 'Tagged'), about(app, 'Tagged')])).toBe(202);
      expect(await operations(app)).toMatchObject([{ state: 'awaitingApproval' }]);
    }));
});

it('an application that Microsoft Graph does not show yet is granted once it does', () =>
  withApp({ events: true, settings, delays: { graphReplication: 45_000 } }, async (app) => {
    const body = { displayName: 'Fresh', tags: ['mailgrant'] };
    const made = await app.send({ method: 'POST', url: `${graph}/applications`, body, as: 'Ada Owner' });
    const { appId } = made.body as { appId: string };
    const url = `${graph}/servicePrincipals`;
    await publish(app, cloudEvent(app, 'Mailgrant.Application.Tagged', { appId }));
    await app.pass(40_000);
    expect(await operations(app)).toEqual([]);
    await app.pass(10 * 60_000);
    expect((await app.send({ method: 'POST', url, body: { appId }, as: 'Ada Owner' })).status).toBe(201);
    const [grant] = await operations(app);
    expect((await app.finish(grant?.id ?? '')).state).toBe('succeeded');
    expect(await operations(app)).toHaveLength(1);
  }));

it('the whole list of logins of the service does not travel with a grant', () =>
  withApp({ events: true, settings }, async (app) => {
    for (const application of [invoice, 'Newsletter']) {
      const { body } = await app.call('POST /grants', { application });
      if (body.id !== undefined) await app.finish(body.id);
    }
    const appId = await grantByTags(app, ['mailgrant']);
    const id = operationId('grant', appId, serviceId);
    const url = `${app.host.url}/runtime/webhooks/durabletask/instances/${id}`;
    const status = await fetch(`${url}?showHistory=true&showHistoryOutput=true&showInput=true`);
    expect(await status.text()).not.toContain('contoso-newsletter');
  }));
