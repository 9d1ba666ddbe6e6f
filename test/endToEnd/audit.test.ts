import { expect, it } from 'vitest';
import type { AuditSummary } from '../../src/domain/audit/auditOperation.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import type { AuditReport } from '../../src/domain/report/auditReport.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { groupScope } from '../support/records.ts';
import { applicationOf } from '../support/tagging.ts';

const second = 1_000;
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const armDelay = 30 * second;

async function audit(app: AppOnLocalAzure): Promise<AuditReport> {
  const { status, body } = await app.call('POST /audits');
  expect(status).toBe(202);
  const { state } = await app.finish(body.id);
  expect(state).toBe('succeeded');
  return (await app.call<AuditReport>(`GET /audits/${body.id}`)).body;
}

const latest = async (app: AppOnLocalAzure) => (await app.call<AuditReport>('GET /audits/latest')).body;

const said = ({ findings }: AuditReport) =>
  findings.map(({ rule, principal, status }) => `${rule} ${principal?.displayName ?? ''} ${status}`);

/** Ada, Owner of the subscription, makes an application Contributor of the resource group by hand. */
async function assign(app: AppOnLocalAzure, displayName: string): Promise<string> {
  const { appId } = applicationOf(app.azure, displayName);
  const principal = [...app.azure.state.servicePrincipals.values()].find((each) => each.appId === appId);
  const id = `${groupScope}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`;
  const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${contributor}`;
  const properties = {
    roleDefinitionId,
    principalId: principal?.objectId,
    principalType: 'ServicePrincipal',
  };
  await ask(app, `PUT ${id}`, { properties });
  return id;
}

async function ask(app: AppOnLocalAzure, call: string, body?: object): Promise<void> {
  const [method = '', id = ''] = call.split(' ');
  const url = `https://management.azure.com${id}?api-version=2022-04-01`;
  const { status } = await app.send({ method, url, as: 'Ada Owner', ...(body && { body }) });
  expect(status).toBeLessThan(300);
}

it('finds what is wrong, once, and says so again only when something has changed', async () => {
  await withApp({}, async (app) => {
    const first = await audit(app);
    expect(said(first)).toEqual(['MG101 Newsletter new']);
    expect(first).toMatchObject({ kind: 'full', lookedAt: { unread: [] } });
    const second = await audit(app);
    expect(said(second)).toEqual(['MG101 Newsletter open']);
    expect(second.previous?.id).toBe(first.id);
    const { audits } = (await app.call<{ audits: AuditSummary[] }>('GET /audits')).body;
    expect(audits.map(({ id }) => id)).toEqual([second.id, first.id]);
    const { operations } = (await app.call<{ operations: OperationView[] }>('GET /operations')).body;
    expect(operations.map(({ kind }) => kind)).toEqual(['audit', 'audit']);
    const shown = (await app.call<OperationView>(`GET /operations/${first.id}`)).body;
    expect(shown.outcome).toMatchObject({ outcome: 'audited', id: first.id, kind: 'full' });
    expect(JSON.stringify(shown)).not.toContain('roleDefinition');
  });
});

it('sees a broad assignment within a minute of the event, says who made it, and sees it go', async () => {
  await withApp({ changes: true, delays: { armEvents: armDelay } }, async (app) => {
    await audit(app);
    const id = await assign(app, 'Invoice Service');
    await app.pass(armDelay + 60 * second);
    const found = await latest(app);
    expect(said(found)).toContain('MG102 Invoice Service new');
    expect(found.kind).toBe('targeted');
    const { change, assignment } = found.findings.find(({ rule }) => rule === 'MG102') ?? {};
    expect(assignment).toBe(id);
    expect(change).toMatchObject({ did: 'write', who: 'ada@contoso.example' });

    await ask(app, `DELETE ${id}`);
    await app.pass(armDelay + 60 * second);
    expect(said(await latest(app))).toContain('MG102 Invoice Service resolved');
    expect(said(await audit(app))).toEqual(['MG101 Newsletter open']);
  });
});

