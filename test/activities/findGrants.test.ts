import { describe, expect, it } from 'vitest';
import { operationId } from '../../src/domain/naming.ts';
import { provenance } from '../../src/domain/requester.ts';
import { stillGranting } from '../../src/domain/heldGrants.ts';
import { communicationOwnerRole } from '../../src/domain/roleChoice.ts';
import { neededActions, senderRole } from '../../src/domain/senderRole.ts';
import { groupScope, permission, serviceId, subscriptionScope } from '../support/records.ts';
import { inEstate, labId, localActivities, valueOf } from './localActivities.ts';

const sender = senderRole(groupScope);
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const [readAction, ...writeActions] = neededActions;
const guid = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const managementGroup = '/providers/Microsoft.Management/managementGroups/all';

type Assigned = { role?: string; to?: string; at?: string; condition?: string; description?: string };

/** An estate where role assignments are made behind Azure's back, numbered from 1. */
async function estate() {
  const azure = localActivities();
  const own = inEstate(azure.state, 'Invoice Service');
  valueOf(await azure.putRole({ scope: groupScope, wanted: sender }));
  let count = 0;
  const assign = ({
    role = communicationOwnerRole,
    to = own.principalId,
    at = serviceId,
    ...more
  }: Assigned) => {
    const name = guid(++count);
    const { condition, description } = more;
    azure.state.roleAssignments.set(name, {
      name,
      scope: at,
      principalId: to,
      principalType: 'ServicePrincipal',
      roleDefinition: role,
      createdAt: azure.clock.now(),
      updatedAt: azure.clock.now(),
      ...(description === undefined ? {} : { description }),
      ...(condition === undefined ? {} : { condition, conditionVersion: '2.0' }),
    });
    return name;
  };
  /** A custom role of these actions. */
  const role = (number: number, actions: string[], condition?: string) => {
    azure.state.roleDefinitions.set(guid(number), {
      ...azure.state.roleDefinitions.get(sender.name)!,
      name: guid(number),
      roleName: `Role ${number}`,
      permissions: [permission(actions, condition === undefined ? {} : { condition })],
    });
    return guid(number);
  };
  const group = (number: number, memberId: string) => {
    const objectId = guid(number);
    azure.state.groups.set(objectId, { objectId, displayName: `Group ${number}`, memberIds: [memberId] });
    return objectId;
  };
  const find = async (whose: { principalId?: string } = own, serviceIds = [serviceId, labId]) => {
    const { principalId } = whose;
    const who = { appId: own.appId, ...(principalId === undefined ? {} : { principalId }) };
    const found = valueOf(await azure.findGrants({ ...who, serviceIds }));
    return { ...found, report: stillGranting(found.others) };
  };
  return {
    azure,
    own,
    assign,
    role,
    group,
    find,
    madeFor: (service: string) => operationId('grant', own.appId, service),
  };
}

const asked = (door: 'http' | 'event', who = 'ada@contoso.example') => ({ door, who, why: 'because' });

describe('what Mailgrant made', () => {
  it('is told from what others did, each with the door that asked for it', async () => {
    const { assign, find, madeFor } = await estate();
    assign({ role: sender.name, description: provenance(madeFor(serviceId), asked('event', 'x (http): y')) });
    assign({
      role: sender.name,
      at: labId,
      description: provenance(madeFor(labId), asked('http', '(event)')),
    });
    assign({ at: groupScope });
    const { ours, report } = await find();
    expect(ours).toMatchObject([
      { serviceId, scope: serviceId, door: 'event', roleName: sender.roleName },
      { serviceId: labId, scope: labId, door: 'http' },
    ]);
    expect(report).toMatchObject([
      { roleName: 'Communication and Email Service Owner', scope: groupScope, inherited: true },
    ]);
  });

  it.each([
    ['the sender role, assigned by hand', { role: sender.name }],
    ['an owner role with a mark of an unknown form', { description: 'Mailgrant operation 2: x (event)' }],
  ])('may be %s: no door is known of it', async (_what, assigned) => {
    const { assign, find } = await estate();
    assign(assigned);
    const { ours, others } = await find();
    expect(ours).toHaveLength(1);
    expect(ours[0]).not.toHaveProperty('door');
    expect(others).toEqual([]);
  });

  it('is never what a group has, not even with the sender role or a mark', async () => {
    const { own, assign, group, find, madeFor } = await estate();
    const team = group(60, own.principalId);
    assign({ role: sender.name, to: team, description: provenance(madeFor(serviceId), asked('event')) });
    expect(await find()).toMatchObject({ ours: [], report: [{ group: team }] });
  });
});

