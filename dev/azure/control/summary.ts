import type { LocalAzure } from '../localAzure.ts';

/** What the local Azure knows, in a page. Secrets are counted, never shown. */
export function summarize({ state, clock, delays }: LocalAzure) {
  const principalOf = (appId: string) =>
    [...state.servicePrincipals.values()].find((one) => one.appId === appId)?.objectId ?? null;
  return {
    now: new Date(clock.now()).toISOString(),
    delays,
    tenant: { id: state.tenantId, name: state.tenantName },
    subscriptions: [...state.subscriptions.values()],
    resourceGroups: [...state.resourceGroups.values()].map(({ id }) => id),
    communicationServices: [...state.communicationServices.values()].map(({ id, linkedDomains }) => ({
      id,
      linkedDomains,
    })),
    emailDomains: [...state.emailDomains.values()].map(({ id, fromSenderDomain, verification }) => ({
      id,
      sendsFrom: fromSenderDomain,
      verified: verification.Domain === 'Verified',
    })),
    smtpUsernames: [...state.smtpUsernames.values()].map(({ id, username, entraApplicationId }) => ({
      id,
      username,
      application: entraApplicationId,
    })),
    keyVaults: [...state.keyVaults.values()].map(({ id, secrets }) => ({
      id,
      secrets: [...secrets.values()].flatMap((versions) => versions.at(-1)?.name ?? []),
    })),
    eventGridTopics: [...state.eventGridTopics.values()].map(({ id }) => id),
    customRoles: [...state.roleDefinitions.values()]
      .filter(({ type }) => type === 'CustomRole')
      .map(({ name, roleName, assignableScopes }) => ({ name, roleName, assignableScopes })),
    roleAssignments: [...state.roleAssignments.values()].map((each) => ({
      name: each.name,
      role: state.roleDefinitions.get(each.roleDefinition)?.roleName ?? each.roleDefinition,
      principalId: each.principalId,
      scope: each.scope,
      ...(each.deletedAt === undefined ? {} : { deletedAt: new Date(each.deletedAt).toISOString() }),
    })),
    denyAssignments: state.denyAssignments.map(({ name, scope }) => ({ name, scope })),
    locks: state.locks,
    managementGroups: state.managementGroups,
    applications: [...state.applications.values()]
      .filter(({ deletedAt }) => deletedAt === undefined)
      .map(({ displayName, appId, objectId, tags, secrets }) => ({
        displayName,
        appId,
        objectId,
        servicePrincipalId: principalOf(appId),
        tags,
        secrets: secrets.length,
      })),
    managedIdentities: [...state.managedIdentities.values()],
    users: [...state.users.values()],
    groups: [...state.groups.values()],
  };
}
