import { describe, expect, it } from 'vitest';
import { askedOfDirectory } from '../../../src/domain/audit/askedOfDirectory.ts';
import { attribute } from '../../../src/domain/audit/attribute.ts';
import { scopeOfAudit, updatedDirectory } from '../../../src/domain/audit/carryOver.ts';
import type { Asked } from '../../../src/domain/audit/carryOver.ts';
import { findingId } from '../../../src/domain/audit/finding.ts';
import type { Finding } from '../../../src/domain/audit/finding.ts';
import { auditNews } from '../../../src/domain/audit/news.ts';
import { auditPlaces } from '../../../src/domain/audit/places.ts';
import type { AuditSlices } from '../../../src/domain/audit/slices.ts';
import type { AuditedAssignment } from '../../../src/domain/audit/snapshot.ts';
import type { AzureChange } from '../../../src/domain/azureChange.ts';
import { group, role, service, sibling, subscription } from './estate.ts';

const elsewhere = `${subscription}/resourceGroups/other/providers/Microsoft.Communication/communicationServices/far`;
const contributor = role('contributor', { actions: ['*'] });
const reader = role('reader', { actions: ['*/read'] });

const row = (principalId: string, more: Partial<AuditedAssignment> = {}): AuditedAssignment => ({
  id: `${service}/providers/Microsoft.Authorization/roleAssignments/${principalId}`,
  scope: service,
  roleDefinition: 'contributor',
  principalId,
  principalType: 'ServicePrincipal',
  createdOn: '2026-01-01T00:00:00Z',
  ...more,
});

const place = (scope: string, assignments: AuditedAssignment[] = []): AuditSlices['places'][number] => ({
  scope,
  assignments,
  eligible: [],
  denyAssignments: [],
  roles: { contributor, reader },
  read: { assignments: assignments.length, eligible: 0, roles: 2 },
  unread: [],
  held: {},
});

const inspected = (id: string, ...appIds: string[]): AuditSlices['services'][number] => ({
  service: { id, name: 'x', linkedDomains: [] },
  domains: [],
  usernames: appIds.map((appId) => ({
    id: `${id}/smtpUsernames/${appId}`,
    name: appId,
    username: appId,
    appId,
  })),
});

const slices = (more: Partial<AuditSlices> = {}): AuditSlices => ({
  services: [],
  places: [],
  directory: { principals: {}, applications: {}, groupMembers: {}, unread: [] },
  ...more,
});

describe('the places of an audit', () => {
  it('are the mail services, or the resource group of several, whatever the case', () => {
    expect(auditPlaces([service, elsewhere, sibling.toUpperCase()])).toEqual([
      { scope: group, serviceIds: [service, sibling.toUpperCase()] },
      { scope: elsewhere, serviceIds: [elsewhere] },
    ]);
  });
});

describe('what an audit reads', () => {
  const last = slices({
    services: [inspected(service), inspected(elsewhere)],
    places: [place(service), place(elsewhere)],
  });
  const all = [service, elsewhere];

  it.each([
    { name: 'without a change', given: { last } },
    { name: 'without a last audit', given: { concerned: [service] } },
  ])('is everything $name', ({ given }) => {
    const { read, kept } = scopeOfAudit(all, given);
    expect(read).toEqual(auditPlaces(all));
    expect(kept.services).toEqual([]);
  });

  it('is what the change bears on, and the rest is kept', () => {
    const { read, kept } = scopeOfAudit(all, { concerned: [service.toUpperCase()], last });
    expect(read.map(({ scope }) => scope)).toEqual([service]);
    expect(kept.places.map(({ scope }) => scope)).toEqual([elsewhere]);
    expect(kept.services.map((each) => each.service.id)).toEqual([elsewhere]);
  });

  it('is also what the last audit did not know, as after a change of the settings', () => {
    const { read, kept } = scopeOfAudit([...all, sibling], { concerned: [elsewhere], last });
    expect(read.map(({ scope }) => scope)).toEqual([group, elsewhere]);
    expect(kept.places).toEqual([]);
  });
});

