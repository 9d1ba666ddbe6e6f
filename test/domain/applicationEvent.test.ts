import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseApplicationEvent } from '../../src/domain/applicationEvent.ts';
import type { ApplicationEvent } from '../../src/domain/applicationEvent.ts';
import { mayBeNews, standingOf } from '../../src/domain/standing.ts';
import type { FoundApplication } from '../../src/domain/standing.ts';
import { anApplication, appId, otherAppId, serviceId, start } from '../support/records.ts';

const objectId = 'b1111111-1111-4111-8111-111111111111';
const now = Date.parse(start);
const minute = 60_000;

function cloudEvent(overrides: object = {}): object {
  return {
    specversion: '1.0',
    id: '1',
    source: '/mailgrant',
    type: 'Mailgrant.Application.Tagged',
    time: start,
    data: { appId },
    ...overrides,
  };
}

describe('an event', () => {
  it('of CloudEvents says what it claims, when, and of whom', () => {
    expect(parseApplicationEvent(cloudEvent())).toEqual({
      id: '1',
      type: 'Mailgrant.Application.Tagged',
      source: '/mailgrant',
      time: now,
      claims: 'tagged',
      names: [appId],
    });
  });

  it('of the Event Grid schema, too', () => {
    const event = {
      id: '1',
      eventType: 'A.B',
      topic: '/t',
      eventTime: start,
      data: { applicationId: appId },
    };
    expect(parseApplicationEvent(event)).toEqual({
      id: '1',
      type: 'A.B',
      source: '/t',
      time: now,
      names: [appId],
    });
  });

  it('names each id once, the likeliest first, in lower case', () => {
    const data = { objectId, applicationId: otherAppId, appId: appId.toUpperCase() };
    const event = cloudEvent({ subject: `/applications/${objectId.toUpperCase()}`, data });
    expect(parseApplicationEvent(event)).toMatchObject({ names: [appId, otherAppId, objectId] });
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'It is no event.'],
    ['null', null, 'It is no event.'],
    ['a number', 7, 'It is no event.'],
    ['a list', [cloudEvent()], 'It is no event.'],
    ['no id', cloudEvent({ id: '' }), 'It is no event.'],
    ['an id of the wrong type', cloudEvent({ id: { toString: null } }), 'It is no event.'],
    ['no type', cloudEvent({ type: undefined }), 'It is no event.'],
    ['a list of types', cloudEvent({ type: ['Mailgrant.Application.Tagged'] }), 'It is no event.'],
    ['null as data', cloudEvent({ data: null }), 'It names no application.'],
    ['a list as data', cloudEvent({ data: [{ appId }] }), 'It names no application.'],
    ['a text as data', cloudEvent({ data: appId }), 'It names no application.'],
    ['a list of ids', cloudEvent({ data: { appId: [appId] } }), 'It names no application.'],
    ['a name that is no id', cloudEvent({ data: { appId: "x' or 1 eq 1" } }), 'It names no application.'],
    ['an id with a tail', cloudEvent({ data: { appId: `${appId}\n` } }), 'It names no application.'],
    [
      'an id by inheritance',
      cloudEvent({ data: JSON.parse(`{"__proto__": {"appId": "${appId}"}}`) as object }),
      'It names no application.',
    ],
    [
      'a huge id',
      cloudEvent({ data: {}, subject: `/applications/${'a'.repeat(1e6)}` }),
      'It names no application.',
    ],
    [
      'a subject below an application',
      cloudEvent({ data: {}, subject: `/applications/${appId}/owners` }),
      'It names no application.',
    ],
    ...['Mailgrant.Grant.Ready', 'Mailgrant.Grant.Failed', 'mailgrant.audit.FindingOpened'].map(
      (type): [string, unknown, string] => [
        type,
        cloudEvent({ type }),
        'Mailgrant has published it as the outcome of something.',
      ],
    ),
  ])('that is or has %s is ignored', (_name, event, ignored) => {
    expect(parseApplicationEvent(event)).toEqual({ ignored });
  });

  it('keeps a field that is well beside one that is not', () => {
    const event = cloudEvent({ data: { appId: 7, objectId }, time: 'yesterday', source: null });
    expect(parseApplicationEvent(event)).toEqual({
      id: '1',
      type: 'Mailgrant.Application.Tagged',
      source: 'an unnamed source',
      claims: 'tagged',
      names: [objectId],
    });
  });

  it.each([
    [true, true],
    [false, undefined],
    ['true', undefined],
    [1, undefined],
  ])('that has %j as data.again tells it again: %s', (again, told) => {
    const event = parseApplicationEvent(cloudEvent({ data: { appId, again } })) as ApplicationEvent;
    expect(event.again).toBe(told);
    expect(event.names).toEqual([appId]);
  });

  it('is kept short and on one line', () => {
    const event = cloudEvent({ id: `a\n\u2028\u202eb${'c'.repeat(1e6)}`, source: '😀'.repeat(1000) });
    const { id, source } = parseApplicationEvent(event) as ApplicationEvent;
    expect(id).toMatch(/^a bc+$/);
    expect(id.length).toBeLessThanOrEqual(120);
    expect(source.isWellFormed()).toBe(true);
  });

  it('never throws, whatever it is, and names nothing but ids', () => {
    const field = fc.oneof(fc.anything(), fc.uuid(), fc.string({ unit: 'binary' }));
    const data = fc.oneof(fc.anything(), fc.record({ appId: field, applicationId: field, objectId: field }));
    const type = fc.oneof(field, fc.constant('Mailgrant.Application.Deleted'));
    const anyEvent = fc.record({ id: field, type, source: field, time: field, subject: field, data });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), anyEvent), (event) => {
        const parsed = parseApplicationEvent(event);
        if ('ignored' in parsed) return;
        expect(parsed.names.every((name) => /^[0-9a-f-]{36}$/.test(name))).toBe(true);
        expect(JSON.stringify(parsed).length).toBeLessThan(2000);
      }),
    );
  });
});

