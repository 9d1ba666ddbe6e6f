import { describe, expect, it } from 'vitest';
import type { OperationView } from '../../src/domain/operationView.ts';
import { problemCodes, statusOf } from '../../src/domain/problems.ts';
import type { ProblemCode } from '../../src/domain/problems.ts';
import { isRetryDue, mayMend } from '../../src/domain/retry.ts';
import type { LastGrant, LastRevocation } from '../../src/domain/retry.ts';
import { hastenedBy } from '../../src/domain/revocation.ts';
import { aProblem, start } from '../support/records.ts';

const before = '2025-12-31T00:00:00.000Z';
const after = '2026-01-02T00:00:00.000Z';

const grant = (overrides: Partial<LastGrant> = {}): LastGrant => ({
  state: 'succeeded',
  startedAt: start,
  door: 'event',
  sameWish: true,
  ...overrides,
});
const failed = (...codes: ProblemCode[]) =>
  ({
    state: 'failed',
    outcome: {
      outcome: 'failed',
      problems: codes.map((code) => aProblem({ code })),
      undone: [],
      leftBehind: [],
    },
  }) satisfies Partial<LastGrant>;
const revocation = (overrides: Partial<LastRevocation> = {}): LastRevocation => ({
  state: 'succeeded',
  updatedAt: after,
  door: 'http',
  steps: [],
  outcome: { outcome: 'revoked', removed: [], stillGrants: [] },
  ...overrides,
});
const kept: OperationView['outcome'] = { outcome: 'kept', because: 'It is tagged again.' };
const hastened = [
  { name: 'waitForGrace', state: 'done' as const, note: hastenedBy({ who: 'ada', door: 'http' }) },
];

describe('an application that is tagged and holds no login is', () => {
  it.each<[string, boolean, LastGrant | undefined, LastRevocation | undefined]>([
    ['that nobody has asked for', true, undefined, undefined],
    ['that was deleted over HTTP and is forgotten', false, undefined, revocation()],
    ['that is under way', false, grant({ state: 'running' }), undefined],
    ['that awaits approval', false, grant({ state: 'awaitingApproval' }), undefined],
    ['that runs by other wishes of the tags', true, grant({ state: 'running', sameWish: false }), undefined],
    [
      'that runs by other wishes over HTTP',
      false,
      grant({ state: 'awaitingApproval', sameWish: false, door: 'http' }),
      undefined,
    ],
    ['that somebody rejected', false, grant(failed('approval-rejected')), undefined],
    [
      'that was rejected over HTTP',
      true,
      grant({ ...failed('approval-rejected'), sameWish: false, door: 'http' }),
      undefined,
    ],
    [
      'of other wishes that a DELETE took back',
      false,
      grant({ ...failed('request-withdrawn'), sameWish: false, door: 'http' }),
      undefined,
    ],
    [
      'that was taken back because the tags changed',
      true,
      grant({ ...failed('request-withdrawn'), sameWish: false }),
      undefined,
    ],
    ['that found Azure down', true, grant(failed('azure-unavailable')), undefined],
    ['that had several troubles', true, grant(failed('no-service-principal', 'no-linked-domain')), undefined],
    ['with a trouble and a verdict', false, grant(failed('azure-unavailable', 'policy-refused')), undefined],
    ['that crashed', true, grant({ state: 'failed' }), undefined],
    ['that was terminated', false, grant({ state: 'terminated' }), undefined],
    ['that succeeded, and whose login somebody removed by hand', false, grant(), undefined],
    ['that succeeded and was deleted over HTTP', false, grant(), revocation()],
    ['that succeeded and was untagged for long', true, grant(), revocation({ door: 'event' })],
    ['whose grace somebody ended over HTTP', false, grant(), revocation({ door: 'event', steps: hastened })],
    ['that was kept', false, grant(), revocation({ door: 'event', outcome: kept })],
    ['that failed and was kept', true, grant(failed('internal-error')), revocation({ outcome: kept })],
    ['that failed and was deleted over HTTP', false, grant(failed('internal-error')), revocation()],
    ['that failed after a DELETE', true, grant(failed('internal-error')), revocation({ updatedAt: before })],
    [
      'that is being revoked',
      false,
      grant(failed('internal-error')),
      revocation({ state: 'running', door: 'event' }),
    ],
    [
      'that a DELETE took in part',
      false,
      grant(),
      revocation({ state: 'failed', outcome: { outcome: 'failed', problems: [], removed: [] } }),
    ],
  ])('with a grant %s, granted once more: %s', (...[, due, last, revoked]) => {
    expect(isRetryDue(last, revoked)).toBe(due);
  });
});

describe('a problem', () => {
  const verdicts: ProblemCode[] = [
    'invalid-tag',
    'conflicting-tags',
    'invalid-username',
    'service-not-allowed',
    'service-ambiguous',
    'policy-refused',
    'approval-rejected',
    'approval-timed-out',
    'request-withdrawn',
    'operation-terminated',
  ];
  it.each(verdicts)('%s stays until somebody asks for something else', (code) => {
    expect(mayMend(code)).toBe(false);
  });

  const troubles: ProblemCode[] = [
    ...problemCodes.filter((code) => statusOf(code) === 503),
    'no-service-principal',
    'service-principal-disabled',
    'application-not-found',
    'not-authorized',
    'internal-error',
    'scope-locked',
    'limit-reached',
    'service-not-found',
    'no-linked-domain',
    'no-verified-domain',
    'username-domain-not-linked',
    'username-domain-not-verified',
    'username-taken',
    'username-exists',
    'username-refused',
    'role-missing',
    'role-drifted',
    'role-name-taken',
    'assignment-exists',
    'assignment-name-taken',
    'azure-conflict',
    'azure-refused',
  ];
  it.each(troubles)('%s may be gone another day', (code) => {
    expect(mayMend(code)).toBe(true);
  });
});
