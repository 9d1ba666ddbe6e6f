import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../dev/clock.ts';
import { collectFunctions } from '../../dev/host/functionApp.ts';
import { startHost } from '../../dev/host/host.ts';
import { silentLog } from '../../dev/host/log.ts';
import { readConfig } from '../../src/config.ts';
import type { FixInput } from '../../src/domain/audit/fixOperation.ts';
import { operationId } from '../../src/domain/naming.ts';
import { admission } from '../../src/triggers/http/caller.ts';
import { startFix } from '../../src/triggers/http/startFix.ts';
import { group, guid, service, withoutRole } from '../domain/audit/estate.ts';
import { reportOf } from '../domain/report/reports.ts';

const report = reportOf(withoutRole().assign('payroll', 'contributor', group).snapshot);
const finding = report.findings[0];
if (finding === undefined) throw new Error('The estate has nothing to fix.');
const operation = `fix-${finding.id.slice(6)}`;

type Door = {
  post: (path: string, body?: string) => Promise<{ status: number; body: Record<string, unknown> }>;
  start: (name: string, instanceId: string, input?: unknown) => Promise<void>;
  inputOf: (id: string) => FixInput | undefined;
};

/** The door alone, beside orchestrations that only give back what they are started with, or go on for ever. */
async function withDoor(services: string, story: (door: Door) => Promise<void>): Promise<void> {
  const config = readConfig({ MAILGRANT_COMMUNICATION_SERVICES: services });
  const giveBack = function* (context: df.OrchestrationContext): Generator<df.Task, unknown> {
    yield context.df.createTimer(context.df.currentUtcDateTime);
    return context.df.getInput<unknown>();
  };
  const goOn = function* (context: df.OrchestrationContext): Generator<df.Task, unknown> {
    yield context.df.waitForExternalEvent('never');
    return undefined;
  };
  const functions = collectFunctions(() => {
    app.http('startFix', {
      methods: ['POST'],
      route: 'audits/{id}/findings/{finding}/fix',
      extraInputs: [df.input.durableClient()],
      handler: startFix({ config })(admission('keys', 'Mailgrant.Operator')),
    });
    for (const name of ['auditRoles', 'ledger']) df.app.orchestration(name, giveBack);
    for (const name of ['fixFinding', 'grantSmtp']) df.app.orchestration(name, goOn);
  });
  const clock = new ManualClock();
  const host = await startHost({ app: functions, port: 0, data: ':memory:', clock, log: silentLog });
  try {
    await story({
      async post(path, body) {
        const response = await fetch(`${host.url}/api/audits/${path}`, {
          method: 'POST',
          ...(body === undefined ? {} : { body }),
        });
        return { status: response.status, body: (await response.json()) as Record<string, unknown> };
      },
      async start(name, instanceId, input = {}) {
        host.engine.start({ name, instanceId, input });
        await host.idle();
        clock.advance(1);
        await host.idle();
      },
      inputOf: (id) => host.engine.get(id)?.input as FixInput | undefined,
    });
  } finally {
    await host.stop();
  }
}

const audited = { outcome: 'audited', report, slices: {} };
const path = (audit = 'audit-1', id = finding.id) => `${audit}/findings/${id}/fix`;

describe('POST /audits/{id}/findings/{finding}/fix', () => {
  it('starts the fix with what the report says, and joins it afterwards', () =>
    withDoor(service, async ({ post, start, inputOf }) => {
      await start('auditRoles', 'audit-1', audited);
      const first = await post(path());
      expect(first).toMatchObject({ status: 202, body: { id: operation, joined: false } });
      expect(first.body.statusUrl).toMatch(new RegExp(`/api/operations/${operation}$`));
      expect(inputOf(operation)).toMatchObject({
        audit: report.id,
        finding: { id: finding.id, steps: finding.fix.steps, principal: finding.principal },
        requester: { door: 'http', why: `POST /api/audits/${path()}` },
      });
      expect(await post(path('audit-1', finding.id.toUpperCase()))).toMatchObject({
        status: 202,
        body: { id: operation, joined: true },
      });
    }));

  it('takes the latest audit by the ledger, and a reason into what is told in Azure', () =>
    withDoor(service, async ({ post, start, inputOf }) => {
      await start('auditRoles', 'audit-1', audited);
      await start('ledger', 'audit-ledger', { audits: [{ id: 'audit-1' }, { id: 'audit-0' }] });
      expect((await post(path('latest'), '{"reason": "Agreed with the mail team."}')).status).toBe(202);
      expect(inputOf(operation)?.requester.why).toMatch(/\/fix: Agreed with the mail team\.$/);
    }));

  it.each([
    [
      'an audit that failed',
      'audit-1',
      { outcome: 'failed', problems: [] },
      finding.id,
      404,
      'audit-not-found',
    ],
    ['another audit', 'audit-2', audited, finding.id, 404, 'audit-not-found'],
    ['another finding', 'audit-1', audited, 'MG101-x', 404, 'finding-not-found'],
  ])('starts nothing for %s', async (...[, audit, output, id, status, code]) =>
    withDoor(service, async ({ post, start }) => {
      await start('auditRoles', 'audit-1', output);
      expect(await post(path(audit, id))).toMatchObject({ status, body: { code } });
    }),
  );

  it('takes no other orchestration for an audit', () =>
    withDoor(service, async ({ post, start }) => {
      await start('ledger', 'audit-1', audited);
      expect((await post(path())).body.code).toBe('audit-not-found');
    }));

  it.each([
    ['{"reason": ', 400, 'malformed-json'],
    ['{"reason": ""}', 400, 'invalid-reason'],
    ['{"force": true}', 400, 'unknown-field'],
  ])('refuses the body %s', (body, status, code) =>
    withDoor(service, async ({ post, start }) => {
      await start('auditRoles', 'audit-1', audited);
      expect(await post(path(), body)).toMatchObject({ status, body: { code } });
    }),
  );

  it('refuses a mail service that may not be granted for any more', () =>
    withDoor(`${service}-other`, async ({ post, start }) => {
      await start('auditRoles', 'audit-1', audited);
      expect(await post(path())).toMatchObject({ status: 403, body: { code: 'service-not-allowed' } });
    }));

  it('does not count on what a running grant may take back', () =>
    withDoor(service, async ({ post, start }) => {
      await start('auditRoles', 'audit-1', audited);
      await start('grantSmtp', operationId('grant', guid('a-payroll'), service));
      expect(await post(path())).toMatchObject({ status: 409, body: { code: 'operation-running' } });
    }));
});
