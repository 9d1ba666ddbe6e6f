import { describe, expect, it } from 'vitest';
import type { AuditSummary } from '../../src/domain/audit/auditOperation.ts';
import { EventType } from '../../dev/host/durable/historyEvents.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { groupScope } from '../support/records.ts';

const second = 1_000;

/** An event about a role assignment in the resource group of the mail services. */
const change = (app: AppOnLocalAzure, id: string, resource = `${groupScope}/${roleAssignment}`) => ({
  specversion: '1.0',
  id,
  source: groupScope.split('/').slice(0, 3).join('/'),
  type: 'Microsoft.Resources.ResourceWriteSuccess',
  subject: resource,
  time: new Date(app.clock.now()).toISOString(),
  data: { resourceUri: resource, operationName: 'Microsoft.Authorization/roleAssignments/write' },
});
const roleAssignment =
  'providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111';

async function deliver({ host }: AppOnLocalAzure, body: unknown): Promise<number> {
  const response = await fetch(`${host.url}/runtime/webhooks/eventgrid?functionName=onAzureChange`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'aeg-event-type': 'Notification' },
    body: JSON.stringify(body),
  });
  return response.status;
}

/** How many changes each audit that a change started was told of, the oldest audit first. */
async function told(app: AppOnLocalAzure): Promise<number[]> {
  const { audits } = (await app.call<{ audits: AuditSummary[] }>('GET /audits')).body;
  const raised = (id: string) =>
    app.host.engine.history(id).filter(({ EventType: type }) => type === EventType.EventRaised);
  return audits
    .filter(({ id }) => id.startsWith('audit-change-'))
    .reverse()
    .map(({ id }) => 1 + raised(id).length);
}

describe('an event about access', () => {
  it('joins the audit of its time, and starts the next one when that has begun to read', async () => {
    await withApp({}, async (app) => {
      expect(await deliver(app, change(app, 'a'))).toBe(202);
      await app.pass(10 * second);
      expect(await deliver(app, change(app, 'b'))).toBe(202);
      await app.pass(30 * second);
      expect(await told(app)).toEqual([2]);
      expect(await deliver(app, change(app, 'c'))).toBe(202);
      await app.pass(30 * second);
      expect(await told(app)).toEqual([2, 1]);
    });
  });

  it('is looked at in half a minute, also where what it tells of was taken back meanwhile', async () => {
    await withApp({}, async (app) => {
      await deliver(app, change(app, 'a'));
      await app.pass(30 * second);
      expect(await told(app)).toEqual([1]);
    });
  });

  it('never takes the place of an audit that has ended, however late it comes', async () => {
    await withApp({}, async (app) => {
      const bucket = Math.floor(app.clock.now() / 15_000);
      await deliver(app, change(app, 'a'));
      app.host.engine.terminate(`audit-change-${bucket}`, 'by an operator');
      await app.rest();
      expect(await deliver(app, change(app, 'b'))).toBe(202);
      await app.pass(60 * second);
      expect(app.host.engine.get(`audit-change-${bucket}`)?.runtimeStatus).toBe('Terminated');
      expect(app.host.engine.get(`audit-change-${bucket + 1}`)?.runtimeStatus).toBe('Completed');
    });
  });

  it('is looked at once where it is delivered twice at the same moment', async () => {
    await withApp({}, async (app) => {
      const event = change(app, 'a');
      expect(await Promise.all([deliver(app, event), deliver(app, event), deliver(app, event)])).toEqual([
        202, 202, 202,
      ]);
      await app.pass(30 * second);
      expect(await told(app)).toHaveLength(1);
    });
  });

  it.each([
    ['is no event of Azure', { specversion: '1.0', id: 'x', source: '/', type: 'Somebody.Else', data: {} }],
    ['has no data', { id: 'x', eventType: 'Microsoft.Resources.ResourceWriteSuccess' }],
    ['is about another subscription', '/subscriptions/00000000-0000-4000-8000-000000000000'],
    ['is about another kind of resource', `${groupScope}/providers/Microsoft.Storage/storageAccounts/x`],
  ])('is taken and passed over where it %s', async (_, what) => {
    await withApp({}, async (app) => {
      const event =
        typeof what === 'string'
          ? change(app, 'x', what.includes('Storage') ? what : `${what}/${roleAssignment}`)
          : what;
      expect(await deliver(app, event)).toBe(202);
      await app.pass(30 * second);
      expect((await app.call<{ operations: unknown[] }>('GET /operations')).body.operations).toEqual([]);
    });
  });
});
