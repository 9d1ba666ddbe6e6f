import { describe, expect, it } from 'vitest';
import type { GrantPlan } from '../../src/domain/grantPlan.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import { applicationOf, cloudEvent, operations, publish, tag } from '../support/appEvents.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { behindEntra, objectIdOf, principalHeader, signedIn } from '../support/signedIn.ts';

const application = 'Invoice Service';
const ceo = 'ceo@mail.contoso.example';
const tags = ['mailgrant', `mailgrant:username=${ceo}`];
const day = 24 * 60 * 60_000;
const agreed = { approve: true, reason: 'Agreed with the board.' };
type Refused = { code: string; problems: { code: string; field?: string }[] };

const ada = signedIn('ada', 'Mailgrant.Operator', 'Mailgrant.Approver');
const grace = signedIn('grace', 'Mailgrant.Approver');
const wide = { application, scope: 'subscription' };

/** Tags the application, and gives the operation that this leads to. */
async function askByTag(app: AppOnLocalAzure): Promise<OperationView> {
  await tag(app, application, tags);
  const { appId } = applicationOf(app, application);
  await publish(app, cloudEvent(app, 'Mailgrant.Application.Tagged', { appId }));
  await app.rest();
  const [operation] = await operations(app);
  return app.finish(operation?.id ?? '');
}

async function askByHttp(app: AppOnLocalAzure): Promise<OperationView> {
  const { status, body } = await app.call('POST /grants', wide);
  expect(status).toBe(202);
  return app.finish(body.id);
}

/** In the sample estate Mailgrant has its rights at the resource group; here it has them at the subscription. */
function letMailgrantAssignAnywhere({ azure }: AppOnLocalAzure): void {
  for (const each of azure.state.roleAssignments.values())
    if (each.scope.includes('/resourceGroups/') && !each.scope.includes('/providers/'))
      each.scope = each.scope.split('/resourceGroups/')[0] ?? '';
}

const decide = <T = { id: string; statusUrl: string }>(app: AppOnLocalAzure, id: string, body: unknown) =>
  app.call<T>(`POST /operations/${id}/decision`, body);

const mailgrantMade = ({ azure }: AppOnLocalAzure) =>
  [...azure.state.roleAssignments.values()].filter(({ description }) => description?.startsWith('Mailgrant'));

describe.each([
  ['a tag that asks for a username', askByTag, ceo],
  ['a call that asks for the subscription', askByHttp, 'subscription'],
])('%s', (_what, ask, named) => {
  const story = (body: (app: AppOnLocalAzure, waiting: OperationView) => Promise<void>) =>
    withApp({ events: true }, async (app) => {
      letMailgrantAssignAnywhere(app);
      const waiting = await ask(app);
      expect(waiting).toMatchObject({
        state: 'awaitingApproval',
        approval: { until: '2026-01-04T00:00:00.000Z' },
      });
      expect(waiting.approval?.reasons.join()).toContain(`'${named}'`);
      expect(mailgrantMade(app)).toEqual([]);
      await body(app, waiting);
    });

  it('is granted once it is approved, and Azure says by whom', () =>
    story(async (app, { id, approval }) => {
      await app.pass(2 * day);
      const answer = await decide(app, id, { ...agreed, approval: approval?.id });
      expect(answer.status).toBe(202);
      expect(answer.body).toEqual({ id, statusUrl: `${app.host.url}/api/operations/${id}` });
      const { outcome, state } = await app.finish(id);
      expect(state).toBe('succeeded');
      expect(outcome).toMatchObject({ approval: { who: 'holder of a function key', reason: agreed.reason } });
      expect(mailgrantMade(app)).toHaveLength(1);
      expect(mailgrantMade(app)[0]?.description).toContain(
        'Approved by holder of a function key: Agreed with',
      );
      const types = app.azure.eventGrid.log.entries.map(({ type }) => type);
      expect(types.filter((type) => type.startsWith('Mailgrant.Grant.'))).toEqual([
        'Mailgrant.Grant.AwaitingApproval',
        'Mailgrant.Grant.Ready',
      ]);
    }));

  it('is not granted once it is rejected', () =>
    story(async (app, { id }) => {
      expect((await decide(app, id, { approve: false, reason: 'Not yours.' })).status).toBe(202);
      const { outcome } = await app.finish(id);
      expect(outcome).toMatchObject({
        outcome: 'failed',
        problems: [{ code: 'approval-rejected' }],
        leftBehind: [],
      });
      expect(mailgrantMade(app)).toEqual([]);
    }));

  it('is not granted if nobody decides for three days', () =>
    story(async (app, { id }) => {
      await app.pass(3 * day - 1);
      expect((await app.finish(id)).state).toBe('awaitingApproval');
      await app.pass(1);
      expect((await app.finish(id)).outcome).toMatchObject({ problems: [{ code: 'approval-timed-out' }] });
      expect(mailgrantMade(app)).toEqual([]);
      expect(await decide<Refused>(app, id, agreed)).toMatchObject({
        status: 409,
        body: { code: 'no-decision-awaited' },
      });
    }));

  it('is not granted once it is taken back by a revocation', () =>
    story(async (app, { id }) => {
      expect((await app.call(`DELETE /grants/${encodeURIComponent(application)}`)).status).toBe(202);
      expect((await app.finish(id)).outcome).toMatchObject({ problems: [{ code: 'request-withdrawn' }] });
      expect(mailgrantMade(app)).toEqual([]);
    }));

  it('takes one decision, and only one', () =>
    story(async (app, { id }) => {
      await decide(app, id, agreed);
      const { outcome } = await app.finish(id);
      expect(outcome).toMatchObject({ outcome: 'granted' });
      expect(await decide<Refused>(app, id, { approve: false, reason: 'No.' })).toMatchObject({
        status: 409,
      });
      expect((await app.finish(id)).outcome).toEqual(outcome);
    }));

  it('takes no decision that was meant for another request', () =>
    story(async (app, { id }) => {
      const answer = await decide<Refused>(app, id, { ...agreed, approval: 'the-one-before' });
      expect(answer).toMatchObject({ status: 409, body: { code: 'no-decision-awaited' } });
      expect((await app.finish(id)).state).toBe('awaitingApproval');
    }));
});

