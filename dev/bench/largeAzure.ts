import { systemClock } from '../clock.ts';
import { noDelays } from '../azure/delays.ts';
import { createLocalAzure } from '../azure/localAzure.ts';
import type { LocalAzure } from '../azure/localAzure.ts';
import { services } from '../azure/services.ts';
import type { State } from '../azure/state.ts';
import { loadWorld } from '../azure/world.ts';
import { aRole, pseudoRandom } from './estate.ts';
import type { EstateSize } from './estate.ts';

const subscriptionCount = 25;
/** Applications with a login, for each mail service. */
const sendersEach = 2;
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

/**
 * A local Azure as large as Azure's own limits let a tenant be: 4,000 role assignments in each of 25 subscriptions, with
 * a mail service in each. The same every time.
 */
export function largeAzure(size: EstateSize): LocalAzure {
  const state = loadWorld({ tenant, subscriptions: subscriptions(), ...mailgrant() }, systemClock);
  addPrincipals(state, size.principals);
  const roles = addRoles(state, size.roles);
  addAssignments(state, size.assignments, roles);
  return createLocalAzure({ clock: systemClock, delays: noDelays, state, services });
}

export const mailServices = Array.from({ length: subscriptionCount }, (_, index) => serviceId(index));

const tenant = { id: '8b1f5e0c-3d7a-4c59-9e42-6f0a1b2c3d4e', name: 'Large' };

function subscriptions() {
  return Array.from({ length: subscriptionCount }, (_, index) => ({
    id: guid('5', index),
    name: `Subscription ${index}`,
    resourceGroups: [
      {
        name: 'rg-mail',
        location: 'westeurope',
        communicationServices: [{ name: `mail-${index}`, dataLocation: 'Europe', linkedDomains: [] }],
      },
    ],
  }));
}

function mailgrant() {
  return {
    managedIdentities: [
      { name: 'mailgrant', graphPermissions: ['Application.Read.All', 'GroupMember.Read.All'] },
    ],
    assignments: Array.from({ length: subscriptionCount }, (_, index) => ({
      role: 'Reader',
      principal: 'mailgrant',
      scope: `/subscriptions/${guid('5', index)}`,
    })),
  };
}

function addPrincipals(state: State, count: number): void {
  const createdAt = Date.now() - 40 * 24 * 3600_000;
  for (let index = 0; index < count; index += 1) {
    const appId = guid('a', index);
    const displayName = `App ${index}`;
    state.applications.set(guid('0', index), {
      objectId: guid('0', index),
      appId,
      displayName,
      tags: [],
      signInAudience: 'AzureADMyOrg',
      ownerIds: [],
      secrets: [],
      certificates: [],
      federatedCredentials: [],
      createdAt,
    });
    state.servicePrincipals.set(guid('b', index), {
      objectId: guid('b', index),
      appId,
      displayName,
      accountEnabled: true,
      servicePrincipalType: 'Application',
      tags: [],
      appOwnerOrganizationId: state.tenantId,
      createdAt,
    });
  }
  for (let index = 0; index < subscriptionCount * sendersEach; index += 1) {
    const communicationServiceId = serviceId(index % subscriptionCount);
    const name = `app-${index}-smtp`;
    const id = `${communicationServiceId}/smtpUsernames/${name}`;
    const username = { id, name, communicationServiceId, username: `app-${index}`, createdAt };
    state.smtpUsernames.set(id.toLowerCase(), {
      ...username,
      entraApplicationId: guid('a', index),
      tenantId: state.tenantId,
    });
  }
}

/** Custom roles, as many to each subscription. */
function addRoles(state: State, count: number): string[] {
  const random = pseudoRandom(7);
  return Array.from({ length: count }, (_, index) => {
    const name = guid('c', index);
    const permissions = aRole(index, random).permissions.map(({ condition: _condition, ...block }) => ({
      actions: [...block.actions],
      notActions: [...block.notActions],
      dataActions: [...block.dataActions],
      notDataActions: [...block.notDataActions],
    }));
    state.roleDefinitions.set(name, {
      name,
      roleName: `Role ${index}`,
      type: 'CustomRole',
      description: '',
      assignableScopes: [`/subscriptions/${guid('5', index % subscriptionCount)}`],
      permissions,
      createdAt: 0,
      updatedAt: 0,
    });
    return name;
  });
}

function addAssignments(state: State, count: number, roles: readonly string[]): void {
  const random = pseudoRandom(42);
  const createdAt = Date.now() - 30 * 24 * 3600_000;
  const applications = state.applications.size;
  for (let index = 0; index < count; index += 1) {
    const subscription = index % subscriptionCount;
    const service = serviceId(subscription);
    const [position, path] = [random(), service.split('/')];
    // Most are at the subscription, some at a resource group, few at a resource.
    const depth = position < 0.7 ? 3 : position < 0.97 ? 5 : path.length;
    const own = Math.floor(random() * (roles.length / subscriptionCount)) * subscriptionCount + subscription;
    const built = random() < 0.02 ? contributor : reader;
    const name = guid('d', index);
    state.roleAssignments.set(name, {
      name,
      scope: path.slice(0, depth).join('/'),
      roleDefinition: random() < 0.5 ? built : (roles[own] ?? reader),
      principalId: guid('b', Math.floor(random() * applications)),
      principalType: 'ServicePrincipal',
      createdAt,
      updatedAt: createdAt,
    });
  }
}

function serviceId(subscription: number): string {
  return `/subscriptions/${guid('5', subscription)}/resourceGroups/rg-mail/providers/Microsoft.Communication/communicationServices/mail-${subscription}`;
}

/** A GUID that says by its beginning what it is of. */
function guid(kind: string, index: number): string {
  return `${kind.repeat(8)}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}
