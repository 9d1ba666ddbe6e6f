import { describe, expect, it } from 'vitest';
import type { RevokeInput } from '../../src/domain/operation.ts';
import type { Requester } from '../../src/domain/requester.ts';
import { always, fakeActivities, first, later, no } from '../support/fakeActivities.ts';
import type { FakeAzure } from '../support/fakeActivities.ts';
import { appId, aUsername, grantInput, otherServiceId, principalId } from '../support/records.ts';
import { requester, resolvedApplication, revokeInput, serviceId, start } from '../support/records.ts';
import { someSettings } from '../support/records.ts';
import type { WorkflowHandle } from '../support/workflowRunner.ts';
import { granted, runGrant, runRevoke } from './runs.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const tagDoor: Requester = { door: 'event', who: 'x (http). y', why: 'Mailgrant.Application.Untagged' };
const settings = someSettings({ publishEvents: true, services: [serviceId, otherServiceId] });

function untagged(overrides: Partial<RevokeInput> = {}): RevokeInput {
  return revokeInput({ requester: tagDoor, grace: day, settings, ...overrides });
}

/** An Azure with one grant, asked for by a tag unless said otherwise, whose calls so far are forgotten. */
async function grantedAzure(overrides: Parameters<typeof fakeActivities>[0] = {}, by: Requester = tagDoor) {
  const azure = fakeActivities(overrides);
  granted(await runGrant(azure, { ...grantInput(), requester: by }));
  azure.calls.length = 0;
  const before = azure.clock.now();
  return { azure, waited: () => azure.calls[0]!.at - before };
}

const isTagged = (...tags: string[]) => ({
  resolveApplication: () => Promise.resolve({ kind: 'done' as const, value: resolvedApplication({ tags }) }),
});
const isGone = (code: 'application-not-found' | 'application-of-other-tenant' | 'no-service-principal') => ({
  resolveApplication: always(no({ code })),
});

/** Grants that have been made before the directory answers otherwise. */
async function untaggedAzure(then: Partial<FakeAzure['activities']>) {
  let after: Partial<FakeAzure['activities']> = {};
  const made = await grantedAzure((healthy) => ({
    resolveApplication: (input) => (after.resolveApplication ?? healthy.resolveApplication)(input),
  }));
  after = then;
  return made;
}

/** Raises these one after the other, an hour apart, each when nothing else is left to do. */
function raising(...signals: [name: string, data?: unknown][]) {
  const left = [...signals];
  return {
    async onIdle({ engine, instanceId, clock }: WorkflowHandle) {
      for (const signal of left.splice(0)) {
        clock.advance(hour);
        engine.raiseEvent(instanceId, ...signal);
        await engine.idle();
      }
    },
  };
}

const nothingLeft = { usernames: { size: 0 }, assignments: { size: 0 } };
const allLeft = { usernames: { size: 1 }, assignments: { size: 1 } };

describe('a revocation with grace', () => {
  it.each([hour, day, 30 * day])(
    'waits %d ms, touches nothing meanwhile, then looks and revokes',
    async (grace) => {
      const { azure, waited } = await grantedAzure();
      const run = await runRevoke(azure, untagged({ grace }));
      expect(waited()).toBe(grace);
      expect(azure.called()).toEqual([
        'resolveApplication',
        'findGrants',
        'deleteSmtpUsername',
        'deleteAssignment',
        'publishEvents',
      ]);
      expect(run.output).toMatchObject({ outcome: 'revoked', stillGrants: [] });
      expect(azure.holds).toMatchObject(nothingLeft);
      expect(run.progress[0]?.steps[0]).toMatchObject({
        name: 'waitForGrace',
        state: 'running',
        note: `until ${new Date(azure.calls[0]!.at).toISOString()}`,
      });
      expect(azure.holds.published).toMatchObject([
        { type: 'Mailgrant.Grant.Revoked', data: { appId, removed: 2, stillGrants: 0 } },
      ]);
    },
  );

  it('has all its time for Azure after the grace', async () => {
    const { azure } = await grantedAzure((healthy) => ({
      findGrants: first([later({ afterSeconds: 600 })], healthy.findGrants),
    }));
    expect((await runRevoke(azure, untagged())).output).toMatchObject({ outcome: 'revoked' });
  });

  it('revokes when every activity is delivered twice', async () => {
    const { azure } = await grantedAzure();
    const { output } = await runRevoke(azure, untagged(), { deliverTwice: true });
    expect(output).toMatchObject({ outcome: 'revoked' });
    expect(azure.holds).toMatchObject(nothingLeft);
  });
});

