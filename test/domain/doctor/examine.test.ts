import { describe, expect, it } from 'vitest';
import { done, refused } from '../../../src/domain/answer.ts';
import type { Answer } from '../../../src/domain/answer.ts';
import { checkNames, stateOf } from '../../../src/domain/doctor/check.ts';
import type { CheckName, Verdict } from '../../../src/domain/doctor/check.ts';
import { examine } from '../../../src/domain/doctor/examine.ts';
import type { DoctorFacts, DoctorSettings } from '../../../src/domain/doctor/facts.ts';
import { senderRole } from '../../../src/domain/senderRole.ts';
import { aDomain, aProblem, groupScope, permission, serviceId } from '../../support/records.ts';
import { emailService, wellFacts, wellService, wellSettings } from './wellFacts.ts';

const denied = refused(aProblem({ code: 'not-authorized', message: 'Azure says 403.' }));
const odd = refused(aProblem({ message: 'Azure says 404.' }));
const throttled: Answer<never> = {
  kind: 'later',
  problem: aProblem({ code: 'azure-throttled', message: 'Azure says 429.' }),
  mayHaveHappened: false,
};
const wanted = senderRole(groupScope);
const roleIs = (state: 'absent' | 'drifted' | Answer<never>): Partial<DoctorFacts> => ({
  groups: wellFacts().groups.map((group) => ({
    ...group,
    role: typeof state === 'string' ? done({ ...wanted, state, wanted }) : state,
  })),
});
const set = (settings: Partial<DoctorSettings>): Partial<DoctorFacts> => ({
  settings: { ...wellSettings, ...settings },
});
const clockIs = (ours: string): Partial<DoctorFacts> => ({
  clock: done({ azure: '2026-01-01T00:00:00.000Z', ours }),
});

