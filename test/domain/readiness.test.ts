import { describe, expect, it } from 'vitest';
import { assessReadiness } from '../../src/domain/readiness.ts';
import type { CheckName, ReadinessFacts } from '../../src/domain/readiness.ts';
import { neededActions } from '../../src/domain/senderRole.ts';
import { aDomain, aUsername, anApplication, groupScope, inspectedService } from '../support/records.ts';
import {
  appId,
  otherAppId,
  otherServiceId,
  permission,
  principalId,
  resolvedApplication,
} from '../support/records.ts';
import { serviceId, start } from '../support/records.ts';

const role = { id: 'r', name: 'Sender', permissions: [permission([...neededActions])] };
const assignment = { id: '/a', principalId, scope: serviceId, role };

/** An application that is ready by every check. */
function facts(overrides: Partial<ReadinessFacts> = {}): ReadinessFacts {
  return {
    resolved: resolvedApplication(),
    inspected: inspectedService({ usernames: [aUsername()] }),
    assignments: [assignment],
    now: start,
    settled: true,
    ...overrides,
  };
}
const secrets = (...ends: string[]) =>
  resolvedApplication({ secrets: ends.map((endDateTime, index) => ({ keyId: String(index), endDateTime })) });
const withRole = (...actions: string[]) => ({
  ...assignment,
  role: { ...role, permissions: [permission(actions)] },
});

describe('assessReadiness', () => {
  it('expects mail to go through when every check passes', () => {
    const readiness = assessReadiness(facts());
    expect(readiness).toMatchObject({ level: 'expected', reasons: [] });
    expect(readiness.checks.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual([
      'service-principal pass',
      'domain pass',
      'role pass',
      'smtp-username pass',
      'username-domain pass',
      'client-secret pass',
    ]);
    expect(readiness.checks[2]?.why).toBe(`The role 'Sender' is assigned at ${serviceId}.`);
  });

  const table: [string, Partial<ReadinessFacts>, CheckName, string][] = [
    [
      'a blocked sign-in',
      { resolved: resolvedApplication({}, { enabled: false }) },
      'service-principal',
      'disabled',
    ],
    [
      'no domain',
      { inspected: inspectedService({ domains: [], usernames: [aUsername()] }) },
      'domain',
      'no linked',
    ],
    [
      'no verified domain',
      { inspected: inspectedService({ domains: [aDomain('a.example', false)], usernames: [aUsername()] }) },
      'domain',
      'verified',
    ],
    ['no role', { assignments: [] }, 'role', neededActions.join(', ')],
    ['half a role', { assignments: [withRole(neededActions[0])] }, 'role', neededActions[1]],
    ['the role of another', { assignments: [{ ...assignment, principalId: 'x' }] }, 'role', 'may not'],
    [
      'a role at another service',
      { assignments: [{ ...assignment, scope: otherServiceId }] },
      'role',
      'may not',
    ],
    ['no username', { inspected: inspectedService() }, 'smtp-username', 'no SMTP username'],
    [
      'the username of another',
      { inspected: inspectedService({ usernames: [aUsername({ appId: otherAppId })] }) },
      'smtp-username',
      "'contoso-mail'",
    ],
    [
      'an address at a domain that is not linked',
      { inspected: inspectedService({ usernames: [aUsername({ username: 'a@b.example' })] }) },
      'username-domain',
      'b.example',
    ],
    ['no secret', { resolved: secrets() }, 'client-secret', 'no client secret'],
    ['an old secret', { resolved: secrets('2025-12-31T00:00:00Z') }, 'client-secret', '2025-12-31'],
    ['a secret that ends now', { resolved: secrets(start) }, 'client-secret', 'expired'],
    [
      'two old secrets',
      { resolved: secrets('2025-06-01T00:00:00Z', '2025-01-01T00:00:00Z') },
      'client-secret',
      '2025-06-01',
    ],
  ];
  it.each(table)('is not ready with %s', (...[, overrides, check, why]) => {
    const { level, checks, reasons } = assessReadiness(facts(overrides));
    const failing = checks.filter(({ verdict }) => verdict !== 'pass');
    expect(level).toBe('not');
    expect(failing).toMatchObject([{ check, verdict: 'fail', fix: expect.stringMatching(/./) as string }]);
    expect(failing[0]?.why).toContain(why);
    expect(reasons).toEqual(failing.map((each) => each.why));
  });

  it.each([
    ['a role at the resource group', { assignments: [{ ...assignment, scope: groupScope }] }],
    ['two roles together', { assignments: neededActions.map((action) => withRole(action)) }],
    ['a new secret beside an old one', { resolved: secrets('2025-01-01T00:00:00Z', '2026-01-02T00:00:00Z') }],
    [
      'ids in another case',
      { inspected: inspectedService({ usernames: [aUsername({ appId: appId.toUpperCase() })] }) },
    ],
  ])('is ready with %s', (_what, overrides) => {
    expect(assessReadiness(facts(overrides)).level).toBe('expected');
  });

  it('does not know what only Azure can tell: whether a condition holds', () => {
    const readiness = assessReadiness(facts({ assignments: [{ ...assignment, condition: 'x' }] }));
    expect(readiness.level).toBe('not');
    expect(readiness.checks).toContainEqual(expect.objectContaining({ check: 'role', verdict: 'unknown' }));
  });

  it('claims nothing before the settle time is over', () => {
    const { level, reasons } = assessReadiness(facts({ settled: false }));
    expect({ level, reasons }).toMatchObject({
      level: 'not',
      reasons: [expect.stringContaining('too recent')],
    });
  });

  it('is proven by a sign-in that succeeded, whatever the checks make of it', () => {
    const readiness = assessReadiness(facts({ signIn: 'accepted', assignments: [], settled: false }));
    expect(readiness).toMatchObject({ level: 'proven', reasons: [] });
    expect(readiness.checks.at(-1)).toMatchObject({ check: 'smtp-sign-in', verdict: 'pass' });
  });

  it('is not ready when a sign-in was refused', () => {
    const { level, checks, reasons } = assessReadiness(facts({ signIn: 'refused' }));
    expect({ level, count: reasons.length }).toEqual({ level: 'not', count: 1 });
    expect(checks.at(-1)).toMatchObject({ check: 'smtp-sign-in', verdict: 'fail' });
  });

  it('tells every reason at once', () => {
    const resolved = {
      ...resolvedApplication({}, { enabled: false }),
      application: anApplication({ secrets: [] }),
    };
    const inspected = inspectedService({ domains: [] });
    expect(assessReadiness(facts({ resolved, inspected, assignments: [] })).reasons).toHaveLength(5);
  });
});
