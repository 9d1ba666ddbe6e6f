import type { Application, ServicePrincipal } from '../../src/domain/application.ts';
import type { GrantRequest } from '../../src/domain/grantRequest.ts';
import type { HeldAssignment } from '../../src/domain/heldGrants.ts';
import type { InspectedService } from '../../src/domain/inspectedService.ts';
import type { MailDomain, SmtpUsername } from '../../src/domain/mailService.ts';
import type { GrantInput, OperationSettings, RevokeInput } from '../../src/domain/operation.ts';
import type { Problem } from '../../src/domain/problems.ts';
import type { Requester } from '../../src/domain/requester.ts';
import type { ResolvedApplication } from '../../src/domain/resolvedApplication.ts';
import { neededActions } from '../../src/domain/senderRole.ts';
import { communicationOwnerRole } from '../../src/domain/roleChoice.ts';
import type { Permission, RoleAssignment, RoleDefinition } from '../../src/domain/roleDefinition.ts';

/** Records of a small estate, each by a function of its own; a test says only what it is about. */

export const subscriptionScope = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c';
export const groupScope = `${subscriptionScope}/resourceGroups/rg-mail`;
export const serviceId = `${groupScope}/providers/Microsoft.Communication/communicationServices/contoso-mail`;
export const otherServiceId = `${groupScope}/providers/Microsoft.Communication/communicationServices/contoso-lab`;
export const appId = 'a1111111-1111-4111-8111-111111111111';
export const otherAppId = 'a2222222-2222-4222-8222-222222222222';
export const principalId = 'c1111111-1111-4111-8111-111111111111';
export const tenantId = '8b1f5e0c-3d7a-4c59-9e42-6f0a1b2c3d4e';
export const start = '2026-01-01T00:00:00.000Z';

export function anApplication(overrides: Partial<Application> = {}): Application {
  return {
    appId,
    objectId: 'b1111111-1111-4111-8111-111111111111',
    displayName: 'Payroll Reports',
    tags: [],
    secrets: [{ keyId: 'd1111111-1111-4111-8111-111111111111', endDateTime: '2027-01-01T00:00:00Z' }],
    ...overrides,
  };
}

export function aServicePrincipal(overrides: Partial<ServicePrincipal> = {}): ServicePrincipal {
  return {
    objectId: principalId,
    appId,
    displayName: 'Payroll Reports',
    enabled: true,
    tenantId,
    ...overrides,
  };
}

export function resolvedApplication(
  application: Partial<Application> = {},
  servicePrincipal: Partial<ServicePrincipal> = {},
): ResolvedApplication {
  return {
    application: anApplication(application),
    servicePrincipal: aServicePrincipal(servicePrincipal),
    knownBy: 'appId',
  };
}

export function aDomain(senderDomain = 'mail.contoso.example', verified = true): MailDomain {
  const id = `${groupScope}/providers/Microsoft.Communication/emailServices/contoso-email/domains/${senderDomain}`;
  return { id, senderDomain, verified };
}

export function aUsername(overrides: Partial<SmtpUsername> = {}): SmtpUsername {
  const name = overrides.name ?? 'payroll-smtp';
  return { id: `${serviceId}/SmtpUsernames/${name}`, name, username: 'payroll', appId, ...overrides };
}

export function inspectedService(
  overrides: Partial<Omit<InspectedService, 'service'>> = {},
): InspectedService {
  const domains = overrides.domains ?? [aDomain()];
  return {
    service: { id: serviceId, name: 'contoso-mail', linkedDomains: domains.map(({ id }) => id) },
    usernames: [],
    domains,
    ...overrides,
  };
}

export function aRequest(overrides: Partial<GrantRequest> = {}): GrantRequest {
  return {
    application: appId,
    serviceId,
    role: { kind: 'least-privilege' },
    scope: 'resource',
    ...overrides,
  };
}

export const requester: Requester = { door: 'http', who: 'ada@contoso.example', why: 'POST /api/grants' };

export function someSettings(overrides: Partial<OperationSettings> = {}): OperationSettings {
  return {
    usernameFormat: 'freeform',
    createRole: true,
    propagationTimeout: 15 * 60_000,
    settle: 90_000,
    smtp: { host: 'smtp.azurecomm.net', port: 587 },
    prove: false,
    publishEvents: false,
    services: [serviceId],
    tag: 'mailgrant',
    approval: { mode: 'custom', timeout: 3 * 24 * 60 * 60_000 },
    ...overrides,
  };
}

export function grantInput(
  overrides: { request?: Partial<GrantRequest>; settings?: Partial<OperationSettings> } = {},
): GrantInput {
  return { request: aRequest(overrides.request), requester, settings: someSettings(overrides.settings) };
}

export function revokeInput(overrides: Partial<RevokeInput> = {}): RevokeInput {
  return {
    appId,
    displayName: 'Payroll Reports',
    principalId,
    serviceIds: [serviceId],
    requester,
    settings: someSettings(),
    grace: 0,
    ...overrides,
  };
}

export function permission(actions: string[], overrides: Partial<Permission> = {}): Permission {
  return { actions, notActions: [], dataActions: [], notDataActions: [], ...overrides };
}

export function aRole(overrides: Partial<RoleDefinition> = {}): RoleDefinition {
  return {
    name: 'e1111111-1111-4111-8111-111111111111',
    roleName: 'Report Reader',
    type: 'CustomRole',
    description: '',
    assignableScopes: [groupScope],
    permissions: [permission(['Contoso.Reports/*/read'])],
    ...overrides,
  };
}

export function ownerRole(): RoleDefinition {
  return aRole({
    name: communicationOwnerRole,
    roleName: 'Communication and Email Service Owner',
    type: 'BuiltInRole',
    assignableScopes: ['/'],
    permissions: [permission(['Microsoft.Communication/*'])],
  });
}

export function anAssignment(overrides: Partial<RoleAssignment> = {}): RoleAssignment {
  const { scope = serviceId, name = 'f1111111-1111-4111-8111-111111111111' } = overrides;
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    scope,
    roleDefinition: communicationOwnerRole,
    principalId,
    createdOn: start,
    ...overrides,
  };
}

/** What a revocation finds: by itself it lets the application send. */
export function aHeldAssignment(overrides: Partial<HeldAssignment> = {}): HeldAssignment {
  const { id, scope, roleDefinition } = anAssignment(overrides);
  const { roleName } = ownerRole();
  const gives = neededActions.map((action) => ({ action, conditional: false }));
  return { serviceId, id, scope, roleDefinition, roleName, gives, ...overrides };
}

export function aProblem(overrides: Partial<Problem> = {}): Problem {
  return { code: 'azure-refused', message: 'Azure refused to do it.', fix: 'Mend it.', ...overrides };
}