it('sees who loses the role that it sends by, though nothing in the event says whose it was', async () => {
  await withApp({ changes: true }, async (app) => {
    await audit(app);
    const held = [...app.azure.state.roleAssignments.values()].find(({ principalId }) =>
      [...app.azure.state.servicePrincipals.values()].some(
        (each) => each.objectId === principalId && each.displayName === 'Newsletter',
      ),
    );
    await ask(app, `DELETE ${held?.scope}/providers/Microsoft.Authorization/roleAssignments/${held?.name}`);
    await app.pass(60 * second);
    const { findings } = await latest(app);
    expect(findings.find(({ rule }) => rule === 'MG204')).toMatchObject({
      status: 'new',
      principal: { displayName: 'Newsletter' },
      change: { did: 'delete', who: 'ada@contoso.example' },
    });
  });
});

it('looks at many changes at a time, and at what bears on no mail service not at all', async () => {
  await withApp({ changes: true }, async (app) => {
    await audit(app);
    for (const name of ['Invoice Service', 'Contoso Build Pipeline', 'Old Intranet']) await assign(app, name);
    await app.pass(60 * second);
    const { audits } = (await app.call<{ audits: AuditSummary[] }>('GET /audits')).body;
    expect(audits.map(({ kind }) => kind)).toEqual(['targeted', 'full']);
    expect(audits[0]?.counts.byStatus.new).toBe(3);
  });
});

it('is asked for by the schedule too', async () => {
  await withApp({ settings: { MAILGRANT_AUDIT_SCHEDULE: '0 0 * * * *' } }, async (app) => {
    await app.pass(3_600 * second);
    const { audits } = (await app.call<{ audits: AuditSummary[] }>('GET /audits')).body;
    expect(audits).toHaveLength(1);
    const shown = (await app.call<OperationView>(`GET /operations/${audits[0]?.id}`)).body;
    expect(shown.about?.requester).toMatchObject({ door: 'timer', who: 'the schedule' });
  });
});

it('tells of what opens and what goes, and never of what is exempt', async () => {
  const until = '2030-01-01';
  const world = { settings: {}, events: true };
  await withApp(world, async (app) => {
    await audit(app);
    const types = app.azure.eventGrid.log.entries.map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('Mailgrant.Audit.'))).toEqual([
      'Mailgrant.Audit.FindingOpened',
    ]);
    const { appId } = applicationOf(app.azure, 'Newsletter');
    const exemption = { rule: 'MG101', principal: appId, reason: 'r', owner: 'o', until };
    const settings = { MAILGRANT_EXEMPTIONS: JSON.stringify([exemption]) };
    await withApp({ ...world, settings }, async (other) => {
      expect(said(await audit(other))).toEqual(['MG101 Newsletter exempt']);
      expect(other.azure.eventGrid.log.entries).toEqual([]);
    });
  });
});

it.each([
  ['text/html', 'text/html; charset=utf-8', /^<!doctype html>/],
  ['text/csv', 'text/csv; charset=utf-8', /^"id","rule"/],
  ['application/sarif+json', 'application/sarif+json; charset=utf-8', /"version":"2.1.0"/],
  ['*/*', 'application/json; charset=utf-8', /^\{"id":"audit-/],
  ['text/csv;q=0.1, text/html', 'text/html; charset=utf-8', /^<!doctype html>/],
])('hands the report out as %s', async (accept, type, begins) => {
  await withApp({}, async (app) => {
    const { id } = await audit(app);
    const response = await fetch(`${app.host.url}/api/audits/${id}`, { headers: { accept } });
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-content-type-options') ?? 'json').toMatch(/nosniff|json/);
    expect(await response.text()).toMatch(begins);
  });
});

it.each([
  { route: 'GET /audits/latest', accept: '*/*', code: 'audit-not-found', status: 404 },
  { route: 'GET /audits/none', accept: '*/*', code: 'audit-not-found', status: 404 },
  { route: 'GET /audits/latest?format=pdf', accept: '*/*', code: 'not-acceptable', status: 406 },
  { route: 'GET /audits/latest', accept: 'image/png', code: 'not-acceptable', status: 406 },
])('$route as $accept is $code', async ({ route, accept, code, status }) => {
  await withApp({}, async (app) => {
    const answer = await app.call<{ code: string }>(route, undefined, { accept });
    expect([answer.body.code, answer.status]).toEqual([code, status]);
  });
});
