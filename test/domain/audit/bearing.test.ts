import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditFacts } from '../../../src/domain/audit/auditFacts.ts';
import { bearingOnMail, unlistedRoles } from '../../../src/domain/audit/bearing.ts';
import { judgeFacts } from '../../../src/domain/audit/judge.ts';
import { auditPlaces } from '../../../src/domain/audit/places.ts';
import type { AuditedAssignment } from '../../../src/domain/audit/snapshot.ts';
import { applicationScores } from '../../../src/domain/report/applicationScores.ts';
import { Estate, group, role, roleIds, root, sender, service, sibling, subscription } from './estate.ts';
import { narrowed } from './narrowed.ts';

const lab = `${subscription}/resourceGroups/lab/providers/Microsoft.Communication/communicationServices/lab`;
const abroad = '/subscriptions/22222222-2222-4222-8222-222222222222';
const far = `${abroad}/resourceGroups/mail/providers/Microsoft.Communication/communicationServices/far`;
const middle = '/providers/Microsoft.Management/managementGroups/middle';
const storage = `${group}/providers/Microsoft.Storage/storageAccounts/x`;

const roles = [
  role('wild', { actions: ['Microsoft.Communication/*'] }),
  role('keys', { actions: ['Microsoft.Communication/CommunicationServices/ListKeys/action'] }),
  role('half', { actions: ['Microsoft.Communication/CommunicationServices/Write'] }),
  role('storage', { actions: ['Microsoft.Storage/*'] }),
  role('excluding', { actions: ['*'], not: ['Microsoft.Communication/*'] }),
];

describe('what bears on mail', () => {
  const [place] = auditPlaces([service, sibling]);
  if (place === undefined) throw new Error('There is no place.');
  const estate = new Estate();
  for (const each of roles) estate.role(each);
  const known = new Map(Object.entries(estate.snapshot.roles));
  const row = (roleName: string, more: Partial<AuditedAssignment> = {}): AuditedAssignment => ({
    id: '/x',
    scope: service,
    roleDefinition: (roleIds as Record<string, string>)[roleName] ?? roleName,
    principalId: 'p',
    principalType: 'ServicePrincipal',
    createdOn: '2026-01-01T00:00:00Z',
    ...more,
  });
  const kept = (rows: AuditedAssignment[]) =>
    bearingOnMail(place, { assignments: rows, eligible: rows, roles: known });

  it.each<{ what: string; of: AuditedAssignment; stays: boolean }>([
    { what: 'any role at a mail service', of: row('storage'), stays: true },
    { what: 'any role within one', of: row('reader', { scope: `${service}/smtpUsernames/x` }), stays: true },
    { what: 'in upper case', of: row('READER', { scope: service.toUpperCase() }), stays: false },
    { what: 'a role of a group', of: row('reader', { principalType: 'group' }), stays: true },
    { what: 'a role of a person', of: row('owner', { principalType: 'User' }), stays: false },
    { what: 'a role of another tenant', of: row('owner', { principalType: 'ForeignGroup' }), stays: false },
    { what: 'the sender role of a person', of: row('sender', { principalType: 'User' }), stays: true },
    { what: 'a role that nobody knows', of: row('ghost'), stays: false },
    { what: 'a reader above', of: row('reader', { scope: group }), stays: false },
    { what: 'what excludes mail, above', of: row('excluding', { scope: group }), stays: true },
    { what: 'a role with a part of sending above', of: row('half', { scope: subscription }), stays: true },
    { what: 'a role with the keys above', of: row('keys', { scope: root }), stays: true },
    { what: 'who hands out roles at the root', of: row('accessAdministrator', { scope: '/' }), stays: true },
    { what: 'an owner beside the mail services', of: row('owner', { scope: storage }), stays: false },
    { what: 'an owner of a longer name', of: row('owner', { scope: `${group}2` }), stays: false },
  ])('$what: stays, $stays', ({ of, stays }) => {
    const { assignments, eligible } = kept([of]);
    expect([assignments, eligible]).toEqual(stays ? [[of], [of]] : [[], []]);
  });

  it('brings the roles that it names, and the sender roles that are there', () => {
    expect(Object.keys(kept([]).roles)).toEqual([sender.name]);
    expect(Object.keys(kept([row('keys'), row('keys'), row('reader', { scope: group })]).roles)).toEqual([
      'keys',
      sender.name,
    ]);
  });

  it('may name roles that the list has not', () => {
    const assignments = [
      row('B2'),
      row('b2'),
      row('person', { principalType: 'User' }),
      row('beside', { scope: storage }),
    ];
    const eligible = [row('a1', { scope: '/' }), row('reader')];
    expect(unlistedRoles(place, { assignments, eligible, roles: known })).toEqual(['a1', 'b2']);
  });
});