it('finds nothing wrong where nothing is, and leaves nothing out', () => {
  const { state, checks } = examine(wellFacts());
  expect(checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  expect(state).toBe('ready');
  expect([...new Set(checks.map(({ check }) => check))]).toEqual(checkNames);
  for (const each of checks) expect(each).not.toHaveProperty('commands');
});

it.each<[Verdict[], string]>([
  [[], 'ready'],
  [['pass'], 'ready'],
  [['pass', 'warn'], 'degraded'],
  [['unknown', 'pass'], 'degraded'],
  [['warn', 'fail', 'unknown'], 'broken'],
])('is, with %j, %s', (verdicts, state) => {
  expect(stateOf(verdicts.map((verdict) => ({ check: 'clock', verdict, why: '' })))).toBe(state);
});

type Case = [what: string, facts: Partial<DoctorFacts>, check: CheckName, verdict: Verdict, why: string];

describe('the doctor sees', () => {
  it.each<Case>([
    ['no token for ARM', { identity: throttled }, 'identity', 'fail', 'Azure says 429.'],
    ['no token for Graph', { graphToken: denied }, 'identity', 'fail', 'Azure says 403.'],
    ['a clock that lags a little', clockIs('2025-12-31T23:58:59.000Z'), 'clock', 'warn', '61 seconds behind'],
    ['a clock that runs ahead', clockIs('2026-01-01T00:05:00.000Z'), 'clock', 'warn', '300 seconds ahead'],
    ['a clock that is far ahead', clockIs('2026-01-01T00:05:01.000Z'), 'clock', 'fail', '301 seconds ahead'],
    ['no clock to compare with', { clock: denied }, 'clock', 'unknown', 'Azure says 403.'],
    ['no role', roleIs('absent'), 'sender-role', 'fail', 'does not exist'],
    ['a drifted role', roleIs('drifted'), 'sender-role', 'fail', 'is not what it should be'],
    ['a role that it may not read', roleIs(denied), 'sender-role', 'fail', 'Azure says 403.'],
    ['a role that Azure does not give', roleIs(throttled), 'sender-role', 'unknown', 'Azure says 429.'],
    [
      'no service',
      { services: [wellService({ service: done(null) })] },
      'domains',
      'fail',
      'There is no such',
    ],
    [
      'a service in the dark',
      { services: [wellService({ service: odd })] },
      'domains',
      'unknown',
      'Azure says 404.',
    ],
    [
      'domains in the dark',
      { services: [wellService({ domains: denied })] },
      'domains',
      'fail',
      'Azure says 403.',
    ],
    [
      'no domain',
      { services: [wellService({ domains: done([]) })] },
      'domains',
      'fail',
      'no linked email domain',
    ],
    [
      'no verified domain',
      { services: [wellService({ domains: done([aDomain('a.example', false)]) })] },
      'domains',
      'fail',
      'a.example',
    ],
    ['no way to read applications', { applications: denied }, 'applications', 'fail', 'Azure says 403.'],
    ['a Graph that throttles', { applications: throttled }, 'applications', 'unknown', 'Azure says 429.'],
    ['no way to read groups', { groupMembers: done('denied') }, 'groups', 'warn', 'do not judge'],
    ['groups in the dark', { groupMembers: denied }, 'groups', 'unknown', 'Azure says 403.'],
    ['a closed topic', { topic: denied }, 'topic', 'fail', 'Azure says 403.'],
    ['no topic there', { topic: odd }, 'topic', 'unknown', 'Azure says 404.'],
    ['a closed vault', { keyVault: denied }, 'key-vault', 'fail', 'Azure says 403.'],
    ['a vault that is silent', { keyVault: throttled }, 'key-vault', 'unknown', 'Azure says 429.'],
    ['nobody asked', set({ approval: 'never' }), 'settings', 'warn', "It is 'never'."],
    ['keys', set({ auth: 'keys' }), 'settings', 'warn', "It is 'keys'."],
  ])('%s', (_what, facts, ...[check, verdict, why]) => {
    const report = examine(wellFacts(facts));
    const [bad, ...others] = report.checks.filter((each) => each.verdict !== 'pass');
    expect(others).toEqual([]);
    expect(bad).toMatchObject({ check, verdict });
    expect(bad?.why).toContain(why);
    expect(bad?.fix).toBeTruthy();
    if (bad?.verdict === 'fail' && bad.check !== 'sender-role' && bad.check !== 'domains')
      expect(bad.commands?.length).toBeGreaterThan(0);
    expect(report.state).toBe(verdict === 'fail' ? 'broken' : 'degraded');
  });

  it('the topic and the vault only where they are configured', () => {
    const { topicEndpoint: _topic, keyVault: _vault, ...settings } = wellSettings;
    const { topic: _asked, keyVault: _too, ...facts } = wellFacts({ settings });
    const { checks } = examine(facts);
    expect(checks.find(({ check }) => check === 'topic')).toMatchObject({ verdict: 'warn' });
    expect(checks.find(({ check }) => check === 'key-vault')).toBeUndefined();
  });

  it('domains that are verified, beside others', () => {
    const domains = done([aDomain('good.example'), aDomain('open.example', false)]);
    const { checks } = examine(wellFacts({ services: [wellService({ domains })] }));
    expect(checks.find(({ check }) => check === 'domains')).toMatchObject({
      verdict: 'pass',
      why: 'It may send from good.example. Not verified, and so of no use: open.example.',
    });
  });
});

describe('where Mailgrant makes the role itself', () => {
  const settings = { ...wellSettings, createRole: true };
  const both = { ...permission(['Microsoft.Authorization/roleDefinitions/*']) };
  const groups = wellFacts().groups.map((group) => ({
    ...group,
    permissions: done([...(group.permissions.kind === 'done' ? group.permissions.value : []), both]),
  }));
  const withRole = (state: 'absent' | 'drifted') =>
    examine(
      wellFacts({
        settings,
        groups: groups.map((group) => ({ ...group, role: done({ ...wanted, state, wanted }) })),
      }),
    ).checks;

  it('the role may be absent, and is repaired where it has drifted; the setting has its warning', () => {
    expect(withRole('absent').find(({ check }) => check === 'sender-role')).toMatchObject({
      verdict: 'pass',
    });
    const drifted = withRole('drifted').filter(({ verdict }) => verdict !== 'pass');
    expect(drifted.map(({ check, verdict, about }) => [check, verdict, about])).toEqual([
      ['sender-role', 'warn', groupScope],
      ['settings', 'warn', 'MAILGRANT_CREATE_ROLE'],
    ]);
  });

  it('it has to be allowed to', () => {
    const checks = examine(wellFacts({ settings })).checks.filter(({ check }) => check === 'permissions');
    expect(checks.flatMap(({ missing = [] }) => missing.map(({ action }) => action))).toEqual([
      'Microsoft.Authorization/roleDefinitions/write',
      'Microsoft.Authorization/roleDefinitions/delete',
    ]);
  });
});

it('says what each check is about', () => {
  const { checks } = examine(wellFacts());
  const about = (name: CheckName) =>
    checks.flatMap(({ check, about: what }) => (check === name ? [what] : []));
  expect(about('permissions')).toEqual([serviceId, groupScope, emailService]);
  expect(about('role-limits')).toEqual([serviceId]);
  expect(about('sender-role')).toEqual([groupScope]);
  expect(about('settings')).toEqual(['MAILGRANT_CREATE_ROLE', 'MAILGRANT_APPROVAL', 'MAILGRANT_AUTH']);
});