describe('a tag that asks for a username', () => {
  it('is not granted if the tag is gone when it is approved', () =>
    withApp({ events: true }, async (app) => {
      const { id } = await askByTag(app);
      await tag(app, application, ['mailgrant']);
      await decide(app, id, agreed);
      expect((await app.finish(id)).outcome).toMatchObject({ problems: [{ code: 'request-withdrawn' }] });
      expect(mailgrantMade(app)).toEqual([]);
    }));

  it('is refused at once where nothing waits', () =>
    withApp({ events: true, settings: { MAILGRANT_APPROVAL: 'never' } }, async (app) => {
      const { outcome } = await askByTag(app);
      expect(outcome).toMatchObject({ outcome: 'failed', problems: [{ code: 'policy-refused' }] });
      expect(mailgrantMade(app)).toEqual([]);
    }));
});

describe('a decision', () => {
  it('is refused with all that is wrong with it', () =>
    withApp({}, async (app) => {
      const answer = await decide<Refused>(app, 'grant-0', { approve: 1, reason: 'a\nb', by: 'me' });
      expect(answer.status).toBe(400);
      expect(answer.body.problems.map(({ code }) => code)).toEqual([
        'wrong-type',
        'invalid-reason',
        'unknown-field',
      ]);
    }));

  it('is for an operation that there is, and that waits', () =>
    withApp({}, async (app) => {
      expect(await decide<Refused>(app, 'grant-0', agreed)).toMatchObject({ status: 404 });
      const { body } = await app.call('POST /grants', { application });
      expect(await decide<Refused>(app, body.id, agreed)).toMatchObject({
        status: 409,
        body: { code: 'no-decision-awaited' },
      });
      expect((await app.finish(body.id)).state).toBe('succeeded');
    }));
});

describe('the plan', () => {
  it.each([
    [{ application }, false],
    [{ application, scope: 'resourceGroup' }, true],
    [{ application: 'HR Portal', role: 'owner' }, true],
    [{ application: 'Nobody', role: 'owner' }, true],
  ])('%j says whether it would wait', (asked, needed) =>
    withApp({}, async (app) => {
      const { body } = await app.call<GrantPlan>('POST /grants?plan=true', asked);
      expect(body.approval).toMatchObject({ needed });
      expect(body.approval.reasons).toHaveLength(1);
    }),
  );

  it('says that every grant waits where that is so', () =>
    withApp({ settings: { MAILGRANT_APPROVAL: 'always' } }, async (app) => {
      const { body } = await app.call<GrantPlan>('POST /grants?plan=true', { application });
      expect(body.approval.needed).toBe(true);
      const started = await app.call('POST /grants', { application });
      expect((await app.finish(started.body.id)).state).toBe('awaitingApproval');
    }));
});

