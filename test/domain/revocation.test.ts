import { describe, expect, it } from 'vitest';
import type { FoundGrants, OurAssignment } from '../../src/domain/heldGrants.ts';
import { stillGranting } from '../../src/domain/heldGrants.ts';
import { isInGrace } from '../../src/domain/operationView.ts';
import { smtpUsernameNameFor } from '../../src/domain/naming.ts';
import { planRevocation, readKeep, readNow } from '../../src/domain/revocation.ts';
import {
  aHeldAssignment,
  appId,
  groupScope,
  otherServiceId,
  requester,
  serviceId,
} from '../support/records.ts';

const username = (at: string, name = smtpUsernameNameFor('payroll', appId).toUpperCase()) => ({
  serviceId: at,
  name,
  username: 'payroll',
});
const ours = (id: string, more: Partial<OurAssignment> = {}): OurAssignment => ({
  ...aHeldAssignment(),
  id,
  ...more,
});
const found = (assignments: OurAssignment[], more: Partial<FoundGrants> = {}): FoundGrants => ({
  usernames: [username(serviceId)],
  ours: assignments,
  others: [],
  ...more,
});

describe('what goes', () => {
  const tag = ours('/tag', { door: 'event' });
  const http = ours('/http', { door: 'http' });
  const byHand = ours('/hand');
  it.each<[string, 'all' | 'marked' | 'tagged', OurAssignment[], { goes: string[]; login: boolean }]>([
    ['all of all', 'all', [tag, http, byHand], { goes: ['/tag', '/http', '/hand'], login: true }],
    ['the login alone, when all is to go', 'all', [], { goes: [], login: true }],
    ['what has the mark', 'marked', [tag, http, byHand], { goes: ['/tag', '/http'], login: true }],
    ['the login alone, where it has the mark', 'marked', [], { goes: [], login: true }],
    ['what a tag asked for, with its login', 'tagged', [tag], { goes: ['/tag'], login: true }],
    ['but not the login that HTTP needs', 'tagged', [tag, http], { goes: ['/tag'], login: false }],
    ['but not the login that somebody needs', 'tagged', [tag, byHand], { goes: ['/tag'], login: false }],
    ['nothing that HTTP asked for', 'tagged', [http], { goes: [], login: false }],
    ['no login that no tag asked for', 'tagged', [], { goes: [], login: false }],
  ])('%s', (_what, of, ...[assignments, { goes, login }]) => {
    const plan = planRevocation(found(assignments), appId, { of, serviceIds: [serviceId.toUpperCase()] });
    expect(plan.assignments).toEqual(goes);
    expect(plan.usernames).toHaveLength(login ? 1 : 0);
    expect(plan.staying.map(({ id }) => id)).toEqual(
      assignments.map(({ id }) => id).filter((id) => !goes.includes(id)),
    );
  });

  it.each<['all' | 'marked' | 'tagged', boolean]>([
    ['all', true],
    ['marked', false],
    ['tagged', false],
  ])('of %s: the login that somebody made by hand, %s', (of, goes) => {
    const logins = { usernames: [username(serviceId, 'payroll-smtp')] };
    const plan = planRevocation(found([tag], logins), appId, { of, serviceIds: [serviceId] });
    expect(plan).toMatchObject({ assignments: ['/tag'], usernames: goes ? logins.usernames : [] });
  });

  it('is nothing at another mail service', () => {
    const there = ours('/there', { door: 'event', serviceId: otherServiceId });
    const grants = found([tag, there], { usernames: [username(serviceId), username(otherServiceId)] });
    const plan = planRevocation(grants, appId, { of: 'tagged', serviceIds: [serviceId] });
    expect(plan).toMatchObject({ assignments: ['/tag'], usernames: [{ serviceId }] });
    expect(stillGranting(plan.staying)).toMatchObject([{ roleAssignment: '/there' }]);
  });

  it('is named once, however many mail services it reaches, and is not said to stay', () => {
    const both = [serviceId, otherServiceId].map((at, place) =>
      ours(place === 0 ? '/a' : '/A', { serviceId: at, scope: groupScope }),
    );
    const plan = planRevocation(found(both), appId, { of: 'all', serviceIds: [serviceId, otherServiceId] });
    expect(plan).toMatchObject({ assignments: [expect.any(String)], staying: [] });
  });
});

describe('the payload of', () => {
  it.each<[unknown, unknown]>([
    [undefined, {}],
    [null, {}],
    [{}, {}],
    [
      { because: 'x', serviceIds: ['a'], more: 1 },
      { because: 'x', serviceIds: ['a'] },
    ],
    ...['x', 1, true, [], { because: 1 }, { serviceIds: 'a' }, { serviceIds: [1] }].map(
      (wrong): [unknown, unknown] => [wrong, undefined],
    ),
  ])('keep %j is %j', (payload, read) => {
    expect(readKeep(payload)).toEqual(read);
  });

  it.each<[unknown, boolean]>([
    [{ requester, serviceIds: ['a'], tags: ['mailgrant'] }, true],
    [{ requester, serviceIds: ['a'] }, true],
    [{ requester, serviceIds: [] }, false],
    [{ requester: { who: 1, door: 'http' }, serviceIds: ['a'] }, false],
    [{ requester: { who: 'x' }, serviceIds: ['a'] }, false],
    [{ serviceIds: ['a'] }, false],
    ['now', false],
    [undefined, false],
  ])('now %j is one: %s', (payload, isOne) => {
    expect(readNow(payload)).toEqual(isOne ? payload : undefined);
  });
});

it.each([
  ['running', 'running', true],
  ['running', 'done', false],
  ['suspended', 'running', false],
  ['terminated', 'running', false],
] as const)('an operation that is %s, its wait %s, is in its grace: %s', (state, step, inGrace) => {
  const steps = [
    { name: 'waitForGrace', state: step },
    { name: 'findGrants', state: 'running' as const },
  ];
  expect(isInGrace({ state, steps })).toBe(inGrace);
});
