import { done } from '../../../src/domain/answer.ts';
import type { AuditedAssignment } from '../../../src/domain/audit/snapshot.ts';
import { deployedCondition } from '../../../src/domain/doctor/deployedCondition.ts';
import type { DoctorFacts, DoctorSettings, ServiceFacts } from '../../../src/domain/doctor/facts.ts';
import { neededPermissions } from '../../../src/domain/doctor/neededPermissions.ts';
import type { RoleDefinition } from '../../../src/domain/roleDefinition.ts';
import { senderRole } from '../../../src/domain/senderRole.ts';
import {
  aDomain,
  aRole,
  groupScope,
  permission,
  principalId,
  serviceId,
  start,
  tenantId,
} from '../../support/records.ts';

export const roleAdministrator = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';
export const emailService = `${groupScope}/providers/Microsoft.Communication/emailServices/contoso-email`;
export const condition = deployedCondition(senderRole(groupScope).name);
export const administratorRole = aRole({
  name: roleAdministrator,
  roleName: 'Role Based Access Control Administrator',
  type: 'BuiltInRole',
  permissions: [
    permission([
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
    ]),
  ],
});

/** What the identity may do at every place, as deployment gives it. */
export const deployedPermissions = [
  permission(neededPermissions.filter(isUnbound).map(({ action, pattern }) => pattern ?? action)),
  { ...permission(administratorRole.permissions[0]?.actions ?? []), condition },
];

function isUnbound({ action, when }: { action: string; when?: string }): boolean {
  return when === undefined && !/roleAssignments\/(write|delete)$/.test(action);
}

export function anOwnAssignment(overrides: Partial<AuditedAssignment> = {}): AuditedAssignment {
  return {
    id: `${serviceId}/providers/Microsoft.Authorization/roleAssignments/one`,
    scope: serviceId,
    roleDefinition: roleAdministrator,
    principalId,
    principalType: 'ServicePrincipal',
    condition,
    createdOn: start,
    ...overrides,
  };
}

/** What the identity holds: these assignments, of these roles. */
export function held(
  assignments: AuditedAssignment[],
  roles: RoleDefinition[] = [administratorRole],
): ServiceFacts['held'] {
  return done({
    held: { [principalId]: assignments },
    roles: Object.fromEntries(roles.map((role) => [role.name.toLowerCase(), role])),
  });
}

export function wellService(overrides: Partial<ServiceFacts> = {}): ServiceFacts {
  const domain = aDomain();
  return {
    scope: serviceId,
    permissions: done(deployedPermissions),
    denials: done([]),
    service: done({ id: serviceId, name: 'contoso-mail', linkedDomains: [domain.id] }),
    domains: done([domain]),
    held: held([anOwnAssignment()]),
    ...overrides,
  };
}

export const wellSettings: DoctorSettings = {
  createRole: false,
  approval: 'custom',
  auth: 'entra',
  graph: 'https://graph.microsoft.com',
  topicEndpoint: 'https://t.westeurope-1.eventgrid.azure.net/api/events',
  keyVault: 'https://contoso-vault.vault.azure.net',
};

/** An installation that nothing is wrong with. */
export function wellFacts(overrides: Partial<DoctorFacts> = {}): DoctorFacts {
  const wanted = senderRole(groupScope);
  const place = { permissions: done(deployedPermissions), denials: done([]) };
  return {
    settings: wellSettings,
    identity: done({ objectId: principalId, clientId: 'client', tenantId }),
    graphToken: done(null),
    clock: done({ azure: start, ours: start }),
    services: [wellService()],
    groups: [{ ...place, scope: groupScope, role: done({ ...wanted, state: 'same', wanted }) }],
    emailServices: [{ ...place, scope: emailService }],
    applications: done(null),
    groupMembers: done('allowed'),
    topic: done(null),
    keyVault: done(null),
    ...overrides,
  };
}
