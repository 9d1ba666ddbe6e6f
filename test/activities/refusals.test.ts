import { describe, expect, it } from 'vitest';
import { createActivities } from '../../src/activities/index.ts';
import { AzureError } from '../../src/domain/azureError.ts';
import { decideGrant } from '../../src/domain/grantDecision.ts';
import { fixOf } from '../../src/domain/audit/fix.ts';
import { findingOf, fixProblem } from '../../src/domain/audit/fixProblems.ts';
import { parseFixRequest } from '../../src/domain/audit/fixRequest.ts';
import { parseDecisionRequest } from '../../src/domain/approval.ts';
import type { Progress } from '../../src/domain/progress.ts';
import { parseCsvBatch } from '../../src/domain/batchCsv.ts';
import { parseJsonBatch } from '../../src/domain/batchRequest.ts';
import { isProblem, parseGrantRequest } from '../../src/domain/grantRequest.ts';
import type { BatchOutcome } from '../../src/domain/operation.ts';
import { problemCodes } from '../../src/domain/problems.ts';
import type { Problem, ProblemCode } from '../../src/domain/problems.ts';
import { wishOf } from '../../src/domain/tags.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import type { Gateways } from '../../src/gateways/ports.ts';
import azureErrors from '../cases/azureErrors.json' with { type: 'json' };
import badRequests from '../cases/badRequests.json' with { type: 'json' };
import { withApp } from '../support/appOnLocalAzure.ts';
import { crashing, fakeActivities } from '../support/fakeActivities.ts';
import {
  aDomain,
  aRequest,
  aUsername,
  grantInput,
  groupScope,
  inspectedService,
} from '../support/records.ts';
import { appId, otherAppId, resolvedApplication, serviceId, subscriptionScope } from '../support/records.ts';
import { behindEntra, signedIn } from '../support/signedIn.ts';
import { named } from '../domain/report/reports.ts';
import {
  assign,
  azureToFix,
  broad,
  fixInput,
  makeRole,
  remove,
  runFix,
  unfixed,
} from '../workflows/fixes.ts';
import { failed, runGrant } from '../workflows/runs.ts';
import { auditRefusals } from './auditRefusals.ts';
import { localActivities } from './localActivities.ts';
import { refusalCases } from './refusalCases.ts';

/** Every code that any case below has met. */
const met = new Set<string>();

type Expected = { code: string; names: string; field?: string | undefined; fix?: string | undefined };

/** There is such a problem: it says what it is about, and what to do. */
function expectProblem(problems: readonly Problem[], { code, names, field, fix }: Expected): void {
  const problem = problems.find((each) => each.code === code);
  expect(problems.map((each) => each.code)).toContain(code);
  expect(problem?.message).toContain(names);
  expect(problem?.fix).toContain(fix ?? '');
  expect(problem?.fix.length).toBeGreaterThan(10);
  if (field !== undefined) expect(problem?.field).toBe(field);
  met.add(code);
}

describe('a bad request', () => {
  const twins = ['rg-a', 'rg-b'].map(
    (group) =>
      `${subscriptionScope}/resourceGroups/${group}/providers/Microsoft.Communication/communicationServices/twin`,
  );

  // Not in the file: JSON that holds half a character is not read alike everywhere.
  const half = '\ud83d';
  const halves = [
    {
      name: 'an application with half a character',
      body: { application: `Payroll ${half}` },
      code: 'invalid-application',
      names: 'no display name',
    },
    {
      name: 'a clone of half a character',
      body: { application: 'a', role: { cloneOf: half } },
      code: 'invalid-role',
      names: 'no name of a role',
    },
  ];
  it.each([...badRequests, ...halves])('$name is $code', ({ body, ...expected }) => {
    const problems = parseGrantRequest(body, [serviceId, ...twins]);
    expect(Array.isArray(problems)).toBe(true);
    expectProblem(problems as Problem[], expected);
  });
});

