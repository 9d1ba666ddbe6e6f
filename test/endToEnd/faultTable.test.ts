import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../dev/azure/faults/rule.ts';
import type { GrantOutcome } from '../../src/domain/operation.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { traces } from '../support/mailgrantTraces.ts';

const body = { application: 'Invoice Service' };

/** One call that Mailgrant makes of Azure: the nth of an operation, so that a fault can strike just this one. */
type Call = { operation: string; nth: number };

/** The calls of a healthy grant, as the request log has them: those of the door, and those of the operation. */
async function callsOfAGrant(): Promise<{ door: Call[]; operation: Call[] }> {
  const calls = { door: [] as Call[], operation: [] as Call[] };
  await withApp({}, async (app) => {
    const { body: started } = await app.call('POST /grants', body);
    await app.host.engine.idle();
    const first = operationsAsked(app);
    // A second request joins the operation, which only waits by now: what is asked of Azure is asked at the door.
    await app.call('POST /grants', body);
    calls.door = numbered(operationsAsked(app).slice(first.length));
    await app.finish(started.id);
    const atDoor = calls.door.map(({ operation }) => operation);
    const later = operationsAsked(app).slice(first.length + atDoor.length);
    calls.operation = numbered([...first, ...later]).filter(
      ({ operation, nth }) => nth > atDoor.filter((each) => each === operation).length,
    );
  });
  return calls;
}

/** The calls that undo makes after the login was refused for good. */
async function callsOfUndo(): Promise<Call[]> {
  let calls: Call[] = [];
  await withApp({}, async (app) => {
    app.azure.faults.add({ ...refusedUsername });
    const { body: started } = await app.call('POST /grants', body);
    await app.finish(started.id);
    calls = numbered(operationsAsked(app)).filter(({ operation }) => operation.endsWith('Delete'));
  });
  return calls;
}

const refusedUsername: FaultRule = {
  operation: 'SmtpUsernames_CreateOrUpdate',
  effect: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
};

function operationsAsked({ azure }: AppOnLocalAzure): string[] {
  const ours = azure.requests.entries.filter(({ caller }) => caller === 'mailgrant');
  return ours.map(({ operation }) => operation);
}

function numbered(operations: string[]): Call[] {
  return operations.map((operation, index) => ({
    operation,
    nth: operations.slice(0, index + 1).filter((each) => each === operation).length,
  }));
}

const forAWhile: Record<string, FaultRule['effect']> = {
  '503': { kind: 'status', status: 503 },
  '429 with Retry-After': { kind: 'status', status: 429, retryAfter: 20 },
  'a connection that breaks before': { kind: 'resetBefore' },
  'a lost answer': { kind: 'resetAfter' },
  '500 after the work was done': { kind: 'status', status: 500, afterWork: true },
  'work done twice': { kind: 'twice' },
};

const forGood: Record<string, { effect: FaultRule['effect']; code: string }> = {
  'is forbidden': {
    effect: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
    code: 'not-authorized',
  },
  'is locked': { effect: { kind: 'status', status: 409, code: 'ScopeLocked' }, code: 'scope-locked' },
  'is throttled for ever': {
    effect: { kind: 'status', status: 429, retryAfter: 60 },
    code: 'azure-throttled',
  },
  'never answers': { effect: { kind: 'resetBefore' }, code: 'azure-unavailable' },
  'never answers, and takes effect': { effect: { kind: 'resetAfter' }, code: 'azure-unavailable' },
};

const strike = ({ operation, nth }: Call, effect: FaultRule['effect'], times?: number): FaultRule => ({
  operation,
  caller: 'mailgrant',
  skip: nth - 1,
  effect,
  ...(times !== undefined && { times }),
});

async function grant(app: AppOnLocalAzure): Promise<OperationView & { outcome: GrantOutcome }> {
  const { status, body: started } = await app.call('POST /grants', body);
  expect(status).toBe(202);
  return (await app.finish(started.id)) as OperationView & { outcome: GrantOutcome };
}

const calls = await callsOfAGrant();
const undoCalls = await callsOfUndo();

it('finds the calls that it is about', () => {
  expect(calls.door.length).toBeGreaterThan(3);
  expect(calls.operation.length).toBeGreaterThan(5);
  expect(undoCalls.map(({ operation }) => operation)).toEqual([
    'RoleAssignments_Delete',
    'RoleDefinitions_Delete',
  ]);
});

describe.each(calls.operation)('when $operation ($nth) of the operation', (call) => {
  it.each(Object.entries(forGood))(
    '%s, nothing stays behind and the operation says why',
    (_how, { effect, code }) =>
      withApp({}, async (app) => {
        const before = traces(app.azure);
        app.azure.faults.add(strike(call, effect));
        const { state, outcome } = await grant(app);
        expect(outcome).toMatchObject({ outcome: 'failed', problems: [{ code }], leftBehind: [] });
        expect(state).toBe('failed');
        expect(traces(app.azure)).toEqual(before);
      }),
  );

  it.each(Object.entries(forAWhile))('meets %s three times, the grant is made, once', (_what, effect) =>
    withApp({}, async (app) => {
      const before = traces(app.azure);
      app.azure.faults.add(strike(call, effect, 3));
      const { outcome } = await grant(app);
      expect(outcome).toMatchObject({ outcome: 'granted', readiness: { level: 'expected' } });
      const after = traces(app.azure);
      expect(after.roles).toHaveLength(before.roles.length + 1);
      expect(after.assignments).toHaveLength(before.assignments.length + 1);
      expect(after.usernames).toHaveLength(before.usernames.length + 1);
    }),
  );
});

describe.each(calls.door)('when $operation ($nth) of the door', (call) => {
  it('is forbidden, the caller hears why and nothing is started', () =>
    withApp({}, async (app) => {
      const before = traces(app.azure);
      app.azure.faults.add(strike(call, { kind: 'status', status: 403, code: 'AuthorizationFailed' }));
      const answer = await app.call<{ code: string }>('POST /grants', body);
      expect(answer).toMatchObject({ status: 502, body: { code: 'not-authorized' } });
      expect((await app.call<{ operations: unknown[] }>('GET /operations')).body.operations).toEqual([]);
      expect(traces(app.azure)).toEqual(before);
    }));

  it('does not answer, the caller hears when to come back', () =>
    withApp({}, async (app) => {
      app.azure.faults.add(strike(call, { kind: 'status', status: 503, retryAfter: 7 }, 1));
      const answer = await app.call<{ code: string }>('POST /grants', body);
      expect(answer).toMatchObject({ status: 503, body: { code: 'azure-unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('7');
      expect((await grant(app)).state).toBe('succeeded');
    }));
});

describe.each(undoCalls)('when $operation ($nth) of the undo', (call) => {
  it.each(Object.entries(forAWhile))('meets %s three times, all is undone', (_what, effect) =>
    withApp({}, async (app) => {
      const before = traces(app.azure);
      app.azure.faults.add(refusedUsername);
      app.azure.faults.add(strike(call, effect, 3));
      expect((await grant(app)).outcome).toMatchObject({ outcome: 'failed', leftBehind: [] });
      expect(traces(app.azure)).toEqual(before);
    }),
  );

  it('is forbidden, what stays behind is named', () =>
    withApp({}, async (app) => {
      app.azure.faults.add(refusedUsername);
      app.azure.faults.add(strike(call, { kind: 'status', status: 403, code: 'AuthorizationFailed' }));
      const { outcome } = await grant(app);
      if (outcome.outcome !== 'failed') throw new Error('The grant was made.');
      expect(outcome.leftBehind.join()).toMatch(/AuthorizationFailed/);
    }));
});