const rules = { tag: 'mailgrant', services: [serviceId] as const };
const found: Record<string, FoundApplication> = {
  tagged: { application: anApplication({ tags: ['mailgrant'] }) },
  untagged: { application: anApplication({ tags: ['finance', 'mailgrants'] }) },
  deleted: { deleted: { appId, displayName: 'Payroll Reports' } },
  foreign: { foreign: { appId, displayName: 'Payroll Reports' } },
  absent: null,
};

describe('how an application stands', () => {
  it.each([
    ['tagged', { kind: 'tagged', wish: { application: appId, serviceId } }],
    ['untagged', { kind: 'untagged' }],
    ['deleted', { kind: 'deleted', appIds: [appId], displayName: 'Payroll Reports' }],
    ['foreign', { kind: 'foreign', appId }],
    ['absent', { kind: 'deleted', appIds: [objectId, otherAppId] }],
  ])('when Graph has it %s', (name, standing) => {
    expect(standingOf(found[name] ?? null, { names: [objectId, otherAppId] }, rules)).toMatchObject(standing);
  });

  it.each<[ApplicationEvent['claims'], string, boolean]>([
    ['tagged', 'tagged', false],
    ['tagged', 'untagged', true],
    ['tagged', 'absent', true],
    ['untagged', 'tagged', true],
    ['untagged', 'untagged', false],
    ['untagged', 'deleted', false],
    ['deleted', 'tagged', true],
    ['deleted', 'untagged', true],
    ['deleted', 'absent', false],
    // A service principal may be seen a little longer than its application.
    ['deleted', 'foreign', true],
    ['untagged', 'foreign', false],
    [undefined, 'tagged', false],
    [undefined, 'absent', false],
  ])('an event that claims %s where Graph has it %s may be news: %s', (claims, name, expected) => {
    const event = { id: '1', type: 'x', source: 'y', names: [appId] as [string], time: now };
    const standing = standingOf(found[name] ?? null, event, rules);
    const claiming = claims === undefined ? event : { ...event, claims };
    expect(mayBeNews(claiming, standing, now + 5 * minute)).toBe(expected);
    expect(mayBeNews(claiming, standing, now + 5 * minute + 1)).toBe(false);
    expect(mayBeNews(claiming, standing, now - 5 * minute - 1)).toBe(false);
    const { time: _time, ...timeless } = claiming;
    expect(mayBeNews(timeless, standing, now)).toBe(false);
  });
});
