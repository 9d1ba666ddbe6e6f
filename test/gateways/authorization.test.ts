import { describe, expect, it } from 'vitest';
import { communicationOwnerRole } from '../../src/domain/roleChoice.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import type { NewRoleDefinition } from '../../src/gateways/ports.ts';
import { deployedWorld } from '../support/deployedWorld.ts';
import { localGateways } from './localGateways.ts';
import type { LocalGateways } from './localGateways.ts';
import { scope, serviceId } from './recordedAnswers.ts';

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const roleGuid = '5d1c3f5e-0000-4000-8000-00000000000a';
const assignmentGuid = '5d1c3f5e-0000-4000-8000-00000000000b';
const otherGuid = '5d1c3f5e-0000-4000-8000-00000000000c';
const sender: NewRoleDefinition = {
  name: roleGuid,
  roleName: "Sender's role (test)",
  description: 'Sends mail.',
  assignableScopes: [scope],
  permissions: [
    {
      actions: ['Microsoft.Communication/CommunicationServices/Read'],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
};

/** The object id of a sample application's service principal. */
function principalOf({ azure }: LocalGateways, displayName: string): string {
  const found = [...azure.state.servicePrincipals.values()].find((one) => one.displayName === displayName);
  return found?.objectId ?? expect.fail(`There is no ${displayName}.`);
}

function assignmentOf(local: LocalGateways) {
  return {
    name: assignmentGuid,
    roleDefinition: roleGuid,
    principalId: principalOf(local, 'Invoice Service'),
    description: 'Mailgrant, operation 17',
  };
}

describe('a role definition', () => {
  it('is created, read by its GUID at any scope below, changed and deleted', async () => {
    const { authorization } = localGateways();
    const created = await authorization.putRoleDefinition(scope, sender);
    expect(created).toEqual({ ...sender, type: 'CustomRole', updatedOn: '2026-01-01T00:00:00.000Z' });
    expect(await authorization.roleDefinition(scope, roleGuid)).toEqual(created);
    expect(await authorization.roleDefinition(serviceId, roleGuid.toUpperCase())).toEqual(created);

    await authorization.putRoleDefinition(scope, { ...sender, description: 'Sends more mail.' });
    expect(await authorization.roleDefinition(scope, roleGuid)).toMatchObject({
      description: 'Sends more mail.',
    });

    await authorization.deleteRoleDefinition(scope, roleGuid);
    expect(await authorization.roleDefinition(scope, roleGuid)).toBeUndefined();
    await authorization.deleteRoleDefinition(scope, roleGuid);
  });

  it('that is built in says so', async () => {
    const { authorization } = localGateways();
    expect(await authorization.roleDefinition(serviceId, reader)).toMatchObject({
      name: reader,
      roleName: 'Reader',
      type: 'BuiltInRole',
      assignableScopes: ['/'],
      permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
    });
  });

  it('is found by name, quotes and all', async () => {
    const { authorization } = localGateways();
    await authorization.putRoleDefinition(scope, sender);
    expect(await authorization.roleDefinitionsNamed(scope, "Sender's role (test)")).toMatchObject([
      { name: roleGuid },
    ]);
    expect(await authorization.roleDefinitionsNamed(scope, "nothing' or roleName eq 'Reader")).toEqual([]);
  });

  it.each([
    [
      'of a name that is taken',
      { name: otherGuid },
      { status: 409, code: 'RoleDefinitionWithSameNameExists' },
    ],
    [
      'over a built-in one',
      { name: reader, roleName: 'Mine' },
      { status: 409, code: 'RoleDefinitionExists' },
    ],
    [
      'with an action that nobody offers',
      {
        permissions: [{ actions: ['Contoso.X/y/read'], notActions: [], dataActions: [], notDataActions: [] }],
      },
      { status: 400, code: 'InvalidActionOrNotAction' },
    ],
    [
      'that is assignable nowhere',
      { assignableScopes: [] },
      { status: 400, code: 'MissingAssignableScopes' },
    ],
  ])('%s is refused', async (_, changes, refusal) => {
    const { authorization } = localGateways();
    await authorization.putRoleDefinition(scope, sender);
    const call = authorization.putRoleDefinition(scope, { ...sender, ...changes });
    await expect(call).rejects.toMatchObject({ name: 'AzureError', ...refusal });
  });
});

describe('a role assignment', () => {
  async function withSenderRole(options?: Parameters<typeof localGateways>[0]): Promise<LocalGateways> {
    const local = localGateways(options);
    await local.authorization.putRoleDefinition(scope, sender);
    return local;
  }

  it('is created, read, listed and deleted', async () => {
    const local = await withSenderRole();
    const { authorization } = local;
    const wanted = assignmentOf(local);
    const created = await authorization.putAssignment(serviceId, wanted);
    expect(created).toMatchObject({ ...wanted, scope: serviceId, createdOn: '2026-01-01T00:00:00.000Z' });
    expect(await authorization.assignment(created.id)).toEqual(created);
    expect(await authorization.assignmentsOf(serviceId, wanted.principalId)).toEqual([created]);

    await authorization.deleteAssignment(created.id);
    expect(await authorization.assignment(created.id)).toBeUndefined();
    expect(await authorization.assignmentsOf(serviceId, wanted.principalId)).toEqual([]);
    await authorization.deleteAssignment(created.id);
  });

  it('is listed from above and from below, and nobody else is', async () => {
    const local = await withSenderRole();
    const { authorization } = local;
    const created = await authorization.putAssignment(scope, assignmentOf(local));
    // Mailgrant itself may not look above its resource group.
    const { authorization: owner } = local.as('Ada Owner');
    for (const from of [scope.slice(0, scope.indexOf('/resourceGroups')), scope, serviceId])
      expect(await owner.assignmentsOf(from, created.principalId)).toMatchObject([{ scope }]);
    expect(await authorization.assignmentsOf(scope, principalOf(local, 'Reporting'))).toEqual([]);
  });

  it('is listed at and above a scope, all of them page by page, or those of a principal and its groups', async () => {
    const local = await withSenderRole();
    const { authorization, azure } = local;
    const created = await authorization.putAssignment(scope, assignmentOf(local));
    const [own] = azure.state.roleAssignments.values();
    if (own === undefined) throw new Error('The world has no assignment.');
    const member = principalOf(local, 'Invoice Service');
    azure.state.groups.set(otherGuid, { objectId: otherGuid, displayName: 'Senders', memberIds: [member] });
    const more = (n: number, changes: object) => {
      const name = `5d1c3f5e-0000-4000-9000-${String(n).padStart(12, '0')}`;
      azure.state.roleAssignments.set(name, { ...own, name, scope, ...changes });
    };
    more(0, { scope: serviceId, principalId: otherGuid });
    more(1, { scope: `${serviceId}/smtpUsernames/x`, principalId: member });
    const has = await authorization.assignmentsAt(serviceId, member);
    expect(has.map(({ principalId }) => principalId)).toEqual([created.principalId, otherGuid]);

    const before = await authorization.assignmentsAt(serviceId);
    for (let n = 2; n < 300; n++) more(n, {});
    expect(await authorization.assignmentsAt(serviceId)).toHaveLength(before.length + 298);
  });

  it('always says that it is for a service principal', async () => {
    const local = await withSenderRole();
    await local.authorization.putAssignment(serviceId, assignmentOf(local));
    expect(local.azure.state.roleAssignments.get(assignmentGuid)).toMatchObject({
      principalType: 'ServicePrincipal',
    });
    // Which is why a service principal too new for Azure to see is no obstacle.
    const unseen = { ...assignmentOf(local), name: otherGuid, principalId: otherGuid };
    await expect(local.authorization.putAssignment(serviceId, unseen)).resolves.toMatchObject({
      principalId: otherGuid,
    });
  });

  it('put again with the same name changes nothing', async () => {
    const local = await withSenderRole();
    const first = await local.authorization.putAssignment(serviceId, assignmentOf(local));
    const second = await local.authorization.putAssignment(serviceId, assignmentOf(local));
    expect(second.id).toBe(first.id);
    expect(await local.authorization.assignmentsOf(serviceId, first.principalId)).toHaveLength(1);
  });

  it('that exists under another name is a conflict that names it', async () => {
    const local = await withSenderRole();
    await local.authorization.putAssignment(serviceId, assignmentOf(local));
    await expect(
      local.authorization.putAssignment(serviceId, { ...assignmentOf(local), name: otherGuid }),
    ).rejects.toMatchObject({
      name: 'AzureError',
      status: 409,
      code: 'RoleAssignmentExists',
      message: expect.stringContaining(assignmentGuid.replaceAll('-', '')) as string,
    });
  });

  it('cannot be turned into another one', async () => {
    const local = await withSenderRole();
    await local.authorization.putAssignment(serviceId, assignmentOf(local));
    const other = { ...assignmentOf(local), principalId: principalOf(local, 'Newsletter') };
    await expect(local.authorization.putAssignment(serviceId, other)).rejects.toMatchObject({
      status: 400,
      code: 'RoleAssignmentUpdateNotPermitted',
    });
  });

  it('of a role that is not there is refused', async () => {
    const local = localGateways();
    await expect(local.authorization.putAssignment(serviceId, assignmentOf(local))).rejects.toMatchObject({
      code: 'RoleDefinitionDoesNotExist',
    });
  });

  it('is refused to whoever may not assign', async () => {
    const local = await withSenderRole();
    const { authorization } = local.as('Newsletter');
    await expect(authorization.putAssignment(serviceId, assignmentOf(local))).rejects.toMatchObject({
      status: 403,
      code: 'AuthorizationFailed',
      message: expect.stringContaining('Microsoft.Authorization/roleAssignments/write') as string,
    });
  });

  it('under a lock is a conflict that names the lock', async () => {
    const local = await withSenderRole();
    const { id } = await local.authorization.putAssignment(serviceId, assignmentOf(local));
    local.azure.state.locks.push({ scope, level: 'CanNotDelete' });
    await expect(local.authorization.deleteAssignment(id)).rejects.toMatchObject({
      status: 409,
      code: 'ScopeLocked',
    });
  });
});

describe('deleting a role assignment under a condition on the identity’s own rights', () => {
  it('succeeds where it is gone already, and is refused where it is there', async () => {
    const local = localGateways({ world: deployedWorld() });
    const role = senderRole(scope).name;
    const wanted = { ...assignmentOf(local), roleDefinition: role };
    const { id } = await local.authorization.putAssignment(serviceId, wanted);
    await local.authorization.deleteAssignment(id);
    await expect(local.authorization.deleteAssignment(id)).resolves.toBeUndefined();
    const broad = [...local.azure.state.roleAssignments.values()].find(
      (each) => each.roleDefinition === communicationOwnerRole,
    );
    const broadId = `${serviceId}/providers/Microsoft.Authorization/roleAssignments/${broad?.name}`;
    await expect(local.authorization.deleteAssignment(broadId)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('ABAC condition') as string,
    });
  });
});

describe('throttling', () => {
  it('is reported with the seconds to wait, and not waited out', async () => {
    const { authorization, gets } = localGateways();
    const read = () => authorization.roleDefinition(scope, reader);
    for (let call = 0; call < 250; call++) await read();
    await expect(read()).rejects.toMatchObject({
      name: 'AzureError',
      status: 429,
      code: 'SubscriptionRequestsThrottled',
      retryAfter: 1,
    });
    expect(gets()).toHaveLength(251);
  });
});
