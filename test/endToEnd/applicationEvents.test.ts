import { describe, expect, it } from 'vitest';
import { senderRole } from '../../src/domain/senderRole.ts';
import { applicationOf, cloudEvent, deliver, operations, publish, tag } from '../support/appEvents.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { groupScope } from '../support/records.ts';

const invoice = 'Invoice Service';
const minute = 60_000;

/** How many assignments of Mailgrant's role there are. */
function assigned({ azure }: AppOnLocalAzure): number {
  const { name } = senderRole(groupScope);
  return [...azure.state.roleAssignments.values()].filter((each) => each.roleDefinition === name).length;
}

/** The writes that the app sent to Azure since the last call of this or of `askedOfAzure`. */
function writes(app: AppOnLocalAzure): string[] {
  return app.askedOfAzure().filter((asked) => !asked.startsWith('GET') && !asked.includes('Publish'));
}

const tagged = (app: AppOnLocalAzure, name = invoice) =>
  cloudEvent(app, 'Mailgrant.Application.Tagged', { appId: applicationOf(app, name).appId });

describe('an event about a tagged application', () => {
  it('leads to a grant that says who asked and why', () =>
    withApp({ events: true }, async (app) => {
      await tag(app, invoice, ['finance', 'mailgrant']);
      await publish(app, tagged(app));
      await app.rest();
      const [grant] = await operations(app);
      expect(grant).toMatchObject({
        kind: 'grant',
        about: {
          application: invoice,
          requester: { door: 'event', who: 'the tags of the application', why: 'Tagged mailgrant.' },
        },
      });
      expect((await app.finish(grant?.id ?? '')).state).toBe('succeeded');
      const made = [...app.azure.state.roleAssignments.values()].find(({ description }) =>
        description?.startsWith('Mailgrant'),
      );
      expect(made?.description).toContain(
        '(event): asked for by the tags of the application. Tagged mailgrant.',
      );
    }));

  it('has nothing that the event says of its sender beside the role assignment', () =>
    withApp({ events: true }, async (app) => {
      await tag(app, invoice, ['mailgrant']);
      const source = 'cfo@contoso.example. Approved by ciso@contoso.example: Agreed';
      await publish(app, { ...tagged(app), source });
      await app.rest();
      const [grant] = await operations(app);
      await app.finish(grant?.id ?? '');
      const texts = [...app.azure.state.roleAssignments.values()].map((each) => each.description ?? '');
      expect(texts.filter((text) => text.includes(grant?.id ?? ''))).toHaveLength(1);
      expect(texts.join()).not.toContain('cfo@');
    }));

  it.each<[string, (app: AppOnLocalAzure, ids: { appId: string; objectId: string }) => object]>([
    ['data.applicationId', (app, { appId }) => cloudEvent(app, 'Some.Thing', { applicationId: appId })],
    ['data.objectId', (app, { objectId }) => cloudEvent(app, 'Some.Thing', { objectId })],
    [
      'its subject',
      (app, { objectId }) => ({
        ...cloudEvent(app, 'Some.Thing', {}),
        subject: `/applications/${objectId.toUpperCase()}`,
      }),
    ],
    [
      'the Event Grid schema',
      (_app, { appId }) => ({
        id: '1',
        eventType: 'Contoso.AppRegistered',
        topic: '/subscriptions/x',
        subject: 'x',
        eventTime: '2026-01-01T00:00:00Z',
        dataVersion: '1',
        data: { appId },
      }),
    ],
  ])('is understood by %s', (_name, event) =>
    withApp({ events: true }, async (app) => {
      await tag(app, invoice, ['mailgrant']);
      expect(await deliver(app, [event(app, applicationOf(app, invoice))])).toBe(202);
      expect(await operations(app)).toHaveLength(1);
    }),
  );

  it('is heard among others of the same delivery', () =>
    withApp({ events: true }, async (app) => {
      await tag(app, invoice, ['mailgrant']);
      await tag(app, 'Newsletter', ['mailgrant']);
      const noise = { id: 'x', eventType: 'Contoso.Other', data: null };
      expect(await deliver(app, [tagged(app), noise, 7, tagged(app, 'Newsletter')])).toBe(202);
      expect(await operations(app)).toHaveLength(2);
    }));

  it('makes one grant, however often it comes and in whatever order', () =>
    withApp({ events: true }, async (app) => {
      await tag(app, invoice, ['mailgrant']);
      const event = tagged(app);
      await deliver(app, [event, event, event]);
      const [grant] = await operations(app);
      const id = grant?.id ?? '';
      const first = await app.finish(id);
      app.askedOfAzure();
      expect(await deliver(app, [event, { ...event, id: 'another', time: '2025-12-31T00:00:00Z' }])).toBe(
        202,
      );
      await app.rest();
      expect(await app.finish(id)).toEqual(first);
      expect(await operations(app)).toHaveLength(1);
      expect(app.askedOfAzure()).toEqual([
        'GET applications.application.GetApplication 200',
        'GET applications.application.GetApplication 200',
      ]);
      expect(assigned(app)).toBe(1);
    }));

  it('is delivered again while Microsoft Graph is down', () =>
    withApp({ events: true }, async (app) => {
      await tag(app, invoice, ['mailgrant']);
      const operation = 'applications.application.GetApplication';
      app.azure.faults.add({ operation, times: 2, effect: { kind: 'status', status: 503 } });
      await publish(app, tagged(app));
      await app.rest();
      expect(await operations(app)).toEqual([]);
      await app.pass(minute);
      expect(await operations(app)).toHaveLength(1);
    }));

  it('waits for a service principal that is not there yet', () =>
    withApp({ events: true }, async (app) => {
      await tag(app, 'HR Portal', ['mailgrant']);
      const { appId } = applicationOf(app, 'HR Portal');
      await publish(app, tagged(app, 'HR Portal'));
      await app.pass(minute);
      const [grant] = await operations(app);
      expect(grant?.state).toBe('running');
      const url = 'https://graph.microsoft.com/v1.0/servicePrincipals';
      expect((await app.send({ method: 'POST', url, body: { appId }, as: 'Ada Owner' })).status).toBe(201);
      expect((await app.finish(grant?.id ?? '')).outcome).toMatchObject({ outcome: 'granted' });
    }));

  it('is delivered again until Microsoft Graph shows the tag', () =>
    withApp({ events: true, settings: {} }, async (app) => {
      await publish(app, tagged(app));
      await app.pass(20_000);
      expect(await operations(app)).toEqual([]);
      await tag(app, invoice, ['mailgrant']);
      await app.pass(minute);
      expect(await operations(app)).toHaveLength(1);
    }));
});

