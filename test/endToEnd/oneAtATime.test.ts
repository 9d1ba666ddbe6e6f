import { describe, expect, it } from 'vitest';
import type { OperationView } from '../../src/domain/operationView.ts';
import { withApp } from '../support/appOnLocalAzure.ts';

const application = 'Invoice Service';
type Refused = { code: string };

describe('one operation at a time for an application', () => {
  it('a second request that asks for something else is refused, not swallowed', () =>
    withApp({}, async (app) => {
      const first = await app.call('POST /grants', { application });
      expect(first.status).toBe(202);
      const other = await app.call<Refused>('POST /grants', { application, scope: 'resourceGroup' });
      expect(other).toMatchObject({ status: 409, body: { code: 'operation-running' } });
      const same = await app.call('POST /grants', { application, role: 'least-privilege' });
      expect(same).toMatchObject({ status: 202, body: { id: first.body.id, joined: true } });
    }));

  it('a grant waits for the revocation, and the revocation for the grant, suspended or not', () =>
    withApp({}, async (app) => {
      const grant = await app.call('POST /grants', { application });
      app.host.engine.suspend(grant.body.id);
      expect(await app.call<Refused>(`DELETE /grants/${application}`)).toMatchObject({
        status: 409,
        body: { code: 'operation-running' },
      });
      app.host.engine.resume(grant.body.id);
      await app.finish(grant.body.id);

      app.azure.faults.add({
        operation: 'SmtpUsernames_Delete',
        times: 1,
        effect: { kind: 'status', status: 503, retryAfter: 60 },
      });
      const revocation = await app.call(`DELETE /grants/${application}`);
      expect(revocation.status).toBe(202);
      expect(await app.call<Refused>('POST /grants', { application })).toMatchObject({
        status: 409,
        body: { code: 'operation-running' },
      });
      expect((await app.finish(revocation.body.id)).state).toBe('succeeded');
      expect((await app.call('POST /grants', { application })).status).toBe(202);
    }));

  it('the list says what each is about and who asked', () =>
    withApp({}, async (app) => {
      const { body } = await app.call('POST /grants', { application });
      await app.finish(body.id);
      const { operations } = (await app.call<{ operations: OperationView[] }>('GET /operations')).body;
      expect(operations).toMatchObject([
        { id: body.id, kind: 'grant', about: { application, requester: { door: 'http' } } },
      ]);
    }));
});
