import type { Answer } from '../../src/domain/answer.ts';
import { roleAssignmentName } from '../../src/domain/naming.ts';
import type { ProblemCode } from '../../src/domain/problems.ts';
import { communicationOwnerRole } from '../../src/domain/roleChoice.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import type { RoleAssignment, RoleDefinition } from '../../dev/azure/state.ts';
import { groupScope, serviceId, subscriptionScope } from '../support/records.ts';
import { inEstate } from './localActivities.ts';
import type { LocalActivities } from './localActivities.ts';

export type RefusalCase = {
  name: string;
  ask: (azure: LocalActivities) => Promise<Answer<unknown>>;
  code: ProblemCode;
  /** What the sentence is about. */
  names: string;
  kind?: 'later';
};

const nobody = '00000000-0000-4000-8000-000000000000';
const role = senderRole(groupScope);
const owner = communicationOwnerRole;

function lock({ state }: LocalActivities, level: 'ReadOnly' | 'CanNotDelete', scope = groupScope): void {
  state.locks.push({ scope, level });
}

function addRole({ state }: LocalActivities, overrides: Partial<RoleDefinition> & { name: string }): void {
  const made = { type: 'CustomRole', createdAt: 0, updatedAt: 0, description: '' } as const;
  const { roleName, assignableScopes, permissions } = role;
  state.roleDefinitions.set(overrides.name, {
    ...made,
    roleName,
    assignableScopes,
    permissions,
    ...overrides,
  });
}

function addAssignment({ state }: LocalActivities, overrides: Partial<RoleAssignment> = {}): void {
  const name =
    overrides.name ?? `10000000-0000-4000-8000-${String(state.roleAssignments.size).padStart(12, '0')}`;
  state.roleAssignments.set(name, {
    name,
    scope: serviceId,
    roleDefinition: owner,
    principalId: nobody,
    principalType: 'ServicePrincipal',
    createdAt: 0,
    updatedAt: 0,
    ...overrides,
  });
}

/** Assigns the built-in owner role to the Invoice Service. */
function assign(
  azure: LocalActivities,
  as = azure as Pick<LocalActivities, 'putAssignment'>,
  roleDefinition = owner,
) {
  const { principalId } = inEstate(azure.state, 'Invoice Service');
  return as.putAssignment({ scope: serviceId, principalId, roleDefinition, description: 'test' });
}

function foreign({ state }: LocalActivities): { appId: string; objectId: string } {
  const [some] = state.servicePrincipals.values();
  const ids = {
    appId: '20000000-0000-4000-8000-000000000001',
    objectId: '20000000-0000-4000-8000-000000000002',
  };
  const away = {
    displayName: 'Fabrikam Sync',
    appOwnerOrganizationId: '20000000-0000-4000-8000-000000000003',
  };
  state.servicePrincipals.set(ids.objectId, { ...some!, ...ids, ...away });
  return ids;
}

const username = { serviceId, name: 'invoices-smtp', username: 'invoices', appId: nobody, tenantId: nobody };