describe('a request that does not fit what is there', () => {
  const disabled = resolvedApplication({}, { enabled: false });
  const unverified = [aDomain('new.contoso.example', false)];
  const own = [aUsername()];
  const cases = [
    { code: 'service-principal-disabled', names: "'Payroll Reports'", resolved: disabled },
    { code: 'no-linked-domain', names: "'contoso-mail'", domains: [] },
    { code: 'no-verified-domain', names: 'new.contoso.example', domains: unverified },
    { code: 'username-domain-not-linked', names: "'b.example'", username: 'a@b.example' },
    {
      code: 'username-domain-not-linked',
      names: 'mail.contoso.example',
      username: 'a@sub.mail.contoso.example',
    },
    {
      code: 'username-domain-not-verified',
      names: "'new.contoso.example'",
      username: 'a@new.contoso.example',
      domains: unverified,
    },
    { code: 'username-exists', names: "'payroll'", username: 'reports', usernames: own },
    {
      code: 'username-taken',
      names: "'PAYROLL'",
      username: 'PAYROLL',
      usernames: own.map((each) => ({ ...each, appId: otherAppId })),
    },
  ];
  it.each(cases)('is $code', ({ code, names, resolved = resolvedApplication(), username, ...inspected }) => {
    const request = aRequest(username === undefined ? {} : { username });
    const inspection = { resolved, inspected: inspectedService(inspected) };
    expectProblem(decideGrant(request, inspection, 'freeform') as Problem[], { code, names });
  });
});

describe('what Azure answers', () => {
  it.each(azureErrors)('$status $code is $problem', async ({ status, code, kind, problem, fix }) => {
    const error = new AzureError('This is why.', { status, code });
    const authorization = { assignment: () => Promise.reject(error) };
    const activities = createActivities({ authorization } as unknown as Gateways);
    const answer = await activities.checkPropagation({ assignmentId: '/the/assignment' });
    expect(answer.kind).toBe(kind);
    if (answer.kind !== 'done')
      expectProblem([answer.problem], { code: problem, names: '/the/assignment', fix });
  });

  it.each(refusalCases)('$name is $code', async ({ ask, code, names, kind = 'refused' }) => {
    const answer = await ask(localActivities());
    expect(answer.kind).toBe(kind);
    if (answer.kind !== 'done') expectProblem([answer.problem], { code, names });
  });
});

describe('a grant that fails on the way', () => {
  const role = senderRole(groupScope);
  const settings = { createRole: false };
  const drifted = fakeActivities();
  drifted.holds.roles.set(role.name, { ...role, type: 'CustomRole', permissions: [] });
  const blind = fakeActivities({
    checkPropagation: () => Promise.resolve({ kind: 'done', value: { seen: false } }),
  });
  const crashed = fakeActivities((healthy) => ({ putRole: crashing(3, healthy.putRole) }));
  const cases = [
    { code: 'role-missing', names: role.roleName, azure: fakeActivities(), settings },
    { code: 'role-drifted', names: role.roleName, azure: drifted, settings },
    { code: 'assignment-not-seen', names: '/roleAssignments/', azure: blind, settings: {} },
    { code: 'internal-error', names: 'the host went down', azure: crashed, settings: {} },
  ];

  it.each(cases)('says $code', async ({ azure, settings, ...expected }) => {
    expectProblem(failed(await runGrant(azure, grantInput({ settings }))).problems, expected);
  });
});

describe('the tags of an application', () => {
  it.each([
    { tags: ['mailgrant:scope=subscription'], code: 'invalid-tag', names: "'mailgrant:scope=subscription'" },
    {
      tags: ['mailgrant:username=a1', 'mailgrant:username=b2'],
      code: 'conflicting-tags',
      names: "'mailgrant:username=b2'",
    },
  ])('say $code', ({ tags, ...expected }) => {
    const wish = wishOf({ appId, tags }, { tag: 'mailgrant', services: [serviceId] });
    expectProblem(Array.isArray(wish) ? wish : [], expected);
  });
});

