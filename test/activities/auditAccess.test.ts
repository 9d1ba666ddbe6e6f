import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };
import type { World } from '../../dev/azure/world.ts';
import { auditAccessActivities } from '../../src/activities/auditAccess.ts';
import { createActivities } from '../../src/activities/index.ts';
import { auditPlaces } from '../../src/domain/audit/places.ts';
import { communicationOwnerRole } from '../../src/domain/roleChoice.ts';
import { nameOf } from '../../src/domain/resourceId.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import type { Gateways } from '../../src/gateways/ports.ts';
import { localGateways } from '../gateways/localGateways.ts';
import { deployedWorld } from '../support/deployedWorld.ts';
import { groupScope, otherServiceId, serviceId, subscriptionScope } from '../support/records.ts';
import { inEstate, localActivities, valueOf } from './localActivities.ts';
import type { LocalActivities } from './localActivities.ts';

const [place] = auditPlaces([serviceId, otherServiceId]);
if (place === undefined) throw new Error('There is no place.');
const sample = contoso as World;
const given = (role: string, principal: string, scope: string) => ({ role, principal, scope });

/** A busy resource group: who sends, who could, who hands out roles, and many who have nothing to do with mail. */
function busy(more: Partial<World> = {}): LocalActivities {
  return localActivities({
    world: {
      ...sample,
      groups: [{ name: 'Robots', members: ['Invoice Service', 'Ada Owner'] }],
      roles: [
        ...(sample.roles ?? []),
        {
          roleName: 'Mail keys',
          assignableScopes: [groupScope],
          permissions: [{ actions: ['Microsoft.Communication/*/action'] }],
        },
      ],
      assignments: [
        ...(sample.assignments ?? []),
        given('Contributor', 'Old Intranet', subscriptionScope),
        given('Mail keys', 'Robots', groupScope),
        given('Reader', 'Invoice Service', subscriptionScope),
        given('Reader', 'Parking Gate', otherServiceId),
        given('Reader', 'Ada Owner', serviceId),
      ],
      eligibleAssignments: [
        given('User Access Administrator', 'Robots', subscriptionScope),
        given('Reader', 'Newsletter', subscriptionScope),
      ],
      denyAssignments: [
        {
          name: 'Keep',
          scope: groupScope,
          principals: ['Parking Gate'],
          permissions: [{ actions: ['*/delete'] }],
        },
      ],
      ...more,
    },
  });
}

/** The GETs so far, each as what was listed or read. */
function gets({ azure }: LocalActivities): string[] {
  return azure.requests.entries.map(({ target }) => {
    const [path = ''] = target.split('?');
    return path.slice(path.lastIndexOf('Microsoft.Authorization/') + 'Microsoft.Authorization/'.length);
  });
}

function named({ state }: LocalActivities, rows: readonly { principalId: string; roleDefinition: string }[]) {
  return rows.map(({ principalId, roleDefinition }) => {
    const who = state.servicePrincipals.get(principalId) ?? state.groups.get(principalId);
    return `${who?.displayName}: ${state.roleDefinitions.get(roleDefinition)?.roleName}`;
  });
}

