import { describe, expect, it } from 'vitest';
import type { GrantPlan } from '../../src/domain/grantPlan.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import type { GrantReport } from '../../src/domain/grantReport.ts';
import type { GrantOutcome, RevokeOutcome } from '../../src/domain/operation.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';

const delays = {
  rolePropagation: 40_000,
  roleReplication: 3_000,
  smtpUsernameReady: 30_000,
  graphReplication: 0,
  secretReplication: 0,
};

async function grant(
  app: AppOnLocalAzure,
  body: object,
): Promise<Extract<GrantOutcome, { outcome: 'granted' }>> {
  const started = await app.call('POST /grants', body);
  expect(started.status, JSON.stringify(started.body)).toBe(202);
  const operation = await app.finish(started.body.id);
  const outcome = operation.outcome as GrantOutcome;
  if (outcome.outcome !== 'granted') throw new Error(JSON.stringify(outcome, null, 2));
  return outcome;
}

describe('the main job over HTTP', () => {
  it('gives an application the role and a login, and says how to use them', () =>
    withApp({ delays }, async (app) => {
      const outcome = await grant(app, { application: 'Invoice Service' });

      expect(outcome.readiness).toMatchObject({ level: 'expected', reasons: [] });
      expect(outcome.username).toMatch(/^invoice-service-[0-9a-f]{8}$/);
      expect(outcome.card).toMatchObject({
        host: 'smtp.azurecomm.net',
        port: 587,
        security: 'STARTTLS',
        authentication: 'LOGIN',
        username: outcome.username,
      });
      const [username] = [...app.azure.state.smtpUsernames.values()].filter(
        (each) => each.username === outcome.username,
      );
      expect(username?.entraApplicationId).toBe(outcome.application.appId);
      const assignments = [...app.azure.state.roleAssignments.values()].filter(({ description }) =>
        description?.startsWith('Mailgrant'),
      );
      expect(assignments).toHaveLength(1);
      expect(assignments[0]?.description).toContain('(http): asked for by holder of a function key');
      const role = app.azure.state.roleDefinitions.get(assignments[0]?.roleDefinition ?? '');
      expect(role?.permissions).toEqual([
        {
          actions: [
            'Microsoft.Communication/CommunicationServices/Read',
            'Microsoft.Communication/CommunicationServices/Write',
            'Microsoft.Communication/EmailServices/write',
          ],
          notActions: [],
          dataActions: [],
          notDataActions: [],
        },
      ]);
    }));

  it('changes nothing the second time, and writes nothing', () =>
    withApp({ delays }, async (app) => {
      const first = await grant(app, { application: 'Invoice Service' });
      app.askedOfAzure();
      const second = await grant(app, { application: 'Invoice Service' });
      expect(second).toMatchObject({
        username: first.username,
        roleAssignment: first.roleAssignment,
        created: [],
      });
      expect(app.askedOfAzure().filter((asked) => !asked.startsWith('GET '))).toEqual([]);
    }));

  it('costs two writes and eight reads of Azure Resource Manager where the role exists', () =>
    withApp({ delays: { ...delays, roleReplication: 0 } }, async (app) => {
      await grant(app, { application: 'Invoice Service' });
      app.askedOfAzure();
      await grant(app, { application: 'Contoso Build Pipeline' });
      const asked = app.askedOfAzure();
      const reads = asked.filter((each) => each.startsWith('GET '));
      const graph = reads.filter((each) => /^GET (applications|servicePrincipals)\./.test(each));
      expect(asked.length - reads.length).toBe(2);
      expect(reads.length - graph.length).toBeLessThanOrEqual(8);
      expect(graph).toHaveLength(2);
    }));

  it('without a secret to try, is called expected when the settle time after the last write is over, and not later', () =>
    withApp({ delays, settings: { MAILGRANT_SETTLE: 'PT5M' } }, async (app) => {
      const { body: started } = await app.call('POST /grants', { application: 'Invoice Service' });
      const { outcome, steps } = await app.finish(started.id);
      expect(outcome).toMatchObject({ outcome: 'granted', readiness: { level: 'expected' } });
      const { username } = outcome as Extract<GrantOutcome, { outcome: 'granted' }>;
      const login = [...app.azure.state.smtpUsernames.values()].find((each) => each.username === username);
      const ready = Date.parse(steps.find(({ name }) => name === 'confirmReady')?.since ?? '');
      expect(ready - (login?.createdAt ?? 0)).toBe(5 * 60_000);
    }));

  it('joins the running operation instead of starting a second', () =>
    withApp({ delays }, async (app) => {
      const [one, other] = await Promise.all([
        app.call('POST /grants', { application: 'Invoice Service' }),
        app.call('POST /grants', { application: 'Invoice Service' }),
      ]);
      expect(one.body.id).toBe(other.body.id);
      await app.finish(one.body.id);
      const names = [...app.azure.state.smtpUsernames.values()].map(({ username }) => username);
      expect(names.filter((name) => name.startsWith('invoice-service'))).toHaveLength(1);
    }));

  it('plans without changing anything', () =>
    withApp({}, async (app) => {
      const { status, body } = await app.call<GrantPlan>('POST /grants?plan=true', {
        application: 'Invoice Service',
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        application: { displayName: 'Invoice Service', knownBy: 'display name' },
        steps: [
          { step: 'createRole', action: 'create' },
          { step: 'assignRole', action: 'create' },
          { step: 'createSmtpUsername', action: 'create' },
        ],
        refused: [],
      });
      expect(app.askedOfAzure().filter((asked) => !asked.startsWith('GET '))).toEqual([]);
      expect((await app.call<{ operations: unknown[] }>('GET /operations')).body.operations).toEqual([]);
    }));

  it.each([
    {
      name: 'the owner role',
      asked: { role: 'owner' },
      roleName: /^Communication and Email Service Owner$/,
      scope: /contoso-mail$/,
    },
    {
      name: 'a clone of Reader at the resource group',
      asked: { role: { cloneOf: 'Reader' }, scope: 'resourceGroup' },
      roleName: /^Mailgrant SMTP Sender \(Reader, /,
      scope: /rg-mail$/,
    },
    {
      name: 'the sender role at the resource group',
      asked: { scope: 'resourceGroup' },
      roleName: /^Mailgrant SMTP Sender \([0-9a-f]{8}\)$/,
      scope: /rg-mail$/,
    },
    {
      name: 'an email username',
      asked: { username: 'invoices@mail.contoso.example' },
      roleName: /^Mailgrant SMTP Sender \([0-9a-f]{8}\)$/,
      scope: /contoso-mail$/,
    },
  ])('grants $name', ({ asked, roleName, scope }) =>
    withApp({ delays, settings: { MAILGRANT_APPROVAL: 'never' } }, async (app) => {
      const outcome = await grant(app, { application: 'Invoice Service', ...asked });
      expect(outcome.roleAssignment.roleName).toMatch(roleName);
      expect(outcome.roleAssignment.scope).toMatch(scope);
      if (asked.username !== undefined) expect(outcome.username).toBe(asked.username);
      expect(outcome.readiness.level).toBe('expected');
    }),
  );

  it('keeps the outcome of a grant when another wish for it is refused', () =>
    withApp({ delays }, async (app) => {
      const { body: started } = await app.call('POST /grants', { application: 'Invoice Service' });
      await app.finish(started.id);
      for (const wish of [
        { scope: 'subscription' },
        { role: { cloneOf: 'Owner' } },
        { role: { cloneOf: 'Nope' } },
      ]) {
        const answer = await app.call('POST /grants', { application: 'Invoice Service', ...wish });
        expect(answer.status).toBeGreaterThanOrEqual(400);
      }
      const { body: operation } = await app.call<OperationView>(`GET /operations/${started.id}`);
      expect(operation).toMatchObject({ state: 'succeeded', outcome: { outcome: 'granted' } });
    }));

  it('lists and reports grants', () =>
    withApp({ delays }, async (app) => {
      const outcome = await grant(app, { application: 'Invoice Service' });
      const inventory = await app.call<{ grants: GrantReport[] }>('GET /grants');
      expect(inventory.body.grants.map((each) => [each.username, each.readiness.level])).toEqual([
        ['contoso-newsletter', 'expected'],
        [outcome.username, 'expected'],
      ]);
      const report = await app.call<{ grants: GrantReport[] }>(`GET /grants/${outcome.application.appId}`);
      expect(report.body.grants[0]?.readiness.checks.every((check) => check.verdict === 'pass')).toBe(true);
    }));

  it('revokes what it gave, keeps what others gave, and says so', () =>
    withApp({ delays }, async (app) => {
      const { application } = await grant(app, { application: 'Newsletter' });
      const started = await app.call(`DELETE /grants/${application.appId}`);
      expect(started.status).toBe(202);
      const operation = await app.finish(started.body.id);
      const outcome = operation.outcome as Extract<RevokeOutcome, { outcome: 'revoked' }>;
      expect(outcome.removed).toHaveLength(2);
      expect(outcome.stillGrants).toMatchObject([{ roleName: 'Communication and Email Service Owner' }]);
      expect((await app.call<{ grants: GrantReport[] }>('GET /grants')).body.grants).toEqual([]);
    }));
});