describe('a grant that waits for approval', () => {
  const cases = [
    {
      code: 'approval-rejected',
      names: 'grace rejected the request: Not yours.',
      approve: false,
      by: { who: 'grace' },
    },
    { code: 'request-withdrawn', names: 'Not yours.', approve: false, by: 'withdrawn' },
    { code: 'approval-timed-out', names: '2026-01-04' },
  ];
  it.each(cases)('says $code', async ({ approve, by, ...expected }) => {
    const run = await runGrant(fakeActivities(), grantInput({ request: { scope: 'subscription' } }), {
      onIdle({ engine, instanceId }) {
        const { approval } = (engine.get(instanceId)?.customStatus ?? {}) as Progress;
        if (approval !== undefined && by !== undefined)
          engine.raiseEvent(instanceId, 'decision', {
            approve,
            by,
            reason: 'Not yours.',
            approval: approval.id,
          });
      },
    });
    expectProblem(failed(run).problems, expected);
  });

  it('or says policy-refused where nothing waits', async () => {
    const input = grantInput({
      request: { username: 'ceo' },
      settings: { approval: { mode: 'never', timeout: 1 } },
    });
    const requester = { door: 'event', who: 'the tags', why: 'mailgrant:username=ceo' } as const;
    const run = await runGrant(fakeActivities(), { ...input, requester });
    expectProblem(failed(run).problems, { code: 'policy-refused', names: "'ceo'" });
  });
});

describe('a decision', () => {
  it('says invalid-reason', () => {
    const problems = parseDecisionRequest({ approve: true, reason: '' });
    expectProblem(problems as Problem[], { code: 'invalid-reason', names: 'reason', field: 'reason' });
  });
});

describe('a caller', () => {
  const cases = [
    { code: 'not-signed-in', names: 'without a sign-in', headers: {} },
    {
      code: 'app-role-missing',
      names: "'ada@contoso.example'",
      headers: signedIn('ada', 'Mailgrant.Reader'),
    },
    {
      code: 'own-request',
      names: 'ada@contoso.example',
      headers: signedIn('ada', 'Mailgrant.Approver', 'Mailgrant.Operator'),
    },
  ];
  it.each(cases)('that may not decide is told $code', ({ headers, ...expected }) =>
    withApp({ settings: behindEntra, headers: signedIn('ada', 'Mailgrant.Operator') }, async (app) => {
      const asked = { application: 'Invoice Service', scope: 'resourceGroup' };
      const { body } = await app.call('POST /grants', asked);
      await app.finish(body.id);
      const route = `POST /operations/${body.id}/decision`;
      const answer = await app.call<{ problems: Problem[] }>(
        route,
        { approve: true, reason: 'Yes.' },
        headers,
      );
      expectProblem(answer.body.problems, expected);
    }),
  );
});

describe('the HTTP API', () => {
  const cases = [
    { route: 'POST /grants', body: '{', code: 'malformed-json', names: 'not JSON' },
    {
      route: 'POST /grants?plan=maybe',
      body: { application: 'x' },
      code: 'invalid-parameter',
      names: "'maybe'",
    },
    { route: 'GET /operations/grant-0', code: 'operation-not-found', names: "'grant-0'" },
    { route: 'DELETE /grants/Invoice%20Service', code: 'grant-not-found', names: "'Invoice Service'" },
    { route: 'DELETE /grants/%0A', code: 'invalid-application', names: 'application' },
    {
      route: 'DELETE /grants/Newsletter',
      before: { application: 'Newsletter' },
      code: 'operation-running',
      names: 'is under way',
    },
    {
      route: 'POST /operations/{id}/decision',
      before: { application: 'Newsletter' },
      body: { approve: true, reason: 'Yes.' },
      code: 'no-decision-awaited',
      names: 'does not wait',
    },
  ];
  it.each(cases)('$route says $code', ({ route, body, before, ...expected }) =>
    withApp({}, async (app) => {
      const started = before && (await app.call('POST /grants', before));
      if (started !== undefined) expect(started.status).toBe(202);
      const answer = await app.call<{ problems: Problem[] }>(
        route.replace('{id}', started?.body.id ?? ''),
        body,
      );
      expectProblem(answer.body.problems, expected);
    }),
  );
});