describe('MAILGRANT_AUTH=entra', () => {
  const entra = { settings: behindEntra, headers: ada };

  it('knows who asks and who decides, and that they are two', () =>
    withApp(entra, async (app) => {
      letMailgrantAssignAnywhere(app);
      const { id, about } = await askByHttp(app);
      expect(about?.requester).toMatchObject({ who: 'ada@contoso.example', principalId: objectIdOf('ada') });
      const decision = (headers: Record<string, string>) =>
        app.call<Refused>(`POST /operations/${id}/decision`, agreed, headers);
      expect(await decision(ada)).toMatchObject({ status: 403, body: { code: 'own-request' } });
      const nobody = principalHeader({
        auth_typ: 'aad',
        claims: [{ typ: 'roles', val: 'Mailgrant.Approver' }],
      });
      expect(await decision(nobody)).toMatchObject({ status: 403, body: { code: 'own-request' } });
      expect((await app.finish(id)).state).toBe('awaitingApproval');
      expect((await decision(grace)).status).toBe(202);
      expect((await app.finish(id)).outcome).toMatchObject({ approval: { who: 'grace@contoso.example' } });
      expect(mailgrantMade(app)[0]?.description).toContain(
        'asked for by ada@contoso.example. Approved by grace@contoso.example: Agreed',
      );
    }));

  it('lets any approver decide on what tags ask for: nobody who signs in asked for it', () =>
    withApp({ ...entra, events: true }, async (app) => {
      const { id } = await askByTag(app);
      expect((await decide(app, id, agreed)).status).toBe(202);
      expect((await app.finish(id)).outcome).toMatchObject({ outcome: 'granted', username: ceo });
    }));

  const may = {
    'GET /grants': ['Reader', 'Operator', 'Approver'],
    'GET /grants/Newsletter': ['Reader', 'Operator', 'Approver'],
    'GET /operations': ['Reader', 'Operator', 'Approver'],
    'GET /operations/grant-0': ['Reader', 'Operator', 'Approver'],
    'POST /grants': ['Operator'],
    'POST /grants?plan=true': ['Operator'],
    'POST /grants/batch': ['Operator'],
    'DELETE /grants/Nobody': ['Operator'],
    'POST /operations/grant-0/decision': ['Approver'],
  };
  it.each(Object.entries(may))('%s is for %j', (route, roles) =>
    withApp(entra, async (app) => {
      const body = route.startsWith('POST') ? {} : undefined;
      for (const role of ['Reader', 'Operator', 'Approver'] as const) {
        const { status, body: said } = await app.call<Refused>(
          route,
          body,
          signedIn('zoe', `Mailgrant.${role}`),
        );
        if (roles.includes(role)) expect([401, 403]).not.toContain(status);
        else expect({ status, code: said.code }).toEqual({ status: 403, code: 'app-role-missing' });
      }
      const outsider = await app.call<Refused>(route, body, signedIn('eve'));
      expect(outsider).toMatchObject({ status: 403, body: { code: 'app-role-missing' } });
    }),
  );

  it.each([
    ['no header', {}],
    ['a key instead', { 'x-functions-key': 'k' }],
    ['a header that is no base64', { 'x-ms-client-principal': '{}' }],
    ['a header of another identity provider', principalHeader({ auth_typ: 'google', claims: [] })],
    [
      'names without claims',
      { 'x-ms-client-principal-name': 'ada', 'x-ms-client-principal-id': objectIdOf('ada') },
    ],
  ])('lets nobody in with %s', (_what, headers) =>
    withApp(entra, async (app) => {
      for (const route of Object.keys(may)) {
        const body = route.startsWith('POST') ? { application } : undefined;
        const answer = await app.call<Refused>(route, body, headers);
        expect(answer).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
      expect((await app.call('GET /health', undefined, headers)).status).toBe(200);
      expect(app.askedOfAzure()).toEqual([]);
    }),
  );
});

it('with keys, nobody is believed to have signed in', () =>
  withApp({ headers: ada }, async (app) => {
    letMailgrantAssignAnywhere(app);
    const { about } = await askByHttp(app);
    expect(about?.requester).toEqual({
      door: 'http',
      who: 'holder of a function key',
      why: 'POST /api/grants',
    });
  }));
