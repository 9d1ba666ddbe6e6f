import { randomUUID } from 'node:crypto';
import type { State } from '../state.ts';

export function emptyState(tenant: { id: string; name: string; premium: boolean }): State {
  return {
    tenantId: tenant.id,
    tenantName: tenant.name,
    premium: tenant.premium,
    subscriptions: new Map(),
    resourceGroups: new Map(),
    communicationServices: new Map(),
    emailServices: new Map(),
    emailDomains: new Map(),
    smtpUsernames: new Map(),
    keyVaults: new Map(),
    eventGridTopics: new Map(),
    roleDefinitions: new Map(),
    roleAssignments: new Map(),
    eligibleAssignments: new Map(),
    denyAssignments: [],
    managementGroups: {},
    locks: [],
    applications: new Map(),
    servicePrincipals: new Map(),
    users: new Map(),
    groups: new Map(),
    graphPermissions: new Map(),
    managedIdentities: new Map(),
    identityHeader: randomUUID().toUpperCase(),
  };
}