describe('keep', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a reason', { because: 'It is tagged again.' }],
    ['the mail service', { because: 'It is tagged again.', serviceIds: [serviceId.toUpperCase()] }],
  ])('ends the wait and touches nothing, given %s', async (_what, data) => {
    const { azure } = await grantedAzure();
    const run = await runRevoke(azure, untagged(), raising(['keep', data]));
    expect(run.output).toEqual({ outcome: 'kept', because: expect.stringContaining('again') as string });
    expect(azure.called()).toEqual([]);
    expect(azure.holds).toMatchObject(allLeft);
    expect(run.customStatus).toMatchObject({
      steps: expect.not.arrayContaining([{ state: 'running' }]) as object,
    });
    expect(run.runtimeStatus).toBe('Completed');
  });

  it('of one of two mail services keeps that one, and the wait goes on for the other', async () => {
    const { azure, waited } = await grantedAzure();
    const input = untagged({ serviceIds: [serviceId, otherServiceId] });
    const run = await runRevoke(azure, input, raising(['keep', { serviceIds: [serviceId] }]));
    expect(waited()).toBe(day);
    expect(run.output).toMatchObject({ outcome: 'kept' });
    expect(azure.holds).toMatchObject(allLeft);
    expect(run.progress.map(({ steps }) => steps[0]?.note)).toContainEqual(
      expect.stringContaining('kept at contoso-mail'),
    );
  });

  it.each<[string, [string, unknown][]]>([
    ['a text', [['keep', 'please']]],
    ['a list', [['keep', [serviceId]]]],
    [
      'mail services that are none',
      [
        ['keep', { serviceIds: [7] }],
        ['keep', { serviceIds: serviceId }],
      ],
    ],
    ['a reason that is none', [['keep', { because: 7 }]]],
    ['a mail service that it is not about', [['keep', { serviceIds: [otherServiceId] }]]],
    ['an event of another name', [['stay', undefined]]],
    [
      'now by nobody',
      [
        ['now', undefined],
        ['now', {}],
        ['now', { requester: 'ada', serviceIds: [serviceId] }],
      ],
    ],
    ['now for nothing', [['now', { requester, serviceIds: [] }]]],
  ])('is not %s: that changes nothing', async (_what, signals) => {
    const { azure, waited } = await grantedAzure();
    const run = await runRevoke(azure, untagged(), raising(...signals));
    expect(waited()).toBe(day);
    expect(run.output).toMatchObject({ outcome: 'revoked' });
  });

  it('leaves no timer running, nor any other task that the real host would stumble over', async () => {
    const { azure } = await grantedAzure();
    const warnings: string[] = [];
    await runRevoke(azure, untagged({ grace: 30 * day }), {
      ...raising(['keep', 7], ['keep']),
      log: (level, _source, message) => void (level === 'warning' && warnings.push(message)),
    });
    expect(warnings.filter((text) => !text.includes('not understood'))).toEqual([]);
  });

  it('is heard after things that are not understood', async () => {
    const { azure } = await grantedAzure();
    const signals = raising(['keep', 'x'], ['now', 'x'], ['keep', 7], ['keep']);
    expect((await runRevoke(azure, untagged(), signals)).output).toMatchObject({ outcome: 'kept' });
  });
});

describe('now', () => {
  const now = { requester, serviceIds: [serviceId, otherServiceId], tags: ['mailgrant'] };

  it('ends the wait at once, takes everything, and says which tag would ask again', async () => {
    const { azure, waited } = await grantedAzure({}, requester);
    const { output } = await runRevoke(azure, untagged(), raising(['keep', 7], ['now', {}], ['now', now]));
    expect(waited()).toBe(3 * hour);
    expect(azure.called()[0]).toBe('findGrants');
    expect(azure.inputsOf('findGrants')).toEqual([{ appId, principalId, serviceIds: now.serviceIds }]);
    expect(output).toMatchObject({
      outcome: 'revoked',
      note: expect.stringContaining("'mailgrant'") as string,
    });
    expect(azure.holds).toMatchObject(nothingLeft);
  });
});