describe('an event that is forged', () => {
  it.each(['Tagged', 'Untagged', 'Deleted'])('as %s for an untagged application does nothing', (claim) =>
    withApp({ events: true }, async (app) => {
      const { appId, objectId } = applicationOf(app, invoice);
      await publish(app, cloudEvent(app, `Mailgrant.Application.${claim}`, { appId, objectId }));
      await app.pass(24 * 60 * minute);
      expect(await operations(app)).toEqual([]);
      expect(writes(app)).toEqual([]);
      expect(app.azure.eventGrid.waiting).toBe(0);
    }),
  );

  it.each(['Tagged', 'Untagged', 'Deleted'])('as %s for no application does nothing', (claim) =>
    withApp({ events: true }, async (app) => {
      const appId = crypto.randomUUID();
      await publish(app, cloudEvent(app, `Mailgrant.Application.${claim}`, { appId }));
      await app.pass(24 * 60 * minute);
      expect(await operations(app)).toEqual([]);
      expect(writes(app)).toEqual([]);
    }),
  );

  it.each(['Untagged', 'Deleted'])('as %s leaves what was granted over HTTP', (claim) =>
    withApp({ events: true }, async (app) => {
      const { body } = await app.call('POST /grants', { application: invoice });
      await app.finish(body.id);
      writes(app);
      const { appId } = applicationOf(app, invoice);
      await publish(app, cloudEvent(app, `Mailgrant.Application.${claim}`, { appId }));
      await app.pass(24 * 60 * minute);
      expect(await operations(app)).toHaveLength(1);
      expect(writes(app)).toEqual([]);
      expect(assigned(app)).toBe(1);
    }),
  );
});

describe('tags that can not be understood', () => {
  it('make one operation that fails and says why, and one event of it', () =>
    withApp({ events: true }, async (app) => {
      await tag(app, invoice, ['mailgrant:service=nowhere', 'mailgrant:role=owner']);
      const event = tagged(app);
      await publish(app, event);
      await app.pass(60 * minute);
      await publish(app, { ...event, id: 'again' });
      await app.pass(60 * minute);
      const [failed, ...more] = await operations(app);
      expect(more).toEqual([]);
      expect(failed).toMatchObject({ state: 'failed', startedAt: '2026-01-01T00:00:00.000Z' });
      const { outcome } = await app.finish(failed?.id ?? '');
      expect(outcome).toMatchObject({
        problems: [{ code: 'invalid-tag' }, { code: 'service-not-allowed' }],
      });
      const types = app.azure.eventGrid.log.entries.map(({ type }) => type);
      expect(types.filter((type) => type === 'Mailgrant.Grant.Failed')).toHaveLength(1);
      expect(writes(app)).toEqual([]);
    }));
});