describe('an audit of what bears on mail', () => {
  const words = ['payroll', 'crm', 'deploy', 'gone', 'team', 'nested', 'ada', 'shade'];
  const scopes = [
    ...[service, sibling, lab, far, group, `${group}2`, subscription, abroad, middle, root, '/', storage],
    `${service}/smtpUsernames/x`,
  ];
  const assignment = fc.record({
    word: fc.constantFrom(...words),
    roleName: fc.constantFrom(...Object.keys(roleIds), ...roles.map(({ name }) => name), 'ghost'),
    scope: fc.constantFrom(...scopes),
    condition: fc.option(fc.constant('c'), { nil: undefined, freq: 6 }),
  });
  const members = fc.subarray(['payroll', 'crm', 'deploy']);
  const anEstate = fc
    .record({
      assignments: fc.uniqueArray(assignment, {
        maxLength: 14,
        selector: ({ word, roleName, scope }) => `${word} ${roleName} ${scope}`,
      }),
      eligible: fc.array(assignment, { maxLength: 4 }),
      usernames: fc.subarray(['payroll', 'crm', 'gone', 'deploy']),
      team: members,
      nested: members,
      drifted: fc.option(fc.constantFrom('*/read', 'Microsoft.Storage/*'), { nil: undefined }),
      denied: fc.option(
        fc.record({
          word: fc.constantFrom('payroll', 'deploy', 'team', 'nested'),
          except: fc.option(fc.constantFrom('crm', 'team'), { nil: undefined }),
          at: fc.constantFrom(service, group, middle, root),
        }),
        { nil: undefined },
      ),
    })
    .map((made) => {
      const estate = new Estate().service().service(sibling).service(lab).service(far);
      for (const each of roles) estate.role(each);
      if (made.drifted !== undefined)
        estate.role({ ...role(sender.name, { actions: [made.drifted] }), roleName: 'drifted' });
      estate.application('payroll').application('crm').application('deploy');
      estate.principal('ada', 'user').principal('shade', 'unknown');
      estate.group('team', ...made.team).group('nested', ...made.nested);
      for (const word of made.usernames) estate.username(word, { at: word === 'crm' ? far : service });
      for (const { word, roleName, scope, condition } of made.assignments)
        estate.assign(word, roleName, { scope, ...(condition === undefined ? {} : { condition }) });
      for (const { word, roleName, scope } of made.eligible) estate.makeEligible(word, roleName, scope);
      if (made.denied !== undefined) {
        const { word, at, except } = made.denied;
        estate.deny(word, ['Microsoft.Communication/*/write', 'Microsoft.Authorization/*'], {
          at,
          ...(except === undefined ? {} : { except }),
        });
      }
      const above = { [abroad]: middle, [middle.toLowerCase()]: root };
      return { ...estate.snapshot, managementGroups: { ...estate.snapshot.managementGroups, ...above } };
    });

  it('finds what an audit of everything does, scores whoever sends as that does, and others no higher', () => {
    fc.assert(
      fc.property(anEstate, (full) => {
        const facts = auditFacts(narrowed(full).snapshot);
        const ofAll = auditFacts(full);
        expect(judgeFacts(facts)).toEqual(judgeFacts(ofAll));
        const scores = applicationScores(facts, []);
        const byAll = new Map(applicationScores(ofAll, []).map((each) => [each.id, each]));
        expect(scores.map(({ id }) => id).sort()).toEqual([...byAll.keys()].sort());
        const senders = new Set(
          ofAll.access.flatMap(({ sender, principal }) => (sender ? [principal.id] : [])),
        );
        for (const each of scores) {
          const whole = byAll.get(each.id);
          if (senders.has(each.id) || facts.withUsername.has(each.appId)) expect(each).toEqual(whole);
          else expect(each.score).toBeLessThanOrEqual(whole?.score ?? 0);
        }
      }),
      { numRuns: 400 },
    );
  }, 30_000);
});
