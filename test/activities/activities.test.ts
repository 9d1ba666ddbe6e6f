import { describe, expect, it } from 'vitest';
import { createActivities } from '../../src/activities/index.ts';
import type { WantedAssignment } from '../../src/activities/roleAssignments.ts';
import { coverage } from '../../src/domain/permissions/coverage.ts';
import { roleAssignmentName } from '../../src/domain/naming.ts';
import { communicationOwnerRole } from '../../src/domain/roleChoice.ts';
import { neededActions, senderRole } from '../../src/domain/senderRole.ts';
import type { Gateways } from '../../src/gateways/ports.ts';
import { groupScope, serviceId, tenantId } from '../support/records.ts';
import { inEstate, labId, localActivities, valueOf } from './localActivities.ts';
import type { LocalActivities } from './localActivities.ts';

const role = senderRole(groupScope);

/** The assignment of the sender role to the Invoice Service. */
function wantedFor({ state }: LocalActivities): WantedAssignment {
  const { principalId } = inEstate(state, 'Invoice Service');
  return { scope: serviceId, principalId, roleDefinition: role.name };
}

/** The same in Azure, by hand: under a name of its own. */
function assignByHand(azure: LocalActivities, overrides = {}): string {
  const name = '10000000-0000-4000-8000-000000000001';
  azure.state.roleAssignments.set(name, {
    ...wantedFor(azure),
    name,
    principalType: 'ServicePrincipal',
    createdAt: azure.clock.now(),
    updatedAt: azure.clock.now(),
    ...overrides,
  });
  return name;
}

function usernameFor({ state }: LocalActivities) {
  const { appId } = inEstate(state, 'Invoice Service');
  return { serviceId, name: 'invoices-smtp', username: 'Invoices', appId, tenantId };
}

/** A local Azure where the Invoice Service has its grant. */
async function grantedAzure() {
  const azure = localActivities();
  const wanted = wantedFor(azure);
  valueOf(await azure.putRole({ scope: groupScope, wanted: role }));
  const assignment = valueOf(await azure.putAssignment({ ...wanted, description: 'Mailgrant operation 1' }));
  valueOf(await azure.putSmtpUsername(usernameFor(azure)));
  return { azure, wanted, assignment };
}

describe('resolveApplication', () => {
  it.each([
    ['appId', ({ appId }: { appId: string }) => appId],
    ['appId', ({ appId }: { appId: string }) => appId.toUpperCase()],
    ['application object id', ({ objectId }: { objectId: string }) => objectId],
    ['service principal object id', ({ principalId }: { principalId: string }) => principalId],
    ['display name', ({ displayName }: { displayName: string }) => displayName],
  ] as const)('finds it by its %s and says so', async (knownBy, reference) => {
    const azure = localActivities();
    const own = inEstate(azure.state, 'Invoice Service');
    const found = valueOf(await azure.resolveApplication({ reference: reference(own) }));
    expect(found).toMatchObject({
      knownBy,
      application: { appId: own.appId, objectId: own.objectId, displayName: 'Invoice Service' },
      servicePrincipal: { objectId: own.principalId, enabled: true, tenantId },
    });
    expect(JSON.stringify(found)).not.toContain('invoice-service-local-secret');
  });

  it('gives one with a blocked sign-in too: judging is not its business', async () => {
    const found = valueOf(await localActivities().resolveApplication({ reference: 'Old Intranet' }));
    expect(found.servicePrincipal.enabled).toBe(false);
  });
});

describe('inspectMailService', () => {
  it('reads the service, its domains and its usernames', async () => {
    const { service, domains, usernames } = valueOf(
      await localActivities().inspectMailService({ serviceId }),
    );
    expect(service.name).toBe('contoso-mail');
    expect(domains.map(({ verified }) => verified)).toEqual([true, true]);
    expect(usernames.map(({ username }) => username)).toEqual(['contoso-newsletter']);
  });

  it('leaves out a linked domain that is gone', async () => {
    const azure = localActivities();
    for (const key of azure.state.emailDomains.keys())
      if (key.includes('mail.contoso.example')) azure.state.emailDomains.delete(key);
    expect(valueOf(await azure.inspectMailService({ serviceId })).domains).toHaveLength(1);
  });
});

