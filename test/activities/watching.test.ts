import { describe, expect, it } from 'vitest';
import { createActivities } from '../../src/activities/index.ts';
import type { ApplicationChange } from '../../src/domain/applicationChanges.ts';
import type { Gateways } from '../../src/gateways/ports.ts';
import { serviceId, tenantId } from '../support/records.ts';
import { inEstate, labId, localActivities, valueOf } from './localActivities.ts';

describe('readApplicationChanges', () => {
  const read = async (row: Omit<ApplicationChange, 'objectId'>) => {
    const page = { rows: [{ objectId: 'a', ...row }], link: 'next', isLast: true };
    const directory = { applicationChanges: () => Promise.resolve(page) };
    const activities = createActivities({ directory } as unknown as Gateways);
    return valueOf(await activities.readApplicationChanges({ tag: 'mailgrant' }))?.rows[0];
  };

  it.each([
    {
      what: 'Mailgrant’s own tags',
      row: { appId: 'x', tags: ['a', 'Mailgrant', 'mailgrant:service=lab', 'mailgrants'] },
      left: { appId: 'x', tags: ['Mailgrant', 'mailgrant:service=lab'] },
    },
    { what: 'the object id of one without', row: { appId: 'x', tags: ['finance'] }, left: { tags: [] } },
    { what: 'that tags have not changed', row: { appId: 'x' }, left: { appId: 'x' } },
    { what: 'that it is gone', row: { removed: 'changed' as const }, left: { removed: 'changed' } },
  ])('keeps of a row $what', async ({ row, left }) => {
    expect(await read(row)).toEqual({ objectId: 'a', ...left });
  });

  it('goes by links to the end, and says when one has expired', async () => {
    const azure = localActivities();
    const page = valueOf(await azure.readApplicationChanges({ tag: 'mailgrant' }));
    expect(page).toMatchObject({ isLast: true });
    expect(page?.rows).toHaveLength(azure.state.applications.size);
    const link = page?.link ?? '';
    expect(valueOf(await azure.readApplicationChanges({ link, tag: 'mailgrant' }))?.rows).toEqual([]);
    await azure.send({ method: 'POST', url: '/_local/delta', body: { expireTokens: true } });
    expect(valueOf(await azure.readApplicationChanges({ link, tag: 'mailgrant' }))).toBeNull();
  });

  it('is refused to whoever may not read the directory', async () => {
    const answer = await localActivities().as('Parking Gate').readApplicationChanges({ tag: 'mailgrant' });
    expect(answer).toMatchObject({ kind: 'refused', problem: { code: 'not-authorized' } });
  });

  it('is to be tried again at Graph’s own pace', async () => {
    const azure = localActivities();
    const operation = 'applications.application.delta';
    azure.azure.faults.add({ operation, effect: { kind: 'status', status: 429, retryAfter: 17 } });
    const answer = await azure.readApplicationChanges({ tag: 'mailgrant' });
    expect(answer).toMatchObject({ kind: 'later', afterSeconds: 17 });
  });
});

describe('listUsernameHolders', () => {
  it('lists each application once, whatever services it has logins at', async () => {
    const azure = localActivities();
    const before = valueOf(await azure.listUsernameHolders({ serviceIds: [serviceId, labId] }));
    const { appId } = inEstate(azure.state, 'Invoice Service');
    for (const [id, name] of [
      [serviceId, 'one'],
      [labId, 'two'],
    ] as const)
      valueOf(
        await azure.putSmtpUsername({ serviceId: id, name, username: `login-${name}`, appId, tenantId }),
      );
    const gone = labId.replace('contoso-lab', 'gone');
    const after = valueOf(await azure.listUsernameHolders({ serviceIds: [serviceId, labId, gone] }));
    expect(after).toEqual([...before, appId].sort());
    expect(valueOf(await azure.listUsernameHolders({ serviceIds: [gone] }))).toEqual([]);
  });
});
