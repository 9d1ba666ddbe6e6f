import * as df from 'durable-functions';
import { describe, expect, it } from 'vitest';
import { registerWorkflows } from '../../src/app.ts';
import { done } from '../../src/domain/answer.ts';
import type { AuditInput, AuditOutcome } from '../../src/domain/audit/auditOperation.ts';
import type { AccessSlice, AuditSlices } from '../../src/domain/audit/slices.ts';
import type { AzureChange } from '../../src/domain/azureChange.ts';
import type { Progress } from '../../src/domain/progress.ts';
import { changePatience } from '../../src/workflows/policies.ts';
import { always, fakeActivities, first, later, no } from '../support/fakeActivities.ts';
import type { FakeAzure } from '../support/fakeActivities.ts';
import { fakeDoors } from '../support/fakeDoors.ts';
import { appId, aUsername, groupScope, inspectedService, otherServiceId } from '../support/records.ts';
import { principalId, requester, serviceId, someSettings } from '../support/records.ts';
import { runWorkflow } from '../support/workflowRunner.ts';
import type { WorkflowRun } from '../support/workflowRunner.ts';

/* eslint-disable @typescript-eslint/require-await -- activities are asynchronous, memory is not */
const assignmentId = `${groupScope}/providers/Microsoft.Authorization/roleAssignments/r1`;
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const start = Date.parse('2026-01-01T00:00:00Z');

/** Payroll sends, and is Contributor of the resource group. */
const slice = (scope: string): AccessSlice => ({
  scope,
  assignments: [
    {
      id: assignmentId,
      scope: groupScope,
      roleDefinition: contributor,
      principalId,
      principalType: 'ServicePrincipal',
      createdOn: '2025-01-01T00:00:00Z',
    },
  ],
  eligible: [],
  denyAssignments: [],
  roles: {
    [contributor]: {
      name: contributor,
      roleName: 'Contributor',
      type: 'BuiltInRole',
      description: '',
      assignableScopes: ['/'],
      permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
    },
  },
  read: { assignments: 7, eligible: 0, roles: 900 },
  unread: [],
});

const payroll = { kind: 'servicePrincipal', appId, displayName: 'Payroll', enabled: true } as const;
const registered = { displayName: 'Payroll', objectId: 'o', tags: [], secrets: [] };

function estate(overrides: Partial<FakeAzure['activities']> = {}): FakeAzure {
  return fakeActivities({
    findMailService: async ({ serviceId: id }) => {
      const inspected = inspectedService({ usernames: [aUsername({ appId })] });
      return done({ ...inspected, service: { ...inspected.service, id } });
    },
    readAccess: async ({ place }) => done({ ...slice(place.scope), notSeen: [] }),
    lookUpPrincipals: async () => done({ principals: { [principalId]: payroll }, unread: [] }),
    lookUpApplications: async () =>
      done({ principals: { [principalId]: payroll }, applications: { [appId]: registered } }),
    ...overrides,
  });
}

const change = (overrides: Partial<AzureChange> = {}): AzureChange => ({
  event: 'e1',
  kind: 'roleAssignment',
  resource: assignmentId,
  gone: false,
  by: { who: 'ben@contoso.example' },
  at: '2026-01-01T00:00:00.000Z',
  ...overrides,
});

type Options = { azure?: FakeAzure; input?: Partial<AuditInput>; last?: AuditSlices } & Partial<WorkflowRun>;

async function runAudit({ azure = estate(), input = {}, last, ...options }: Options = {}) {
  const lines: string[] = [];
  const recorded: string[] = [];
  const { doors } = fakeDoors({
    clock: azure.clock,
    overrides: () => ({
      readLastAudit: async () => done(last ?? null),
      async recordAudit({ id }) {
        recorded.push(id);
        return done(null);
      },
    }),
  });
  const settings = someSettings({ services: [serviceId], publishEvents: true });
  const { output, customStatuses, clock } = await runWorkflow({
    ...options,
    name: 'auditRoles',
    input: { requester, settings, ...input } satisfies AuditInput,
    instanceId: 'audit-1',
    clock: azure.clock,
    log: (_level, _source, message) => lines.push(message),
    register() {
      registerWorkflows();
      for (const [name, handler] of Object.entries({ ...azure.activities, ...doors }))
        df.app.activity(name, { handler });
    },
  });
  const progress = customStatuses as Progress[];
  return { output: output as AuditOutcome, azure, progress, lines, recorded, took: clock.now() };
}

function reportOf(outcome: AuditOutcome) {
  if (outcome.outcome === 'audited') return outcome.report;
  throw new Error(`The audit failed: ${JSON.stringify(outcome)}`);
}

const stepsOf = (progress: readonly Progress[]) =>
  progress.at(-1)?.steps.map(({ name, state }) => `${name} ${state}`);