describe('the role', () => {
  const inspect = async (azure: LocalActivities) =>
    valueOf(await azure.inspectRole({ scope: groupScope, choice: { kind: 'least-privilege' } })).state;

  it('is absent, then the same, and drifted once somebody changed it', async () => {
    const azure = localActivities();
    expect(await inspect(azure)).toBe('absent');
    valueOf(await azure.putRole({ scope: groupScope, wanted: role }));
    expect(await inspect(azure)).toBe('same');
    azure.state.roleDefinitions.get(role.name)?.permissions[0]?.actions.push('*/read');
    expect(await inspect(azure)).toBe('drifted');
    valueOf(await azure.putRole({ scope: groupScope, wanted: role }));
    expect(await inspect(azure)).toBe('same');
  });

  it('may be the built-in one', async () => {
    const choice = { kind: 'owner' } as const;
    expect(valueOf(await localActivities().inspectRole({ scope: groupScope, choice }))).toMatchObject({
      name: communicationOwnerRole,
      state: 'same',
    });
  });

  it.each(['Reader', 'acdd72a7-3385-48ef-bd42-f606fba81ae7'])('may be a clone of %s', async (of) => {
    const choice = { kind: 'clone', of } as const;
    const found = valueOf(await localActivities().inspectRole({ scope: groupScope, choice }));
    expect(found).toMatchObject({
      state: 'absent',
      roleName: expect.stringContaining('(Reader, ') as string,
    });
    const clone = { id: '', name: '', permissions: found.permissions };
    for (const action of [...neededActions, 'Contoso.Other/read'])
      expect(coverage(clone, action).kind).toBe('covered');
  });

  it('is deleted unless it has come into use', async () => {
    const { azure, assignment } = await grantedAzure();
    const remove = () => azure.deleteUnusedRole({ scope: groupScope, name: role.name });
    expect(valueOf(await remove())).toBe('in use');
    expect(azure.state.roleDefinitions.has(role.name)).toBe(true);
    valueOf(await azure.deleteAssignment({ assignmentId: assignment.id }));
    expect(valueOf(await remove())).toBe('deleted');
    expect(valueOf(await remove())).toBe('deleted');
  });
});

describe('the role assignment', () => {
  it('is found under whatever name it was made', async () => {
    const azure = localActivities();
    valueOf(await azure.putRole({ scope: groupScope, wanted: role }));
    expect(valueOf(await azure.findAssignment(wantedFor(azure)))).toBeNull();
    const name = assignByHand(azure);
    const wanted = wantedFor(azure);
    const inCapitals = { ...wanted, roleDefinition: role.name.toUpperCase() };
    expect(valueOf(await azure.findAssignment(wanted))).toMatchObject({ name });
    expect(valueOf(await azure.findAssignment(inCapitals))).toMatchObject({ name });
  });

  it.each([
    ['has a condition', { condition: 'x', conditionVersion: '2.0' }],
    ['is wider', { scope: groupScope }],
    ['is of another role', { roleDefinition: communicationOwnerRole }],
    ['is of another principal', { principalId: '30000000-0000-4000-8000-000000000000' }],
  ])('is not one that %s', async (_how, overrides) => {
    const azure = localActivities();
    assignByHand(azure, overrides);
    expect(valueOf(await azure.findAssignment(wantedFor(azure)))).toBeNull();
  });

  it('is that of somebody who was faster, if it says the same', async () => {
    const azure = localActivities();
    valueOf(await azure.putRole({ scope: groupScope, wanted: role }));
    const name = assignByHand(azure);
    const adopted = valueOf(await azure.putAssignment({ ...wantedFor(azure), description: 'late' }));
    expect(adopted.name).toBe(name);
    expect(azure.state.roleAssignments.get(name)?.description).toBeUndefined();
  });

  it('has the name that its principal, role and scope give it, and is seen', async () => {
    const { azure, wanted, assignment } = await grantedAzure();
    const { scope, principalId, roleDefinition } = wanted;
    expect(assignment.name).toBe(roleAssignmentName(scope, principalId, roleDefinition));
    const look = () => azure.checkPropagation({ assignmentId: assignment.id });
    expect(valueOf(await look())).toEqual({ seen: true });
    valueOf(await azure.deleteAssignment({ assignmentId: assignment.id }));
    expect(valueOf(await look())).toEqual({ seen: false });
  });
});

it('every write can run twice, and the second changes nothing', async () => {
  const { azure, wanted, assignment } = await grantedAzure();
  const count = () => [azure.state.roleAssignments.size, azure.state.smtpUsernames.size];
  const before = count();
  valueOf(await azure.putRole({ scope: groupScope, wanted: role }));
  const again = valueOf(await azure.putAssignment({ ...wanted, description: 'Mailgrant operation 1' }));
  valueOf(await azure.putSmtpUsername(usernameFor(azure)));
  expect(again.id).toBe(assignment.id);
  expect(count()).toEqual(before);
  for (let time = 0; time < 2; time++) {
    valueOf(await azure.deleteSmtpUsername({ serviceId, name: 'invoices-smtp' }));
    valueOf(await azure.deleteAssignment({ assignmentId: assignment.id }));
  }
  expect(count()[1]).toBe(before[1]! - 1);
});

