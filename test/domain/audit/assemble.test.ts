import { describe, expect, it } from 'vitest';
import { assembleSnapshot } from '../../../src/domain/audit/assemble.ts';
import { managementGroupsSeen } from '../../../src/domain/audit/managementGroupsSeen.ts';
import type { AuditSlices } from '../../../src/domain/audit/slices.ts';
import type { AuditedAssignment } from '../../../src/domain/audit/snapshot.ts';
import { reaches } from '../../../src/domain/permissions/scope.ts';
import { role, service, subscription, takenAt } from './estate.ts';

type Place = AuditSlices['places'][number];

const row = (id: string, more: Partial<AuditedAssignment> = {}): AuditedAssignment => ({
  id,
  scope: service,
  roleDefinition: 'reader',
  principalId: id,
  principalType: 'ServicePrincipal',
  createdOn: '2026-01-01T00:00:00Z',
  ...more,
});
const place = (more: Partial<Place> = {}): Place => ({
  scope: service,
  assignments: [],
  eligible: [],
  denyAssignments: [],
  roles: {},
  read: { assignments: 0, eligible: 0, roles: 0 },
  unread: [],
  held: {},
  ...more,
});
const deny = (id: string, scope = service) => ({
  id,
  name: id,
  scope,
  principalIds: [],
  excludePrincipalIds: [],
  permissions: [],
  doNotApplyToChildScopes: false,
});
const assembled = (places: Place[], groupMembers: Record<string, string[]> = {}) =>
  assembleSnapshot({
    takenAt,
    slices: {
      services: [],
      places,
      directory: { principals: {}, applications: {}, groupMembers, unread: [] },
    },
    operations: ['a/b/read'],
  });

describe('a snapshot', () => {
  it('has every row once, be it read around a place or for its holder, there or elsewhere', () => {
    const shared = row('shared', { scope: subscription });
    const { assignments, eligible, denyAssignments, roles } = assembled([
      place({
        assignments: [shared],
        eligible: [row('e')],
        denyAssignments: [deny('d')],
        roles: { a: role('a', {}) },
      }),
      place({
        assignments: [{ ...shared, id: 'SHARED' }, row('own')],
        eligible: [row('E')],
        denyAssignments: [deny('D')],
        roles: { b: role('b', {}) },
        held: { p: [shared, row('held')] },
      }),
    ]);
    expect(assignments.map(({ id }) => id.toLowerCase())).toEqual(['shared', 'own', 'held']);
    expect([eligible.length, denyAssignments.length]).toEqual([1, 1]);
    expect(Object.keys(roles)).toEqual(['a', 'b']);
  });

  it('knows who is in which group by what they hold through it, and by its members', () => {
    const held = {
      p: [row('1', { principalId: 'P' }), row('2', { principalId: 'G1' }), row('3', { principalId: 'g1' })],
      q: [],
    };
    const { memberOf } = assembled([place({ held }), place({ held: { p: [row('g2')] } })], {
      g1: ['P', 'R'],
      g3: ['p'],
    });
    expect(memberOf).toEqual({ p: ['g1', 'g2', 'g3'], r: ['g1'] });
  });

  it('passes on the rest', () => {
    expect(assembled([])).toMatchObject({ takenAt, operations: ['a/b/read'], managementGroups: {} });
  });
});

describe('the management groups above', () => {
  const mg = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`;
  const scopeOf = (n: number) =>
    `/subscriptions/0000000${n}-0000-4000-8000-000000000000/resourceGroups/mail/providers/Microsoft.Communication/communicationServices/acs`;
  const from = (n: number, ...names: string[]) =>
    place({ scope: scopeOf(n), assignments: names.map((name) => row(name, { scope: mg(name) })) });
  const above = (...chain: string[]) => chain.map((name) => mg(name).toLowerCase());
  const chainFrom = (groups: Readonly<Record<string, string>>, n: number) => {
    const chain: string[] = [];
    for (let at = groups[scopeOf(n).split('/').slice(0, 3).join('/')]; at !== undefined; at = groups[at])
      chain.push(at);
    return chain;
  };

  it.each<{ what: string; places: Place[]; chains: Record<number, string[]> }>([
    { what: 'none are seen', places: [from(1)], chains: { 1: [] } },
    {
      what: 'one subscription sees some: by name',
      places: [from(1, 'b', 'a')],
      chains: { 1: ['a', 'b'] },
    },
    {
      what: 'those that more see are higher, whatever their names',
      places: [from(1, 'a', 'z'), from(2, 'a'), from(3, 'a', 'y')],
      chains: { 1: ['z', 'a'], 2: ['a'], 3: ['y', 'a'] },
    },
    {
      what: 'places of one subscription see it as one',
      places: [from(1, 'a', 'z'), from(1, 'a'), from(2, 'a')],
      chains: { 1: ['z', 'a'], 2: ['a'] },
    },
    {
      what: 'places that were read at different times disagree, and nothing goes in circles',
      places: [from(1, 'a', 'b'), from(2, 'b', 'c'), from(3, 'c', 'a'), from(4, 'c')],
      chains: { 1: ['a', 'b', 'c'], 2: ['b', 'c'], 3: ['a', 'b', 'c'], 4: ['c'] },
    },
  ])('$what', ({ places, chains }) => {
    const groups = managementGroupsSeen(places);
    for (const [n, chain] of Object.entries(chains))
      expect(chainFrom(groups, Number(n))).toEqual(above(...chain));
    for (const { scope, assignments } of places)
      for (const assignment of assignments) expect(reaches(assignment.scope, scope, groups)).toBe(true);
  });

  it('are seen in whatever was read', () => {
    const groups = managementGroupsSeen([
      place({
        eligible: [row('e', { scope: mg('E') })],
        denyAssignments: [deny('d', mg('d'))],
        held: { p: [row('h', { scope: mg('h') })] },
        assignments: [row('r', { scope: '/' }), row('s', { scope: subscription })],
      }),
    ]);
    for (const name of ['d', 'e', 'h']) expect(reaches(mg(name), service, groups)).toBe(true);
    expect(Object.keys(groups)).toHaveLength(3);
  });
});