describe('an audit', () => {
  it('reads, judges, records and tells what is new', async () => {
    const { output, azure, progress, recorded, lines } = await runAudit();
    const report = reportOf(output);
    expect(report.findings.map(({ rule, principal }) => `${rule} ${principal?.displayName}`)).toEqual([
      'MG104 Payroll',
    ]);
    expect(report).toMatchObject({ id: 'audit-1', kind: 'full', lookedAt: { assignments: 7, roles: 900 } });
    expect(stepsOf(progress)).toEqual([
      'collectChanges skipped',
      'readMailServices done',
      'readAccess done',
      'readDirectory done',
      'readHeld done',
      'judge done',
      'publish done',
    ]);
    expect(recorded).toEqual(['audit-1']);
    expect(azure.holds.published).toMatchObject([
      {
        type: 'Mailgrant.Audit.FindingOpened',
        subject: `/findings/${report.findings[0]?.id}`,
        data: { audit: 'audit-1', rule: 'MG104', principal: { displayName: 'Payroll' } },
      },
    ]);
    expect(lines.some((line) => line.includes('Audit metrics.') && line.includes('highestScore'))).toBe(true);
  });

  it('keeps what it has read for the next one', async () => {
    const { output } = await runAudit();
    expect(output).toMatchObject({
      slices: {
        services: [{ service: { id: serviceId } }],
        places: [{ scope: serviceId, held: { [principalId]: [] } }],
        directory: { principals: { [principalId]: payroll } },
      },
    });
  });

  it('waits while Azure throttles, and ends with the problem where Azure refuses', async () => {
    const throttled = estate();
    throttled.activities.readAccess = first([later({ afterSeconds: 40 })], throttled.activities.readAccess);
    const { took } = await runAudit({ azure: throttled });
    expect(took).toBeGreaterThanOrEqual(start + 40_000);
    const { output, recorded } = await runAudit({ azure: estate({ readAccess: always(no()) }) });
    expect(output).toMatchObject({ outcome: 'failed', problems: [{ code: expect.any(String) as string }] });
    expect(recorded).toEqual([]);
  });

  it('says which mail service is not there, and audits the others', async () => {
    const azure = estate();
    const { findMailService } = azure.activities;
    azure.activities.findMailService = async (asked) =>
      asked.serviceId === otherServiceId ? done(null) : findMailService(asked);
    const settings = someSettings({ services: [serviceId, otherServiceId] });
    const { lookedAt } = reportOf((await runAudit({ azure, input: { settings } })).output);
    expect(lookedAt.services).toEqual([serviceId]);
    expect(lookedAt.unread).toEqual([expect.stringContaining(otherServiceId) as string]);
  });

  it('publishes nothing where there is no topic, and stands where publishing fails', async () => {
    const settings = someSettings({ services: [serviceId] });
    const silent = await runAudit({ input: { settings } });
    expect(stepsOf(silent.progress)).toContain('publish skipped');
    expect(silent.azure.holds.published).toEqual([]);
    const { output, progress } = await runAudit({ azure: estate({ publishEvents: always(no()) }) });
    expect(output.outcome).toBe('audited');
    expect(stepsOf(progress)).toContain('publish failed');
  });

  it('runs twice without harm', async () => {
    const { output } = await runAudit({ deliverTwice: true });
    expect(reportOf(output).findings).toHaveLength(1);
  });
});

describe('an audit for a change', () => {
  const elsewhere = `${groupScope}2/providers/Microsoft.Communication/communicationServices/far`;
  const settings = someSettings({ services: [serviceId, elsewhere], publishEvents: true });
  const input = { change: change(), collectUntil: start + 20_000, settings };
  const kept = inspectedService({ usernames: [] });
  const last: AuditSlices = {
    services: [kept, { ...kept, service: { ...kept.service, id: elsewhere } }],
    places: [serviceId, elsewhere].map((scope) => ({ ...slice(scope), assignments: [], held: {} })),
    directory: { principals: {}, applications: {}, groupMembers: {}, unread: [] },
  };

  it('reads what the change bears on, takes the rest as it was, and says whose doing it is', async () => {
    const { output, azure } = await runAudit({ input, last });
    const report = reportOf(output);
    expect(report.kind).toBe('targeted');
    expect(report.findings).toMatchObject([{ rule: 'MG104', change: { who: 'ben@contoso.example' } }]);
    expect(azure.inputsOf('readAccess')).toMatchObject([{ place: { scope: serviceId } }]);
    expect(report.lookedAt.services.toSorted()).toEqual([serviceId, elsewhere].toSorted());
  });

  it('reads everything where there is no last audit', async () => {
    const { output, azure } = await runAudit({ input });
    expect(reportOf(output).kind).toBe('full');
    expect(azure.inputsOf('readAccess')).toHaveLength(2);
  });

  it('takes the changes along that come within its time, and passes over what is none', async () => {
    let raised = 0;
    const second = change({ resource: assignmentId.replace('r1', 'r2').replace(groupScope, elsewhere) });
    const { azure, took } = await runAudit({
      input,
      last,
      onIdle({ engine, instanceId }) {
        if (raised++ > 1) return;
        engine.raiseEvent(instanceId, 'change', raised === 1 ? second : { kind: 'nonsense' });
      },
    });
    expect(took).toBeGreaterThanOrEqual(start + 20_000);
    expect(azure.inputsOf('readAccess')).toHaveLength(2);
  });

  it("waits until Azure's list shows the change, but not for ever", async () => {
    const azure = estate({
      readAccess: async ({ place, changed = [] }) =>
        done({ ...slice(place.scope), notSeen: changed.map(({ id }) => id) }),
    });
    const { output, took } = await runAudit({ azure, input, last });
    expect(output.outcome).toBe('audited');
    expect(took).toBeGreaterThanOrEqual(start + 20_000 + changePatience);
    expect(took).toBeLessThan(start + 20_000 + changePatience + 10_000);
  });
});
/* eslint-enable @typescript-eslint/require-await */