describe('readAccessOf', () => {
  it('gives the assignments that reach the service with their roles, and when the last was made', async () => {
    const { azure, wanted, assignment } = await grantedAzure();
    const { principalId } = wanted;
    azure.clock.advance(60_000);
    assignByHand(azure, { scope: labId });
    expect(valueOf(await azure.readAccessOf({ serviceId, principalId }))).toEqual({
      assignments: [
        {
          id: assignment.id,
          principalId,
          scope: serviceId,
          role: { id: role.name, name: role.roleName, permissions: role.permissions },
          changedOn: assignment.createdOn,
        },
      ],
      lastChange: assignment.createdOn,
    });
  });

  it('gives conditions, and a role that is gone as one that allows nothing', async () => {
    const azure = localActivities();
    assignByHand(azure, { condition: 'x', conditionVersion: '2.0' });
    const { principalId } = wantedFor(azure);
    const { assignments } = valueOf(await azure.readAccessOf({ serviceId, principalId }));
    expect(assignments).toMatchObject([{ condition: 'x', role: { name: role.name, permissions: [] } }]);
  });

  it('is empty where there is nothing', async () => {
    const azure = localActivities();
    const { principalId } = wantedFor(azure);
    const access = valueOf(await azure.readAccessOf({ serviceId, principalId }));
    expect(access).toEqual({ assignments: [], lastChange: null });
  });
});

describe('readAssignment', () => {
  it('gives the assignment with its role, and null where there is none', async () => {
    const { azure, assignment } = await grantedAzure();
    const read = () => azure.readAssignment({ assignmentId: assignment.id });
    expect(valueOf(await read())).toMatchObject({
      assignment: { id: assignment.id, roleDefinition: role.name },
      role: { name: role.name, permissions: role.permissions },
    });
    valueOf(await azure.deleteAssignment({ assignmentId: assignment.id }));
    expect(valueOf(await read())).toBeNull();
  });

  it('says that the role is gone', async () => {
    const azure = localActivities();
    const name = assignByHand(azure);
    const assignmentId = `${serviceId}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    expect(valueOf(await azure.readAssignment({ assignmentId }))).toMatchObject({ role: null });
  });
});

describe('removeCondition', () => {
  it('leaves the assignment as it is, but for its condition, and can run twice', async () => {
    const { azure, assignment } = await grantedAzure();
    const inAzure = () => azure.state.roleAssignments.get(assignment.name);
    Object.assign(inAzure() ?? {}, { condition: '@Resource[x] StringEquals y', conditionVersion: '2.0' });
    const before = { ...inAzure() };
    for (let time = 0; time < 2; time++)
      valueOf(await azure.removeCondition({ assignmentId: assignment.id }));
    expect(inAzure()?.condition).toBeUndefined();
    const { scope, principalId, roleDefinition, description } = before;
    expect(inAzure()).toMatchObject({ scope, principalId, roleDefinition, description });
  });

  it('of an assignment that is gone changes nothing', async () => {
    const azure = localActivities();
    const assignmentId = `${serviceId}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`;
    expect(valueOf(await azure.removeCondition({ assignmentId }))).toBeNull();
  });
});

describe('readAccessOf of what changed', () => {
  it('counts a role that was written back as a change of what it gives', async () => {
    const { azure, wanted } = await grantedAzure();
    azure.clock.advance(60_000);
    valueOf(await azure.putRole({ scope: groupScope, wanted: role }));
    const { assignments } = valueOf(await azure.readAccessOf({ serviceId, principalId: wanted.principalId }));
    expect(assignments[0]?.changedOn).toBe(new Date(azure.clock.now()).toISOString());
  });
});

describe('what is no answer of Azure', () => {
  it('is thrown on, for Durable Functions to try again and show', async () => {
    const authorization = { assignment: () => Promise.reject(new TypeError('a mistake of ours')) };
    const activities = createActivities({ authorization } as unknown as Gateways);
    await expect(activities.checkPropagation({ assignmentId: '/x' })).rejects.toThrow('a mistake of ours');
  });

  it('is an event without a topic', async () => {
    const event = { id: '1', type: 'Mailgrant.Grant.Ready', subject: '/x', data: {} } as const;
    await expect(createActivities({} as Gateways).publishEvents([event])).rejects.toThrow(/No event topic/);
  });

  it('publishes its events once for each call', async () => {
    const published: unknown[] = [];
    const events = { publish: (given: unknown) => Promise.resolve(void published.push(given)) };
    const event = { id: '1', type: 'Mailgrant.Grant.Ready', subject: '/x', data: {} } as const;
    valueOf(await createActivities({ events } as unknown as Gateways).publishEvents([event]));
    expect(published).toEqual([[event]]);
  });
});