/** What Azure, as it stands, makes of what the activities ask. */
export const refusalCases: RefusalCase[] = [
  {
    name: 'a display name that nobody has',
    ask: (azure) => azure.resolveApplication({ reference: 'Nobody' }),
    code: 'application-not-found',
    names: "'Nobody'",
  },
  {
    name: 'a part of a display name',
    ask: (azure) => azure.resolveApplication({ reference: 'Invoice' }),
    code: 'application-not-found',
    names: "'Invoice'",
  },
  {
    name: 'an id that nobody has',
    ask: (azure) => azure.resolveApplication({ reference: nobody }),
    code: 'application-not-found',
    names: nobody,
  },
  {
    name: 'a display name that two have',
    ask: (azure) => azure.resolveApplication({ reference: 'Reporting' }),
    code: 'application-ambiguous',
    names: "2 app registrations have the display name 'Reporting'",
  },
  {
    name: 'an application without service principal',
    ask: (azure) => azure.resolveApplication({ reference: 'HR Portal' }),
    code: 'no-service-principal',
    names: "'HR Portal'",
  },
  {
    name: 'the client id of an application of another tenant',
    ask: (azure) => azure.resolveApplication({ reference: foreign(azure).appId }),
    code: 'application-of-other-tenant',
    names: "'Fabrikam Sync'",
  },
  {
    name: 'the service principal of an application of another tenant',
    ask: (azure) => azure.resolveApplication({ reference: foreign(azure).objectId }),
    code: 'application-of-other-tenant',
    names: '20000000-0000-4000-8000-000000000003',
  },
  {
    name: 'a directory that Mailgrant may not read',
    ask: (azure) => azure.as('Parking Gate').resolveApplication({ reference: nobody }),
    code: 'not-authorized',
    names: nobody,
  },
  {
    name: 'a mail service that is gone',
    ask: (azure) => azure.inspectMailService({ serviceId: `${serviceId}-gone` }),
    code: 'service-not-found',
    names: "'contoso-mail-gone'",
  },
  {
    name: 'a mail service that Mailgrant may not read',
    ask: (azure) => azure.as('Parking Gate').inspectMailService({ serviceId }),
    code: 'not-authorized',
    names: 'contoso-mail',
  },
  {
    name: 'a role of an unknown name',
    ask: (azure) => azure.inspectRole({ scope: groupScope, choice: { kind: 'clone', of: 'Emperor' } }),
    code: 'role-not-found',
    names: "'Emperor'",
  },
  {
    name: 'a role of an unknown id',
    ask: (azure) => azure.inspectRole({ scope: groupScope, choice: { kind: 'clone', of: nobody } }),
    code: 'role-not-found',
    names: nobody,
  },
  {
    name: 'a role name with a quote in it',
    ask: (azure) =>
      azure.inspectRole({ scope: groupScope, choice: { kind: 'clone', of: "x' or 'a' eq 'a" } }),
    code: 'role-not-found',
    names: "x' or 'a' eq 'a",
  },
  {
    name: 'an owner role that is not to be seen',
    ask(azure) {
      azure.state.roleDefinitions.delete(owner);
      return azure.inspectRole({ scope: groupScope, choice: { kind: 'owner' } });
    },
    code: 'role-not-found',
    names: owner,
  },
  {
    name: 'a role name that two have',
    ask(azure) {
      for (const name of [nobody, owner.replace('0', 'a')]) addRole(azure, { name, roleName: 'Twin' });
      return azure.inspectRole({ scope: groupScope, choice: { kind: 'clone', of: 'Twin' } });
    },
    code: 'role-ambiguous',
    names: "2 roles are named 'Twin'",
  },
  {
    name: 'a clone of Owner',
    ask: (azure) => azure.inspectRole({ scope: groupScope, choice: { kind: 'clone', of: 'Owner' } }),
    code: 'role-hands-out-roles',
    names: "'Owner'",
  },
  {
    name: 'a clone of a role with a condition',
    ask(azure) {
      const [block] = role.permissions;
      const permissions = [{ ...block!, condition: "(@Resource[a] StringEquals 'b')" }];
      addRole(azure, { name: nobody, roleName: 'Bounded', permissions });
      return azure.inspectRole({ scope: groupScope, choice: { kind: 'clone', of: 'Bounded' } });
    },
    code: 'role-has-condition',
    names: "'Bounded'",
  },
  {
    name: 'a clone of User Access Administrator by its id',
    ask: (azure) =>
      azure.inspectRole({
        scope: groupScope,
        choice: { kind: 'clone', of: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9' },
      }),
    code: 'role-hands-out-roles',
    names: 'User Access Administrator',
  },
  {
    name: 'a role that Mailgrant may not write',
    ask: (azure) => azure.as('Parking Gate').putRole({ scope: groupScope, wanted: role }),
    code: 'not-authorized',
    names: role.roleName,
  },
  {
    name: 'a role under a lock',
    ask(azure) {
      lock(azure, 'ReadOnly');
      return azure.putRole({ scope: groupScope, wanted: role });
    },
    code: 'scope-locked',
    names: 'rg-mail',
  },
  {
    name: 'a role whose name is taken',
    ask(azure) {
      addRole(azure, { name: nobody });
      return azure.putRole({ scope: groupScope, wanted: role });
    },
    code: 'role-name-taken',
    names: role.roleName,
  },
  {
    name: 'one role too many',
    ask(azure) {
      for (let index = 0; index < 5000; index++)
        addRole(azure, { name: `role-${index}`, roleName: `R${index}` });
      return azure.putRole({ scope: groupScope, wanted: role });
    },
    code: 'limit-reached',
    names: 'RoleDefinitionLimitExceeded',
  },
  {
    name: 'an assignment that Mailgrant may not make',
    ask: (azure) => assign(azure, azure.as('Parking Gate')),
    code: 'not-authorized',
    names: 'roleAssignments/write',
  },
  {
    name: 'an assignment under a lock',
    ask(azure) {
      lock(azure, 'ReadOnly', subscriptionScope);
      return assign(azure);
    },
    code: 'scope-locked',
    names: serviceId,
  },
  {
    name: 'one assignment too many',
    ask(azure) {
      for (let index = 0; index < 4000; index++) addAssignment(azure, { principalId: `p${index}` });
      return assign(azure);
    },
    code: 'limit-reached',
    names: 'RoleAssignmentLimitExceeded',
  },
  {
    name: 'an assignment of a role that Azure does not see yet',
    ask: (azure) => assign(azure, azure, nobody),
    code: 'role-not-replicated',
    names: serviceId,
    kind: 'later',
  },
  {
    name: 'an assignment whose name another has',
    ask(azure) {
      const { principalId } = inEstate(azure.state, 'Invoice Service');
      addAssignment(azure, { name: roleAssignmentName(serviceId, principalId, owner) });
      return assign(azure);
    },
    code: 'assignment-name-taken',
    names: serviceId,
  },
  {
    name: 'an assignment beside an equal one that has a condition',
    ask(azure) {
      const { principalId } = inEstate(azure.state, 'Invoice Service');
      addAssignment(azure, { principalId, condition: 'x', conditionVersion: '2.0' });
      return assign(azure);
    },
    code: 'assignment-exists',
    names: serviceId,
  },
  {
    name: 'the removal of an assignment under a lock',
    async ask(azure) {
      const made = await assign(azure);
      lock(azure, 'CanNotDelete');
      return azure.deleteAssignment({ assignmentId: made.kind === 'done' ? made.value.id : '' });
    },
    code: 'scope-locked',
    names: 'roleAssignments',
  },
  {
    name: 'the removal of a role that Mailgrant may not remove',
    async ask(azure) {
      await azure.putRole({ scope: groupScope, wanted: role });
      return azure.as('Parking Gate').deleteUnusedRole({ scope: groupScope, name: role.name });
    },
    code: 'not-authorized',
    names: role.name,
  },
  {
    name: 'a username at a domain that is not linked',
    ask: (azure) => azure.putSmtpUsername({ ...username, username: 'a@fabrikam.example' }),
    code: 'username-refused',
    names: "'a@fabrikam.example'",
    kind: 'later',
  },
  {
    name: 'a username that another has',
    ask: (azure) => azure.putSmtpUsername({ ...username, username: 'Contoso-Newsletter' }),
    code: 'username-taken',
    names: "'Contoso-Newsletter'",
  },
  {
    name: 'a username at a service that is gone',
    ask: (azure) => azure.putSmtpUsername({ ...username, serviceId: `${serviceId}-gone` }),
    code: 'username-refused',
    names: "'invoices'",
    kind: 'later',
  },
  {
    name: 'a username under a lock',
    ask(azure) {
      lock(azure, 'ReadOnly');
      return azure.putSmtpUsername(username);
    },
    code: 'scope-locked',
    names: "'invoices'",
  },
  {
    name: 'the removal of a username under a lock',
    ask(azure) {
      lock(azure, 'CanNotDelete');
      return azure.deleteSmtpUsername({ serviceId, name: 'newsletter-smtp' });
    },
    code: 'scope-locked',
    names: "'newsletter-smtp'",
  },
  {
    name: 'grants that Mailgrant may not look for',
    ask: (azure) => azure.as('Parking Gate').findGrants({ appId: nobody, serviceIds: [serviceId] }),
    code: 'not-authorized',
    names: nobody,
  },
  {
    name: 'an assignment that Mailgrant may not read',
    ask: (azure) =>
      azure.as('Parking Gate').readAssignment({
        assignmentId: `${serviceId}/providers/Microsoft.Authorization/roleAssignments/${nobody}`,
      }),
    code: 'not-authorized',
    names: nobody,
  },
  {
    name: 'a condition that Mailgrant may not take away',
    ask: (azure) =>
      azure.as('Parking Gate').removeCondition({
        assignmentId: `${serviceId}/providers/Microsoft.Authorization/roleAssignments/${nobody}`,
      }),
    code: 'not-authorized',
    names: nobody,
  },
  {
    name: 'access that Mailgrant may not read',
    ask: (azure) => azure.as('Parking Gate').readAccessOf({ serviceId, principalId: nobody }),
    code: 'not-authorized',
    names: 'contoso-mail',
  },
  {
    name: 'access around a place that Mailgrant may not read',
    ask: (azure) =>
      azure.as('Parking Gate').readAccess({ place: { scope: groupScope, serviceIds: [serviceId] } }),
    code: 'not-authorized',
    names: groupScope,
  },
  {
    name: 'what applications hold where Mailgrant may not read',
    ask: (azure) =>
      azure
        .as('Parking Gate')
        .readHeld({ scope: groupScope, principalIds: [nobody, serviceId], knownRoles: [] }),
    code: 'not-authorized',
    names: '2 service principals',
  },
];
