import { describe, expect, it } from 'vitest';
import { always, crashing, fakeActivities, first, later, no } from '../support/fakeActivities.ts';
import { appId, grantInput, revokeInput, serviceId, someSettings } from '../support/records.ts';
import { failed, granted, runGrant, runRevoke } from './runs.ts';

const input = grantInput({ settings: { publishEvents: true } });
const publishStep = ({ customStatus }: { customStatus: unknown }) =>
  (customStatus as { steps: { name: string }[] }).steps.find(({ name }) => name === 'publish');

describe('publishing', () => {
  it('tells of a grant', async () => {
    const azure = fakeActivities();
    const run = await runGrant(azure, input);
    granted(run);
    expect(azure.holds.published).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        type: 'Mailgrant.Grant.Ready',
        subject: `/applications/${appId}`,
        data: { appId, communicationService: serviceId, readiness: 'expected' },
      },
    ]);
    expect(publishStep(run)).toMatchObject({ state: 'done', note: 'Mailgrant.Grant.Ready' });
  });

  it('tells of a grant that failed, once it is undone', async () => {
    const azure = fakeActivities({ putAssignment: always(no({ code: 'not-authorized' })) });
    failed(await runGrant(azure, input));
    expect(azure.called().slice(-2)).toEqual(['deleteUnusedRole', 'publishEvents']);
    expect(azure.holds.published).toMatchObject([
      {
        type: 'Mailgrant.Grant.Failed',
        subject: '/operations/grant-1',
        data: { application: appId, communicationService: serviceId, problems: ['not-authorized'] },
      },
    ]);
  });

  it('tells of a revocation', async () => {
    const azure = fakeActivities();
    await runGrant(azure);
    await runRevoke(azure, revokeInput({ settings: someSettings({ publishEvents: true }) }));
    expect(azure.holds.published).toMatchObject([
      { type: 'Mailgrant.Grant.Revoked', data: { appId, removed: 2, stillGrants: 0 } },
    ]);
  });

  it('says nothing where no topic is configured', async () => {
    const azure = fakeActivities();
    expect(publishStep(await runGrant(azure))).toMatchObject({ state: 'skipped' });
    expect(azure.called()).not.toContain('publishEvents');
  });

  it('gives a repeated attempt the same event id, and the next grant another', async () => {
    const azure = fakeActivities((healthy) => ({ publishEvents: first([later()], healthy.publishEvents) }));
    await runGrant(azure, input);
    await runGrant(azure, input);
    const [one, again, next] = (azure.inputsOf('publishEvents') as { id: string }[][])
      .flat()
      .map(({ id }) => id);
    expect(again).toBe(one);
    expect(next).not.toBe(one);
  });
});

describe.each([
  ['refused', () => always(no({ message: 'The topic is gone.' })), 'azure-refused: The topic is gone.'],
  ['crashing', () => crashing(3, always(no())), 'the host went down'],
  ['throttled for ever', () => always(later()), 'azure-throttled: Azure throttles.'],
])('an event that does not get out: %s', (_how, publishEvents, why) => {
  it('leaves the grant as it stands', async () => {
    const azure = fakeActivities({ publishEvents: publishEvents() });
    const run = await runGrant(azure, input);
    expect(granted(run).created).toHaveLength(3);
    expect(azure.holds.assignments.size).toBe(1);
    expect(publishStep(run)).toMatchObject({ state: 'failed', note: expect.stringContaining(why) as string });
  });

  it('does not keep the failure of a grant from being told its caller', async () => {
    const azure = fakeActivities({ publishEvents: publishEvents(), putAssignment: always(no()) });
    const run = await runGrant(azure, input);
    expect(failed(run).undone).toHaveLength(1);
    expect(run.runtimeStatus).toBe('Completed');
  });

  it('leaves the revocation as it stands', async () => {
    const azure = fakeActivities({ publishEvents: publishEvents() });
    await runGrant(azure);
    const run = await runRevoke(azure, revokeInput({ settings: someSettings({ publishEvents: true }) }));
    expect(run.output).toMatchObject({ outcome: 'revoked' });
  });
});

it('publishes a grant whose propagation took all the time there was', async () => {
  const azure = fakeActivities((healthy) => ({
    publishEvents: first([later({ afterSeconds: 60 })], healthy.publishEvents),
  }));
  granted(
    await runGrant(azure, grantInput({ settings: { publishEvents: true, propagationTimeout: 60_000 } })),
  );
  expect(azure.holds.published).toHaveLength(1);
});
