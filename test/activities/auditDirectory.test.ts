import { describe, expect, it } from 'vitest';
import type { World } from '../../dev/azure/world.ts';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };
import { inEstate, localActivities, valueOf } from './localActivities.ts';
import type { LocalActivities } from './localActivities.ts';

const nobody = '5d1c3f5e-0000-4000-8000-00000000000c';
const sample = contoso as World;

/** Two groups, and an identity beside Mailgrant's that may read them. */
function estate(): LocalActivities & { groupIds: string[] } {
  const azure = localActivities({
    world: {
      ...sample,
      applications: [
        ...(sample.applications ?? []),
        { name: 'Auditor', graphPermissions: ['Application.Read.All', 'GroupMember.Read.All'] },
        { name: 'Group Reader', graphPermissions: ['GroupMember.Read.All'] },
      ],
      groups: [
        { name: 'Robots', members: ['Newsletter'] },
        { name: 'People', members: ['Ada Owner'] },
      ],
    },
  });
  return { ...azure, groupIds: [...azure.state.groups.keys()] };
}

const group = (id: string) => ({ id, type: 'Group' as const });
const servicePrincipal = (id: string) => ({ id, type: 'ServicePrincipal' as const });

describe('lookUpPrincipals', () => {
  it('says who they are, and leaves out who is deleted', async () => {
    const azure = estate();
    const { principalId, appId } = inEstate(azure.state, 'Newsletter');
    const [robots = ''] = azure.groupIds;
    const asked = [servicePrincipal(principalId.toUpperCase()), servicePrincipal(nobody), group(robots)];
    expect(valueOf(await azure.as('Auditor').lookUpPrincipals({ principals: asked }))).toEqual({
      principals: {
        [principalId]: { kind: 'servicePrincipal', appId, displayName: 'Newsletter', enabled: true },
        [robots]: { kind: 'group', displayName: 'Robots' },
      },
      unread: [],
    });
  });

  it('names groups by their ids where it may not read them, and says so', async () => {
    const azure = estate();
    const [robots = '', people = ''] = azure.groupIds;
    const read = await azure.lookUpPrincipals({ principals: [group(robots.toUpperCase()), group(people)] });
    expect(valueOf(read)).toEqual({
      principals: {
        [robots]: { kind: 'group', displayName: robots },
        [people]: { kind: 'group', displayName: people },
      },
      unread: [
        "2 groups could not be looked up: grant Mailgrant's identity the Microsoft Graph permission GroupMember.Read.All to have them judged.",
      ],
    });
  });

  it('knows nothing of service principals that it may not read', async () => {
    const azure = estate();
    const { principalId } = inEstate(azure.state, 'Newsletter');
    const asked = { principals: [servicePrincipal(principalId)] };
    expect(valueOf(await azure.as('Group Reader').lookUpPrincipals(asked))).toEqual({
      principals: { [principalId]: { kind: 'unknown' } },
      unread: [
        "1 service principal could not be looked up: grant Mailgrant's identity the Microsoft Graph permission Application.Read.All to have it judged.",
      ],
    });
  });

  it('is to be tried again when Graph throttles a part of it', async () => {
    const azure = estate();
    const { principalId } = inEstate(azure.state, 'Newsletter');
    const effect = { kind: 'status', status: 429, retryAfter: 12 } as const;
    azure.azure.faults.add({ path: principalId, effect });
    expect(await azure.lookUpPrincipals({ principals: [servicePrincipal(principalId)] })).toMatchObject({
      kind: 'later',
      afterSeconds: 12,
      problem: { code: 'azure-throttled' },
    });
  });
});

describe('lookUpApplications', () => {
  it('gives applications by appId and their service principals by object id', async () => {
    const azure = estate();
    const newsletter = inEstate(azure.state, 'Newsletter');
    const portal = inEstate(azure.state, 'HR Portal');
    const appIds = [newsletter.appId.toUpperCase(), portal.appId, nobody, 'no GUID'];
    const { principals, applications } = valueOf(await azure.lookUpApplications({ appIds }));
    expect(Object.keys(principals)).toEqual([newsletter.principalId]);
    expect(Object.keys(applications)).toEqual([newsletter.appId, portal.appId]);
    expect(applications[newsletter.appId]).toMatchObject({
      displayName: 'Newsletter',
      otherCredentials: false,
    });
  });

  it('is refused to whoever may not read applications', async () => {
    const answer = await estate()
      .as('Parking Gate')
      .lookUpApplications({ appIds: [nobody] });
    expect(answer).toMatchObject({
      kind: 'refused',
      problem: { code: 'not-authorized', fix: expect.stringContaining('Application.Read.All') as string },
    });
  });
});

describe('listGroupMembers', () => {
  it('gives the service principals of each', async () => {
    const azure = estate();
    const [robots = '', people = ''] = azure.groupIds;
    const read = await azure.as('Auditor').listGroupMembers({ groupIds: [robots.toUpperCase(), people] });
    expect(valueOf(read)).toEqual({
      groupMembers: { [robots]: [inEstate(azure.state, 'Newsletter').principalId], [people]: [] },
      unread: [],
    });
  });

  it('leaves out groups that it may not read, and says so', async () => {
    const azure = estate();
    const [robots = ''] = azure.groupIds;
    expect(valueOf(await azure.listGroupMembers({ groupIds: [robots] }))).toEqual({
      groupMembers: {},
      unread: [
        "1 group could not be searched for members: grant Mailgrant's identity the Microsoft Graph permission GroupMember.Read.All to have it judged.",
      ],
    });
  });
});