describe('the fix of a finding', () => {
  const note = { reason: 'Moves in March', owner: 'mail team', until: '2030-01-01' };
  const byPerson = fixOf([{ do: 'leaveGroup', groupId: 'g-1', principalId: 'p-1' }], 'Do it by hand.');
  const byMailgrant = fixOf([makeRole, assign, remove], 'Wait.');
  const cases = [
    { code: 'finding-closed', names: 'MG101-1', status: 'resolved' as const, fix: byMailgrant },
    {
      code: 'finding-closed',
      names: 'mail team',
      status: 'exempt' as const,
      fix: byMailgrant,
      exemption: note,
    },
    { code: 'finding-not-fixable', names: 'leaveGroup', status: 'open' as const, fix: byPerson },
    {
      code: 'finding-not-fixable',
      names: 'a person',
      status: 'new' as const,
      fix: fixOf([], 'Think of it.'),
    },
  ];
  it.each(cases)('is $code where it is $status', ({ code, names, ...finding }) => {
    const problem = fixProblem({ id: 'MG101-1', ...finding });
    expectProblem(problem === undefined ? [] : [problem], { code, names });
  });

  it.each(['new', 'open'] as const)('is none where it is %s and has steps for Mailgrant', (status) => {
    expect(fixProblem({ id: 'MG101-1', status, fix: byMailgrant })).toBeUndefined();
  });

  it('is finding-not-found where the report has none of that id', () => {
    const found = findingOf(named('MG101-1'), 'MG102-1');
    expectProblem([found].filter(isProblem), { code: 'finding-not-found', names: "'MG102-1'" });
    expect(findingOf(named('MG101-1'), 'mg101-1')).toMatchObject({ id: 'MG101-1' });
  });

  it.each(auditRefusals)('says $code', async ({ ask, ...expected }) => expectProblem(await ask(), expected));

  const changed = azureToFix();
  changed.holds.assignments.set(broad.id, { ...broad, principalId: 'somebody-else' });
  const steps = [{ ...remove }];
  it.each([
    { code: 'finding-changed', names: broad.id, azure: changed },
    { code: 'mail-would-stop', names: 'contoso-mail', azure: azureToFix() },
  ])('says $code', async ({ azure, ...expected }) => {
    expectProblem(unfixed(await runFix(azure, fixInput({ steps }))).problems, expected);
  });

  it.each([
    { body: [], code: 'not-an-object', names: 'object' },
    { body: { why: 'x' }, code: 'unknown-field', names: "'why'", field: 'why' },
    { body: { reason: 1 }, code: 'wrong-type', names: 'reason', field: 'reason' },
    { body: { reason: 'a\nb' }, code: 'invalid-reason', names: 'one line', field: 'reason' },
  ])('says $code of a body', ({ body, ...expected }) => {
    const problems = parseFixRequest(body);
    expectProblem(Array.isArray(problems) ? problems : [], expected);
  });
});

describe('a batch', () => {
  const many = { items: Array(10_001).fill({ application: 'a' }) };
  const cases = [
    { code: 'malformed-csv', names: 'quote', rows: parseCsvBatch('application\n"a', [serviceId]) },
    { code: 'no-rows', names: 'no rows', rows: parseCsvBatch('application', [serviceId]) },
    { code: 'too-many-rows', names: '10001', rows: parseJsonBatch(many, [serviceId]) },
    { code: 'duplicate-row', names: 'row 2', rows: parseCsvBatch('application\na\nA', [serviceId]) },
  ];
  it.each(cases)('says $code', ({ rows, ...expected }) => {
    expectProblem(rows.filter(isProblem), expected);
  });

  it('says unsupported-media-type', () =>
    withApp({}, async (app) => {
      const answer = await fetch(`${app.host.url}/api/grants/batch`, { method: 'POST', body: 'application' });
      const { problems } = (await answer.json()) as { problems: Problem[] };
      expectProblem(problems, { code: 'unsupported-media-type', names: "'text/plain; charset=utf-8'" });
    }));

  it('says operation-terminated of a grant that somebody stopped', () =>
    withApp({}, async (app) => {
      const { body } = await app.call('POST /grants', { application: 'Newsletter' });
      const batch = await app.call('POST /grants/batch', { items: [{ application: 'Newsletter' }] });
      await app.rest();
      app.host.engine.terminate(body.id, 'enough');
      const { outcome } = await app.finish(batch.body.id);
      const [row] = (outcome as BatchOutcome).rows;
      expectProblem(row?.outcome === 'failed' ? row.problems : [], {
        code: 'operation-terminated',
        names: body.id,
      });
    }));
});

it('each code is met by a case: there is none that nobody can get', () => {
  expect([...met].sort()).toEqual([...problemCodes].sort() satisfies ProblemCode[]);
});