describe('readAccess', () => {
  it('reads four lists, and keeps of them what can matter', async () => {
    const azure = busy();
    const read = valueOf(await azure.readAccess({ place }));
    expect(gets(azure).sort()).toEqual([
      'denyAssignments',
      'roleAssignments',
      'roleDefinitions',
      'roleEligibilityScheduleInstances',
    ]);
    expect(named(azure, read.assignments)).toEqual([
      'Newsletter: Communication and Email Service Owner',
      'mailgrant: Mailgrant Operator',
      'Old Intranet: Contributor',
      'Robots: Mail keys',
      'Parking Gate: Reader',
    ]);
    expect(named(azure, read.eligible)).toEqual(['Robots: User Access Administrator']);
    expect(read.denyAssignments).toMatchObject([{ name: 'Keep', scope: groupScope }]);
    expect(
      Object.values(read.roles)
        .map(({ roleName }) => roleName)
        .sort(),
    ).toEqual([
      'Communication and Email Service Owner',
      'Contributor',
      'Mail keys',
      'Mailgrant Operator',
      'Reader',
      'User Access Administrator',
    ]);
    expect(read).toMatchObject({ scope: groupScope, unread: [], notSeen: [] });
    // The owner, the vault and the topic are counted, and not kept.
    expect(read.read).toEqual({ assignments: 11, eligible: 2, roles: azure.state.roleDefinitions.size });
  });

  it('keeps the sender role that is there, though nobody holds it', async () => {
    const azure = busy();
    valueOf(await azure.putRole({ scope: groupScope, wanted: senderRole(groupScope) }));
    expect(valueOf(await azure.readAccess({ place })).roles).toHaveProperty(senderRole(groupScope).name);
  });

  it('finds a role that the list has not, and names one that is not to be seen', async () => {
    const azure = busy();
    const below = [...azure.state.roleDefinitions.values()].find(({ roleName }) => roleName === 'Mail keys');
    if (below === undefined) throw new Error('The estate has no such role.');
    below.assignableScopes = [serviceId];
    for (const each of azure.state.roleAssignments.values())
      if (each.roleDefinition === below.name) each.scope = serviceId;
    const read = valueOf(await azure.readAccess({ place }));
    expect(gets(azure).filter((each) => each.startsWith('roleDefinitions/'))).toEqual([
      `roleDefinitions/${below.name}`,
    ]);
    expect(named(azure, read.assignments)).toContain('Robots: Mail keys');
    expect(read.unread).toEqual([]);

    azure.state.roleDefinitions.delete(below.name);
    const { assignments, unread } = valueOf(await azure.readAccess({ place }));
    expect(named(azure, assignments)).not.toContain('Robots: undefined');
    expect(unread).toEqual([expect.stringMatching(`^The role ${below.name} is assigned around`)]);
  });

  it('goes without what can be activated and what is denied, and says how it could be read', async () => {
    const without = (actions: string[]) => actions.filter((action) => !/eligibility|deny/i.test(action));
    const roles = (sample.roles ?? []).map((role) => ({
      ...role,
      permissions: role.permissions.map((block) => ({ ...block, actions: without(block.actions) })),
    }));
    const assignments = sample.assignments ?? [];
    const read = valueOf(await busy({ roles, assignments }).readAccess({ place }));
    expect([read.eligible, read.denyAssignments]).toEqual([[], []]);
    expect(read.unread).toEqual([
      expect.stringMatching(/^What can be activated around .*roleEligibilityScheduleInstances\/read there/),
      expect.stringMatching(/^What is denied around .*denyAssignments\/read there/),
    ]);
    expect(read.assignments).not.toEqual([]);
  });

  it('says nothing of Privileged Identity Management where there is none', async () => {
    const azure = busy({ tenant: { ...sample.tenant, premium: false } });
    expect(valueOf(await azure.readAccess({ place }))).toMatchObject({ eligible: [], unread: [] });
  });

  it('does not go without them when Azure has no time, and comes again', async () => {
    const azure = busy();
    azure.azure.faults.add({
      operation: 'DenyAssignments_ListForScope',
      effect: { kind: 'status', status: 503 },
    });
    expect(await azure.readAccess({ place })).toMatchObject({ kind: 'later' });
  });

  describe('of the changes that it is told of names those that the list has yet to show', () => {
    type Change = { id: string; gone: boolean };
    type Ids = { here: string; above: string; never: string };
    const around = auditPlaces([serviceId]);

    /** Asks with a list that is empty, or out of date, or as Azure has it. */
    async function notSeen({ told, list, deleted }: Case): Promise<[string[], Ids]> {
      const { azure, authorization } = localGateways({ world: deployedWorld() });
      const listed = await authorization.assignmentsAround(serviceId);
      const at = (where: string) => listed.find(({ scope }) => scope === where)?.id ?? '';
      const never = `${groupScope}/providers/Microsoft.Authorization/roleAssignments/${nobody}`;
      const ids = { here: at(groupScope), above: at(subscriptionScope), never };
      if (deleted === true) azure.state.roleAssignments.delete(nameOf(ids.here));
      const lists = { empty: [], old: listed };
      const activities = auditAccessActivities({
        ...authorization,
        ...(list !== undefined && { assignmentsAround: () => Promise.resolve(lists[list]) }),
      });
      const [place] = around;
      if (place === undefined) throw new Error('There is no place.');
      return [valueOf(await activities.readAccess({ place, changed: [told(ids)] })).notSeen, ids];
    }
    const nobody = '11111111-1111-4111-8111-111111111111';

    type Case = {
      what: string;
      told: (ids: Ids) => Change;
      list?: 'empty' | 'old';
      deleted?: true;
      waits?: keyof Ids;
    };
    const made = (id: string) => ({ id, gone: false });
    const taken = (id: string) => ({ id, gone: true });
    it.each<Case>([
      { what: 'made, and listed', told: ({ here }) => made(here.toUpperCase()) },
      { what: 'made, and not listed', told: ({ here }) => made(here), list: 'empty', waits: 'here' },
      { what: 'made above, where nothing else may be read', told: ({ above }) => made(above) },
      { what: 'made above, and not listed', told: ({ above }) => made(above), list: 'empty', waits: 'above' },
      { what: 'made, and taken away since', told: ({ never }) => made(never) },
      { what: 'forged, and no id at all', told: ({ never }) => made(never.replace(nobody, 'x')) },
      { what: 'forged, with half a character', told: ({ never }) => made(never.replace(nobody, '\ud800')) },
      { what: 'taken away, and not listed', told: ({ here }) => taken(here), deleted: true },
      {
        what: 'taken away, and listed',
        told: ({ here }) => taken(here),
        list: 'old',
        deleted: true,
        waits: 'here',
      },
      { what: 'taken away, and made again since', told: ({ here }) => taken(here) },
    ])('$what', async (given) => {
      const [seen, ids] = await notSeen(given);
      expect(seen).toEqual(given.waits === undefined ? [] : [ids[given.waits]]);
    });
  });
});