describe('the look at the end of the grace', () => {
  it.each<[string, Partial<FakeAzure['activities']>, string, object]>([
    ['finds it tagged again: it is kept', isTagged('mailgrant'), 'kept', allLeft],
    [
      'finds it tagged for another service: it goes here',
      isTagged('mailgrant:service=contoso-lab'),
      'revoked',
      nothingLeft,
    ],
    ['finds tags that say nothing: it is kept', isTagged('mailgrant:color=red'), 'kept', allLeft],
    ['finds other tags: it goes', isTagged('mailgrants', 'finance'), 'revoked', nothingLeft],
    ['does not find it: it goes', isGone('application-not-found'), 'revoked', nothingLeft],
    ['finds it without service principal: it goes', isGone('no-service-principal'), 'revoked', nothingLeft],
    [
      'is refused for good: it goes',
      { resolveApplication: always(no({ code: 'not-authorized' })) },
      'revoked',
      nothingLeft,
    ],
    [
      'is throttled until the deadline: it goes',
      { resolveApplication: always(later()) },
      'revoked',
      nothingLeft,
    ],
  ])('%s', async (_what, directory, ...[outcome, left]) => {
    const { azure } = await untaggedAzure(directory);
    const run = await runRevoke(azure, untagged());
    expect(run.output).toMatchObject({ outcome });
    expect(azure.holds).toMatchObject({ ...left, published: outcome === 'kept' ? [] : [{}] });
  });

  it('finds it registered in another tenant: it lives, and nothing is touched', async () => {
    const { azure } = await untaggedAzure(isGone('application-of-other-tenant'));
    expect((await runRevoke(azure, untagged())).output).toMatchObject({ outcome: 'kept' });
    expect(azure.holds).toMatchObject(allLeft);
  });

  it('leaves a login that was made by hand when it does not find the application', async () => {
    const { azure } = await untaggedAzure(isGone('application-not-found'));
    azure.holds.usernames.set('by-hand', aUsername({ name: 'by-hand', username: 'relay' }));
    expect((await runRevoke(azure, untagged())).output).toMatchObject({ outcome: 'revoked' });
    expect([...azure.holds.usernames.keys()]).toEqual(['by-hand']);
    expect(azure.holds.assignments.size).toBe(0);
  });

  it.each(['application-not-found', 'no-service-principal'] as const)(
    'asks for what is left without the service principal (%s)',
    async (code) => {
      const { azure } = await untaggedAzure(isGone(code));
      await runRevoke(azure, untagged());
      expect(azure.inputsOf('findGrants')).toEqual([{ appId, serviceIds: [serviceId] }]);
    },
  );

  it('waits out a directory that is throttled', async () => {
    const { resolveApplication } = isTagged('mailgrant');
    const { azure } = await untaggedAzure({
      resolveApplication: first([later(), later({ afterSeconds: 300 })], resolveApplication),
    });
    expect((await runRevoke(azure, untagged())).output).toMatchObject({ outcome: 'kept' });
  });
});

describe('who asked for a grant decides who may take it', () => {
  it('untagging leaves what was asked for over HTTP, and tells nobody', async () => {
    const { azure } = await grantedAzure({}, requester);
    const run = await runRevoke(azure, untagged());
    expect(run.output).toMatchObject({
      outcome: 'revoked',
      removed: [],
      stillGrants: [{ inherited: false }],
    });
    expect(azure.holds).toMatchObject({ ...allLeft, published: [] });
  });

  it('untagging leaves what was made by hand', async () => {
    const { azure } = await grantedAzure();
    for (const [id, { description: _gone, ...assignment }] of azure.holds.assignments)
      azure.holds.assignments.set(id, assignment);
    expect((await runRevoke(azure, untagged())).output).toMatchObject({ removed: [] });
    expect(azure.holds).toMatchObject(allLeft);
  });

  it('deletion takes all the same', async () => {
    const { azure } = await grantedAzure({}, requester);
    Object.assign(azure.activities, isGone('application-not-found'));
    const { output } = await runRevoke(azure, untagged());
    expect(output).toMatchObject({ outcome: 'revoked', removed: [expect.anything(), expect.anything()] });
    expect(azure.holds).toMatchObject(nothingLeft);
  });

  it('untagging without grace looks as well', async () => {
    const { azure } = await untaggedAzure(isTagged('mailgrant'));
    expect((await runRevoke(azure, untagged({ grace: 0 }))).output).toMatchObject({ outcome: 'kept' });
    expect(Date.parse(start)).toBeLessThan(azure.clock.now());
  });
});