describe('the directory after a targeted audit', () => {
  const sender = { kind: 'servicePrincipal', appId: 'A1', displayName: 'Payroll', enabled: true } as const;
  const before = { ...slices().directory, principals: { p1: sender, p2: { kind: 'unknown' } as const } };
  const none: Asked = { principals: [], appIds: [], groupIds: [] };

  it('forgets who was asked about and is gone, by either id, and keeps the others', () => {
    const nobody = slices().directory;
    const byId: Asked = { ...none, principals: [{ id: 'P1', type: 'ServicePrincipal' }] };
    expect(Object.keys(updatedDirectory(before, byId, nobody).principals)).toEqual(['p2']);
    expect(Object.keys(updatedDirectory(before, { ...none, appIds: ['a1'] }, nobody).principals)).toEqual([
      'p2',
    ]);
    expect(updatedDirectory(before, none, nobody)).toEqual(before);
  });

  it('is asked about what was read just now and what is not known, and for members of groups that may send', () => {
    const people = { principalType: 'Group' };
    const fresh = place(service, [
      row('p1'),
      row('g1', people),
      row('g2', { ...people, roleDefinition: 'reader' }),
    ]);
    const read = slices({
      services: [inspected(service, 'a1'), inspected(elsewhere, 'a2')],
      places: [fresh, place(elsewhere, [row('p2'), row('p3')])],
      directory: before,
    });
    const asked = askedOfDirectory(read, { fresh: [fresh], services: [inspected(service, 'a1')] });
    expect(asked.principals.map(({ id }) => id).sort()).toEqual(['g1', 'g2', 'p1', 'p3']);
    expect(asked.appIds.sort()).toEqual(['a1', 'a2']);
    expect(asked.groupIds).toEqual(['g1']);
  });
});

const finding = (more: Partial<Finding> = {}): Finding => ({
  id: findingId('MG101', 'p1'),
  rule: 'MG101',
  severity: 'high',
  title: 't',
  principal: { id: 'p1', kind: 'servicePrincipal', appId: 'a1' },
  assignment: row('p1').id,
  evidence: [],
  fix: { steps: [], az: [], note: '', byMailgrant: false },
  firstSeen: '2026-06-01T00:00:00Z',
  lastSeen: '2026-06-01T00:00:00Z',
  status: 'new',
  ...more,
});

describe('whose doing a finding is', () => {
  const change = (more: Partial<AzureChange> = {}): AzureChange => ({
    event: 'e1',
    kind: 'roleAssignment',
    resource: row('p1').id.toUpperCase(),
    gone: false,
    by: { who: 'ben@contoso.example', principalId: 'ben' },
    at: '2026-06-01T00:00:00Z',
    ...more,
  });
  const now = slices({ places: [place(service, [row('p1', { updatedBy: 'BEN' })])] });
  const whose = (
    found: Finding,
    made: AzureChange,
    read: { before?: AuditSlices; now: AuditSlices } = { now },
  ) => attribute([found], [made], { before: undefined, ...read })[0]?.change?.who;

  it.each([
    { name: 'a new assignment', found: finding(), made: change(), who: 'ben@contoso.example' },
    { name: 'one that was there', found: finding({ status: 'open' }), made: change(), who: undefined },
    {
      name: 'a finding about somebody else',
      found: finding({ assignment: 'x', principal: { id: 'p9', kind: 'servicePrincipal' } }),
      made: change(),
      who: undefined,
    },
    {
      name: 'a drifted role',
      found: finding({ id: findingId('MG109', 'contributor'), rule: 'MG109', assignment: 'x' }),
      made: change({ kind: 'roleDefinition', resource: '/x/roleDefinitions/CONTRIBUTOR' }),
      who: 'ben@contoso.example',
    },
  ])('is told for $name: $who', ({ found, made, who }) => expect(whose(found, made)).toBe(who));

  it('is what Azure says of it where an event says otherwise', () => {
    const other = slices({ places: [place(service, [row('p1', { updatedBy: 'ada' })])] });
    expect(whose(finding(), change(), { now: other })).toBe('ada');
  });

  it('is known of a deleted assignment and of a deleted login by what the last audit had read', () => {
    const lost = finding({ rule: 'MG204', assignment: 'x' });
    const gone = change({ gone: true });
    expect(whose(lost, gone, { before: now, now: slices() })).toBe('ben@contoso.example');
    expect(whose(lost, gone, { now: slices() })).toBeUndefined();
    const login = change({ kind: 'smtpUsername', gone: true, resource: `${service}/SMTPUSERNAMES/A1` });
    expect(
      whose(lost, login, { before: slices({ services: [inspected(service, 'a1')] }), now: slices() }),
    ).toBe('ben@contoso.example');
  });
});

describe('the news of an audit', () => {
  it('are what opened, came back from an exemption, and went; never what is exempt', () => {
    const named = (id: string, status: Finding['status']) => finding({ id, status });
    const previous = [
      named('back', 'exempt'),
      named('quiet', 'exempt'),
      named('gone', 'open'),
      named('stays', 'new'),
    ];
    const current = [
      named('fresh', 'new'),
      named('back', 'open'),
      named('stays', 'open'),
      named('hidden', 'exempt'),
      named('quiet', 'resolved'),
      named('gone', 'resolved'),
    ];
    expect(auditNews(current, previous)).toEqual({ opened: ['fresh', 'back'], resolved: ['gone'] });
  });
});
