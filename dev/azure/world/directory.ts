import type { Application } from '../state.ts';
import { findPrincipal } from '../principals.ts';
import { addServicePrincipal } from './servicePrincipal.ts';
import { day, file } from './loading.ts';
import type { Loading } from './loading.ts';
import type { ParsedWorld } from './schema.ts';

type WorldApplication = ParsedWorld['applications'][number];

/** Users, managed identities, applications, service principals of foreign ones, and groups; then whoever refers to whom. */
export function loadDirectory(loading: Loading, world: ParsedWorld): void {
  const { state } = loading;
  for (const { name, userPrincipalName, objectId = loading.deriveId('user', name) } of world.users)
    file(loading, state.users, { key: objectId, value: { objectId, userPrincipalName, displayName: name } });
  for (const identity of world.managedIdentities) loadIdentity(loading, identity);
  const loaded = world.applications.map((each) => ({ each, application: loadApplication(loading, each) }));
  for (const { each, application } of loaded)
    application.ownerIds = each.owners.map((owner) => refer(loading, owner, `An owner of '${each.name}'`));
  for (const each of world.foreignServicePrincipals) loadForeign(loading, each);
  const groups = world.groups.map(({ name, members, objectId = loading.deriveId('group', name) }) => ({
    members,
    group: file(loading, state.groups, {
      key: objectId,
      value: { objectId, displayName: name, memberIds: [] as string[] },
    }),
  }));
  for (const { members, group } of groups)
    group.memberIds = members.map((name) => refer(loading, name, `A member of '${group.displayName}'`));
}

function loadIdentity(loading: Loading, identity: ParsedWorld['managedIdentities'][number]): void {
  const { name } = identity;
  const clientId = identity.clientId ?? loading.deriveId('identityClient', name);
  const principalId = identity.principalId ?? loading.deriveId('identityPrincipal', name);
  file(loading, loading.state.managedIdentities, { key: clientId, value: { name, clientId, principalId } });
  addServicePrincipal(loading, {
    objectId: principalId,
    appId: clientId,
    displayName: name,
    servicePrincipalType: 'ManagedIdentity',
    graphPermissions: identity.graphPermissions,
  });
}

/** Nothing but a service principal: its application is somewhere else. */
function loadForeign(loading: Loading, each: ParsedWorld['foreignServicePrincipals'][number]): void {
  if (each.homeTenant === loading.state.tenantId)
    loading.problems.push(`'${each.name}' is at home in this tenant, so it is an application.`);
  addServicePrincipal(loading, {
    objectId: each.objectId ?? loading.deriveId('foreignServicePrincipal', each.name),
    appId: each.appId ?? loading.deriveId('foreignClient', each.name),
    displayName: each.name,
    servicePrincipalType: 'Application',
    appOwnerOrganizationId: each.homeTenant,
    graphPermissions: [],
  });
}

function loadApplication(loading: Loading, each: WorldApplication): Application {
  const { name } = each;
  const application: Application = {
    objectId: each.objectId ?? loading.deriveId('application', name),
    appId: each.appId ?? loading.deriveId('client', name),
    displayName: name,
    tags: [...each.tags],
    signInAudience: 'AzureADMyOrg',
    ownerIds: [],
    secrets: each.secrets.map((secret) => loadSecret(loading, { application: name, secret })),
    certificates: each.certificates.map((certificate) => loadCertificate(loading, name, certificate)),
    federatedCredentials: each.federatedCredentials.map((credential) => ({
      id: loading.deriveId('federatedCredential', `${name}:${credential.name}`),
      ...credential,
    })),
    createdAt: loading.since,
  };
  file(loading, loading.state.applications, { key: application.objectId, value: application });
  const servicePrincipalId = each.servicePrincipalId ?? loading.deriveId('servicePrincipal', name);
  if (each.servicePrincipal !== false)
    addServicePrincipal(loading, {
      objectId: servicePrincipalId,
      appId: application.appId,
      displayName: name,
      servicePrincipalType: 'Application',
      accountEnabled: each.servicePrincipal !== 'disabled',
      // Mirrored, not shared: the service principal may get tags of its own.
      tags: [...each.tags],
      graphPermissions: each.graphPermissions,
    });
  else if (each.graphPermissions.length > 0)
    loading.problems.push(`'${name}' has Graph permissions but no service principal to hold them.`);
  return application;
}

function loadCertificate(
  loading: Loading,
  application: string,
  { displayName, end }: WorldApplication['certificates'][number],
): Application['certificates'][number] {
  const start = new Date(loading.since);
  return {
    keyId: loading.deriveId('certificate', application),
    displayName: displayName ?? null,
    startDateTime: start.toISOString(),
    endDateTime: end ?? yearsAfter(start, 2).toISOString(),
  };
}

function loadSecret(
  loading: Loading,
  { application, secret }: { application: string; secret: WorldApplication['secrets'][number] },
): Application['secrets'][number] {
  const { ageInDays, endsInDays } = secret;
  const from = ageInDays === undefined ? loading.since : loading.now - ageInDays * day;
  const start = secret.start ?? new Date(from).toISOString();
  const end =
    endsInDays === undefined ? yearsAfter(new Date(start), 2) : new Date(loading.now + endsInDays * day);
  return {
    keyId: loading.deriveId('secret', application),
    displayName: secret.displayName ?? null,
    secretText: secret.text,
    startDateTime: start,
    endDateTime: secret.end ?? end.toISOString(),
    createdAt: Date.parse(start),
  };
}

function yearsAfter(start: Date, years: number): Date {
  const end = new Date(start);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return end;
}

function refer(loading: Loading, name: string, what: string): string {
  const found = findPrincipal(loading.state, name);
  if (typeof found !== 'string') return found.objectId;
  loading.problems.push(`${what} cannot be found: ${found}`);
  return '';
}