describe('readHeld', () => {
  it('reads one list for each, through groups as well, and each unknown role once', async () => {
    const azure = busy();
    const [invoices, newsletter] = ['Invoice Service', 'Newsletter'].map(
      (name) => inEstate(azure.state, name).principalId,
    );
    if (invoices === undefined || newsletter === undefined) throw new Error('The estate lacks them.');
    const { held, roles } = valueOf(
      await azure.readHeld({
        scope: groupScope,
        principalIds: [invoices.toUpperCase(), newsletter],
        knownRoles: [communicationOwnerRole.toUpperCase()],
      }),
    );
    expect(Object.keys(held)).toEqual([invoices, newsletter]);
    expect(named(azure, held[invoices] ?? [])).toEqual(['Robots: Mail keys', 'Invoice Service: Reader']);
    expect(named(azure, held[newsletter] ?? [])).toEqual([
      'Newsletter: Communication and Email Service Owner',
    ]);
    expect(
      Object.values(roles)
        .map(({ roleName }) => roleName)
        .sort(),
    ).toEqual(['Mail keys', 'Reader']);
    expect(gets(azure).filter((each) => each === 'roleAssignments')).toHaveLength(2);
    expect(gets(azure).filter((each) => each.startsWith('roleDefinitions/'))).toHaveLength(2);
    expect(gets(azure)).toHaveLength(4);
  });

  it('asks nothing for nobody', async () => {
    const azure = busy();
    const none = valueOf(await azure.readHeld({ scope: groupScope, principalIds: [], knownRoles: [] }));
    expect(none).toEqual({ held: {}, roles: {} });
    expect(gets(azure)).toEqual([]);
  });

  it('reads of many no more than eight at a time', async () => {
    let [now, most] = [0, 0];
    const assignmentsHeldBy = async () => {
      most = Math.max(most, ++now);
      await setImmediate();
      now--;
      return [];
    };
    const activities = createActivities({ authorization: { assignmentsHeldBy } } as unknown as Gateways);
    const principalIds = Array.from({ length: 30 }, (_, index) => `p${index}`);
    const { held } = valueOf(await activities.readHeld({ scope: groupScope, principalIds, knownRoles: [] }));
    expect(Object.keys(held)).toEqual(principalIds);
    expect(most).toBe(8);
  });
});
