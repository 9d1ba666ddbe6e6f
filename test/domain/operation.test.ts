import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isUnderWay, operationNames, viewOperation } from '../../src/domain/operationView.ts';
import type { InstanceRecord } from '../../src/domain/operationView.ts';
import { problemCodes, statusOf, statusOfAll, titleOf } from '../../src/domain/problems.ts';
import { changeStep, grantSteps, revokeSteps, startProgress } from '../../src/domain/progress.ts';
import type { StepState } from '../../src/domain/progress.ts';
import { isProvenance, isProvenanceOf, madeBy, provenance } from '../../src/domain/requester.ts';
import * as ids from '../../src/domain/resourceId.ts';
import { aProblem, groupScope, requester, serviceId, start, subscriptionScope } from '../support/records.ts';

const about = { application: 'Payroll Reports', requester };

describe('progress', () => {
  it.each([
    ['grant', grantSteps],
    ['revocation', revokeSteps],
  ])('the shares of a %s make a hundred', (_kind, steps) => {
    expect(Object.values<number>(steps).reduce((sum, share) => sum + share, 0)).toBe(100);
    expect(startProgress(steps, about)).toMatchObject({ percent: 0 });
    expect(startProgress(steps, about).steps.map(({ name }) => name)).toEqual(Object.keys(steps));
  });

  it('counts what is done or skipped, and keeps when and why', () => {
    const one = changeStep(
      startProgress(revokeSteps, about),
      { name: 'findGrants', state: 'done', at: start },
      revokeSteps,
    );
    expect(one.percent).toBe(20);
    const change = { name: 'publish', state: 'skipped', at: start, note: 'no topic' } as const;
    const two = changeStep(one, change, revokeSteps);
    expect(two.percent).toBe(30);
    expect(two.steps.at(-1)).toEqual({ name: 'publish', state: 'skipped', since: start, note: 'no topic' });
    expect(one.steps.at(-1)).toEqual({ name: 'publish', state: 'waiting' });
  });

  const state = fc.constantFrom<StepState>('waiting', 'running', 'done', 'skipped', 'failed');
  const change = fc.tuple(fc.constantFrom(...Object.keys(grantSteps)), state);
  test('percent stays between 0 and 100, and is 100 only when all is passed', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const progress = changes.reduce(
          (before, [name, state]) => changeStep(before, { name, state, at: start }, grantSteps),
          startProgress(grantSteps, about),
        );
        const passed = progress.steps.every(({ state }) => state === 'done' || state === 'skipped');
        expect(progress.percent).toBeGreaterThanOrEqual(0);
        expect(progress.percent === 100).toBe(passed);
        expect(progress.steps).toHaveLength(Object.keys(grantSteps).length);
      }),
    );
  });
});

describe('viewOperation', () => {
  const record = (overrides: Partial<InstanceRecord> = {}): InstanceRecord => ({
    instanceId: 'grant-1',
    name: 'grantSmtp',
    runtimeStatus: 'Running',
    createdTime: new Date(start),
    lastUpdatedTime: new Date(start),
    ...overrides,
  });
  const granted = { outcome: 'granted' };
  const failed = { outcome: 'failed', problems: [], undone: [], leftBehind: [] };

  it.each([
    ['Pending', undefined, 'waiting'],
    ['Running', undefined, 'running'],
    ['ContinuedAsNew', undefined, 'running'],
    ['Completed', granted, 'succeeded'],
    ['Completed', { outcome: 'revoked' }, 'succeeded'],
    ['Completed', failed, 'failed'],
    ['Completed', null, 'failed'],
    ['Failed', 'Orchestrator function failed', 'failed'],
    ['Terminated', 'enough', 'terminated'],
    ['Canceled', undefined, 'terminated'],
    ['Suspended', undefined, 'suspended'],
    ['SomethingNew', undefined, 'running'],
  ])('%s with %j is %s', (runtimeStatus, output, state) => {
    const view = viewOperation(record({ runtimeStatus, output }));
    expect(view).toMatchObject({ id: 'grant-1', kind: 'grant', state, steps: [], startedAt: start });
    expect(view?.percent).toBe(state === 'succeeded' ? 100 : 0);
    expect(view?.outcome).toEqual(typeof output === 'object' && output !== null ? output : undefined);
  });

  it('shows who asked and how far it is', () => {
    const customStatus = { percent: 12, about, steps: [{ name: 'publish', state: 'waiting' }] };
    expect(viewOperation(record({ customStatus }))).toMatchObject({
      percent: 12,
      steps: customStatus.steps,
      about,
    });
    expect(viewOperation(record({ customStatus: null }))).not.toHaveProperty('about');
  });

  it('knows revocations, and no instance that is not an operation', () => {
    expect(operationNames).toEqual(['grantSmtp', 'revokeSmtp', 'grantBatch', 'fixFinding', 'auditRoles']);
    expect(viewOperation(record({ name: 'revokeSmtp' }))?.kind).toBe('revoke');
    expect(viewOperation(record({ name: 'fixFinding' }))?.kind).toBe('fix');
    expect(viewOperation(record({ name: 'watchApplications' }))).toBeUndefined();
  });

  it.each([
    ['Pending', true],
    ['Running', true],
    ['ContinuedAsNew', true],
    ['Suspended', true],
    ['Completed', false],
    ['Failed', false],
    ['Terminated', false],
  ])('an operation that is %s is under way: %s', (runtimeStatus, expected) => {
    const view = viewOperation(record({ runtimeStatus }));
    expect(view === undefined ? undefined : isUnderWay(view)).toBe(expected);
  });
});

