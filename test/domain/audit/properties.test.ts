import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAudits } from '../../../src/domain/audit/compareAudits.ts';
import { judgeSnapshot } from '../../../src/domain/audit/judge.ts';
import { keysReaching, keysUpwards, scopeKey } from '../../../src/domain/audit/scopeKeys.ts';
import type { AuditSnapshot } from '../../../src/domain/audit/snapshot.ts';
import { reaches } from '../../../src/domain/permissions/scope.ts';
import { Estate, group, role, roleIds, root, service, sibling, subscription, takenAt } from './estate.ts';

const words = ['payroll', 'crm', 'deploy', 'gone', 'team', 'nested'];
const wild = role('wild', { actions: ['Microsoft.Communication/*'] });
const scopes = [service, sibling, group, `${group}2`, subscription, root, '/', `${service}/smtpUsernames/x`];

const assignment = fc.record({
  word: fc.constantFrom(...words),
  roleName: fc.constantFrom(...Object.keys(roleIds), 'wild'),
  scope: fc.constantFrom(...scopes),
  condition: fc.option(fc.constant('c'), { nil: undefined, freq: 6 }),
});
const anEstate = fc
  .record({
    assignments: fc.uniqueArray(assignment, {
      maxLength: 12,
      selector: ({ word, roleName, scope }) => `${word} ${roleName} ${scope}`,
    }),
    eligible: fc.array(assignment, { maxLength: 3 }),
    usernames: fc.subarray(['payroll', 'crm', 'gone']),
    teamMembers: fc.subarray(['payroll', 'crm', 'deploy']),
    nestedMembers: fc.subarray(['payroll', 'crm', 'deploy']),
    denied: fc.option(fc.constantFrom('payroll', 'team'), { nil: undefined }),
  })
  .map(({ assignments, eligible, usernames, teamMembers, nestedMembers, denied }) => {
    const estate = new Estate().service().service(sibling).role(wild);
    estate.application('payroll').application('crm').application('deploy');
    estate.group('team', ...teamMembers).group('nested', ...nestedMembers);
    for (const word of usernames) estate.username(word);
    for (const { word, roleName, scope, condition } of assignments)
      estate.assign(word, roleName, { scope, ...(condition === undefined ? {} : { condition }) });
    for (const { word, roleName, scope } of eligible) estate.makeEligible(word, roleName, scope);
    if (denied !== undefined) estate.deny(denied, ['Microsoft.Communication/*/write']);
    return estate.snapshot;
  });

/** The same snapshot in another order: lists and keys turned round from `at`. */
function reordered(snapshot: AuditSnapshot, at: number): AuditSnapshot {
  const turn = <T>(values: readonly T[]) => {
    const from = values.length === 0 ? 0 : at % values.length;
    return [...values.slice(from), ...values.slice(0, from)].reverse();
  };
  const turnKeys = <T>(values: Record<string, T>) => Object.fromEntries(turn(Object.entries(values)));
  return {
    ...snapshot,
    services: turn(snapshot.services).map((each) => ({ ...each, usernames: turn(each.usernames) })),
    assignments: turn(snapshot.assignments),
    eligible: turn(snapshot.eligible),
    roles: turnKeys(snapshot.roles),
    principals: turnKeys(snapshot.principals),
    applications: turnKeys(snapshot.applications),
    memberOf: Object.fromEntries(
      turn(Object.entries(snapshot.memberOf)).map(([member, groups]) => [member, turn(groups)]),
    ),
    operations: turn(snapshot.operations),
  };
}

describe('an audit', () => {
  it('says the same in whatever order Azure lists things', () => {
    fc.assert(
      fc.property(anEstate, fc.nat({ max: 20 }), (snapshot, at) => {
        expect(judgeSnapshot(reordered(snapshot, at))).toEqual(judgeSnapshot(snapshot));
      }),
    );
  });

  it('says the same of what is listed twice', () => {
    fc.assert(
      fc.property(anEstate, (snapshot) => {
        const twice = { ...snapshot, assignments: [...snapshot.assignments, ...snapshot.assignments] };
        expect(judgeSnapshot(twice)).toEqual(judgeSnapshot(snapshot));
      }),
    );
  });

  it('gives every finding an id of its own, the same at any time and in any case', () => {
    fc.assert(
      fc.property(anEstate, (snapshot) => {
        const ids = judgeSnapshot(snapshot).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const upper = snapshot.assignments.map((each) => ({
          ...each,
          scope: each.scope.toUpperCase(),
          principalId: each.principalId.toUpperCase(),
        }));
        const again = judgeSnapshot({ ...snapshot, assignments: upper }).map(({ id }) => id);
        expect(again.sort()).toEqual(ids.sort());
      }),
    );
  });

  it('finds nothing new and nothing resolved where nothing changed', () => {
    fc.assert(
      fc.property(anEstate, (snapshot) => {
        const current = judgeSnapshot(snapshot);
        const first = compareAudits({ previous: [], current, takenAt });
        const second = compareAudits({ previous: first, current: judgeSnapshot(snapshot), takenAt });
        expect(second.filter(({ status }) => status !== 'open')).toEqual([]);
        expect(second.length).toBe(first.length);
      }),
    );
  });

  // Taking away a role that lets somebody send may leave a login without permission: only access is compared.
  it('resolves the finding about an assignment, and no other one about access, when the assignment is gone', () => {
    const ofAssignments = ['MG101', 'MG103', 'MG104', 'MG107'];
    fc.assert(
      fc.property(anEstate, fc.nat({ max: 20 }), (snapshot, at) => {
        const senders = snapshot.assignments.filter(
          ({ roleDefinition }) => roleDefinition === roleIds.sender,
        );
        const broad = snapshot.assignments.filter((each) => !senders.includes(each));
        fc.pre(broad.length > 0);
        const cause = broad[at % broad.length];
        const without = { ...snapshot, assignments: snapshot.assignments.filter((each) => each !== cause) };
        // Whether somebody is a sender has to stay as it is.
        fc.pre(cause?.roleDefinition !== roleIds.subscriptionSender);
        const before = judgeSnapshot(snapshot).filter(({ rule }) => ofAssignments.includes(rule));
        const after = judgeSnapshot(without).filter(({ rule }) => ofAssignments.includes(rule));
        const left = before.filter(({ assignment }) => assignment !== cause?.id);
        expect(after.map(({ id }) => id)).toEqual(left.map(({ id }) => id));
      }),
    );
  });
});

describe('the keys of scopes', () => {
  const segment = fc.constantFrom('subscriptions', 's', 'S', 'resourceGroups', 'mail', 'mail2', 'providers');
  const mixed = fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`);
  const scope = fc.oneof(mixed, fc.constantFrom(...scopes, `${service}/`, service.toUpperCase()));

  it('find what `reaches` of the permission core finds', () => {
    const above = {
      [subscription.toLowerCase()]: root,
      [root.toLowerCase()]: '/providers/x/y/z',
      '/subscriptions/s': root,
    };
    fc.assert(
      fc.property(scope, scope, (outer, inner) => {
        expect(keysReaching(inner, above).has(scopeKey(outer))).toBe(reaches(outer, inner, above));
        expect(keysUpwards(inner).includes(scopeKey(outer))).toBe(
          scopeKey(outer) !== '/' && reaches(outer, inner),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