describe('what else lets an application send', () => {
  it.each<[string, (made: Awaited<ReturnType<typeof estate>>) => void, object[]]>([
    ['nothing', () => undefined, []],
    ['a role that only reads', ({ assign }) => assign({ role: reader }), []],
    ['a role that is gone', ({ assign }) => assign({ role: guid(99) }), []],
    [
      'an owner role at the service',
      ({ assign }) => assign({}),
      [
        {
          roleName: 'Communication and Email Service Owner',
          scope: serviceId,
          inherited: false,
          conditional: false,
        },
      ],
    ],
    [
      'an owner role from the subscription, once though it reaches two services',
      ({ assign }) => assign({ at: subscriptionScope }),
      [{ scope: subscriptionScope, inherited: true }],
    ],
    [
      'an owner role from a management group',
      ({ azure, assign }) => {
        azure.state.managementGroups = { [subscriptionScope]: managementGroup };
        assign({ at: managementGroup });
      },
      [{ scope: managementGroup, inherited: true }],
    ],
    [
      'a group in a group',
      ({ own, assign, group }) => assign({ to: group(61, group(60, own.principalId)) }),
      [{ group: guid(61), inherited: false }],
    ],
    [
      'three assignments that only together cover what it takes, but not a fourth',
      ({ own, assign, role, group }) => {
        assign({ role: role(70, [readAction]), at: groupScope });
        assign({ role: role(71, [writeActions[0]]) });
        assign({ role: role(72, [writeActions[1]]), to: group(60, own.principalId) });
        assign({ role: role(73, ['Microsoft.Authorization/*']) });
      },
      [
        { roleName: 'Role 70', inherited: true },
        { roleName: 'Role 71', inherited: false },
        { roleName: 'Role 72', group: guid(60) },
      ],
    ],
    [
      'two of three actions: nothing',
      ({ assign, role }) => {
        assign({ role: role(70, [readAction]) });
        assign({ role: role(71, [writeActions[0]]) });
      },
      [],
    ],
    [
      'an owner role beside one that only reads: the owner role alone',
      ({ assign }) => {
        assign({});
        assign({ role: reader });
      },
      [{ roleName: 'Communication and Email Service Owner' }],
    ],
    [
      'an owner role under a condition, as such',
      ({ assign }) => assign({ condition: '@Resource[x] StringEquals y' }),
      [{ conditional: true }],
    ],
    [
      'a role whose permissions have a condition, as such',
      ({ assign, role }) => assign({ role: role(70, ['*'], '@Resource[x] StringEquals y') }),
      [{ conditional: true }],
    ],
    ['a role at another service only', ({ assign }) => assign({ at: `${labId}-other` }), []],
    ['a role below the service', ({ assign }) => assign({ at: `${serviceId}/smtpUsernames/x` }), []],
  ])('%s', async (_what, arrange, report) => {
    const made = await estate();
    arrange(made);
    const found = await made.find();
    expect(found.report).toMatchObject(report);
    expect(found.report).toHaveLength(report.length);
  });

  it('does not mix what is held at two services', async () => {
    const { assign, role, find } = await estate();
    assign({ role: role(70, [readAction, writeActions[0]]) });
    assign({ role: role(71, [writeActions[1]]), at: labId });
    expect((await find()).report).toEqual([]);
  });
});

it('what a former service principal of the application had is found beside what the one of now has', async () => {
  const { azure, own, assign, find, madeFor } = await estate();
  const description = provenance(madeFor(serviceId), asked('event'));
  const former = assign({ role: sender.name, to: guid(80), description });
  const present = assign({ role: sender.name, description });
  assign({ role: sender.name, to: inEstate(azure.state, 'Newsletter').principalId });
  const { ours, others } = await find(own, [serviceId]);
  expect(ours.map(({ id }) => id.slice(-36)).sort()).toEqual([former, present]);
  expect(ours).toMatchObject([{ door: 'event' }, { door: 'event' }]);
  expect(ours.some(({ group }) => group !== undefined)).toBe(false);
  expect(others).toEqual([]);
});

describe('an application whose service principal is gone', () => {
  it('leaves behind what Mailgrant made for it, and only that is found', async () => {
    const { azure, own, assign, find, madeFor } = await estate();
    const description = provenance(madeFor(serviceId), asked('event'));
    const mine = assign({ role: sender.name, description });
    assign({});
    const newsletter = inEstate(azure.state, 'Newsletter');
    const theirs = { ...asked('event'), who: `${madeFor(serviceId)} (event)` };
    for (const description of [
      provenance(operationId('grant', newsletter.appId, serviceId), theirs),
      provenance(`${madeFor(serviceId)}-2`, asked('event')),
      `made for ${madeFor(serviceId)} (event): x`,
    ])
      assign({ role: sender.name, to: newsletter.principalId, description });
    azure.state.servicePrincipals.delete(own.principalId);
    const { ours, others } = await find({});
    expect(ours.map(({ id }) => id.slice(-36))).toEqual([mine]);
    expect(others).toEqual([]);
  });

  it('leaves its usernames behind, too', async () => {
    const { azure, own, find } = await estate();
    valueOf(
      await azure.putSmtpUsername({
        serviceId,
        name: 'invoices-smtp',
        username: 'Invoices',
        appId: own.appId.toUpperCase(),
        tenantId: azure.state.tenantId,
      }),
    );
    expect(await find({})).toMatchObject({ usernames: [{ serviceId, username: 'Invoices' }], ours: [] });
  });
});