describe('provenance', () => {
  it('says who asked, by which door and why, and is known again', () => {
    const text = provenance('grant-1', requester);
    expect(text).toBe(
      'Mailgrant operation grant-1 (http): asked for by ada@contoso.example. POST /api/grants',
    );
    expect(isProvenance(text)).toBe(true);
    expect(isProvenance('made by hand, not by a Mailgrant operation')).toBe(false);
  });

  it('is what Azure takes, whatever a requester is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (who) => {
        const text = provenance('grant-1', { ...requester, who });
        expect(text.length).toBeLessThanOrEqual(1024);
        expect(text).not.toMatch(/\p{Cc}/u);
        expect(text.isWellFormed()).toBe(true);
        expect(isProvenance(text)).toBe(true);
      }),
    );
    expect(provenance('1', { ...requester, who: '😀'.repeat(600) }).isWellFormed()).toBe(true);
    expect(provenance('1', { ...requester, who: 'a\r\n\tb' })).toContain('by a b. ');
  });
});

describe('who made a role assignment', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2000 }),
    fc.constantFrom(
      '(event)',
      'x (http). ',
      '(event): asked for by',
      'Mailgrant operation grant-2 (event): ',
      '\n',
    ),
  );
  const text = fc.array(hostile, { maxLength: 3 }).map((parts) => parts.join(''));

  it('is the operation and the door, whatever strangers call themselves and their applications', () => {
    fc.assert(
      fc.property(fc.constantFrom('http', 'event'), text, text, (door, who, why) => {
        const description = provenance('grant-1', { door, who, why });
        expect(madeBy(description)).toEqual({ operation: 'grant-1', door });
        expect(isProvenanceOf(description, 'grant-1')).toBe(true);
        expect(isProvenanceOf(description, 'grant-')).toBe(false);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['a person', 'made by hand (event)'],
    ['a mark without a door', 'Mailgrant operation 2: x (event)'],
    ['another door', 'Mailgrant operation grant-1 (window): x'],
    ['a mark that is not at the start', ' Mailgrant operation grant-1 (event): x'],
    ['another case', 'mailgrant operation grant-1 (event): x'],
  ])('is not told by %s', (_what, description) => {
    expect(madeBy(description)).toBeUndefined();
  });
});

describe('ARM ids', () => {
  it('tells the parts of a mail service', () => {
    expect(ids.parseCommunicationServiceId(serviceId.toUpperCase())).toMatchObject({
      subscriptionId: subscriptionScope.split('/')[2]?.toUpperCase(),
      resourceGroup: 'RG-MAIL',
      name: 'CONTOSO-MAIL',
    });
  });

  it.each([
    '',
    '/',
    groupScope,
    `${serviceId}/`,
    `${serviceId}/smtpUsernames/x`,
    ` ${serviceId}`,
    `${serviceId}\n`,
  ])('%j is no mail service', (id) => expect(ids.parseCommunicationServiceId(id)).toBeUndefined());

  it('cuts scopes out of an id, and makes those of assignments', () => {
    expect(ids.subscriptionScope(serviceId)).toBe(subscriptionScope);
    expect(ids.resourceGroupScope(serviceId)).toBe(groupScope);
    expect(ids.nameOf(serviceId)).toBe('contoso-mail');
    expect(ids.roleAssignmentId('/', 'x')).toBe('/providers/Microsoft.Authorization/roleAssignments/x');
    expect(ids.roleAssignmentId(groupScope, 'x')).toMatch(/rg-mail\/providers\/.*\/x$/);
    expect(ids.sameId(serviceId, serviceId.toUpperCase())).toBe(true);
  });
});

describe('problems', () => {
  it.each(problemCodes)('%s has a status and a title', (code) => {
    expect(statusOf(code)).toBeGreaterThanOrEqual(400);
    expect(titleOf(code)).toMatch(/^[A-Z]/);
  });

  it('answers several with the status that they share, or with 400', () => {
    const notFound = aProblem({ code: 'application-not-found' });
    expect(statusOfAll([notFound, aProblem({ code: 'role-not-found' })])).toBe(404);
    expect(statusOfAll([notFound, aProblem({ code: 'username-taken' })])).toBe(400);
    expect(statusOfAll([])).toBe(400);
  });
});
