import type { CommunicationService, EmailDomain } from '../state.ts';
import { loadEventGridTopic } from './eventGridTopics.ts';
import { loadKeyVault } from './keyVaults.ts';
import { file } from './loading.ts';
import type { Loading } from './loading.ts';
import type { ParsedWorld } from './schema.ts';

type WorldGroup = ParsedWorld['subscriptions'][number]['resourceGroups'][number];
type WorldService = WorldGroup['communicationServices'][number];

/** Subscriptions, resource groups, email services with their domains, then the mail services that link them; key vaults, topics. */
export function loadResources(loading: Loading, world: ParsedWorld): void {
  const groups: { id: string; group: WorldGroup }[] = [];
  for (const subscription of world.subscriptions) {
    file(loading, loading.state.subscriptions, {
      key: subscription.id,
      value: { id: subscription.id, displayName: subscription.name },
    });
    for (const group of subscription.resourceGroups) {
      const id = `/subscriptions/${subscription.id}/resourceGroups/${group.name}`;
      file(loading, loading.state.resourceGroups, {
        key: id,
        value: { id, name: group.name, subscriptionId: subscription.id, location: group.location },
      });
      groups.push({ id, group });
    }
  }
  for (const { id, group } of groups)
    for (const each of group.emailServices) loadEmailService(loading, id, each);
  for (const { id, group } of groups)
    for (const each of group.communicationServices) loadCommunicationService(loading, id, each);
  for (const { id, group } of groups)
    for (const each of group.keyVaults)
      loadKeyVault(loading, { ...each, groupId: id, location: group.location });
  for (const { id, group } of groups)
    for (const each of group.eventGridTopics)
      loadEventGridTopic(loading, { ...each, groupId: id, location: group.location });
}

function loadEmailService(
  loading: Loading,
  groupId: string,
  service: WorldGroup['emailServices'][number],
): void {
  const id = `${groupId}/providers/Microsoft.Communication/emailServices/${service.name}`;
  file(loading, loading.state.emailServices, {
    key: id,
    value: { id, name: service.name, dataLocation: service.dataLocation, createdAt: loading.since },
  });
  for (const { name, management, verified } of service.domains) {
    const azureManaged = name.toLowerCase() === 'azuremanageddomain';
    const status = verified ? 'Verified' : 'NotStarted';
    const domain: EmailDomain = {
      id: `${id}/domains/${name}`,
      name,
      domainManagement: management ?? (azureManaged ? 'AzureManaged' : 'CustomerManaged'),
      // Azure names its own domains after a GUID.
      fromSenderDomain: azureManaged ? `${loading.deriveId('domain', id)}.azurecomm.net` : name,
      verification: { Domain: status, SPF: status, DKIM: status, DKIM2: status, DMARC: status },
      createdAt: loading.since,
    };
    if (azureManaged !== (domain.domainManagement === 'AzureManaged'))
      loading.problems.push(`A domain that Azure manages is always named AzureManagedDomain, not '${name}'.`);
    file(loading, loading.state.emailDomains, { key: domain.id, value: domain });
  }
}

function loadCommunicationService(loading: Loading, groupId: string, each: WorldService): void {
  const service: CommunicationService = {
    id: `${groupId}/providers/Microsoft.Communication/communicationServices/${each.name}`,
    name: each.name,
    dataLocation: each.dataLocation,
    linkedDomains: each.linkedDomains.flatMap((link) => findDomain(loading, link, each)),
    disableLocalAuth: false,
    tags: {},
    createdAt: loading.since,
  };
  file(loading, loading.state.communicationServices, { key: service.id, value: service });
  for (const smtpUsername of each.smtpUsernames) loadSmtpUsername(loading, service, smtpUsername);
}

function findDomain(loading: Loading, link: string, service: WorldService): string[] {
  const found = [...loading.state.emailDomains.values()].filter(({ id }) =>
    id.toLowerCase().endsWith(`/emailservices/${link.replace('/', '/domains/')}`.toLowerCase()),
  );
  if (found.length !== 1)
    loading.problems.push(`'${service.name}' links '${link}', of which there are ${found.length}.`);
  for (const { id } of found) {
    const email = loading.state.emailServices.get(id.toLowerCase().split('/domains/')[0] ?? '');
    // Azure refuses the link otherwise.
    if (email?.dataLocation !== service.dataLocation)
      loading.problems.push(`'${service.name}' and '${link}' must share one data location.`);
  }
  return found.map(({ id }) => id);
}

function loadSmtpUsername(
  loading: Loading,
  service: CommunicationService,
  each: WorldService['smtpUsernames'][number],
): void {
  const { name, username } = each;
  if (username.toLowerCase() === name.toLowerCase())
    loading.problems.push(`SMTP username '${name}' may not have its own resource name as username.`);
  const id = `${service.id}/smtpUsernames/${name}`;
  file(loading, loading.state.smtpUsernames, {
    key: id,
    value: {
      id,
      name,
      communicationServiceId: service.id,
      username,
      entraApplicationId: each.clientId ?? clientIdOf(loading, name, each.application ?? ''),
      tenantId: loading.state.tenantId,
      createdAt: loading.since,
    },
  });
}

/** Who signs in with a username: an application of the tenant, or a service principal whose application is elsewhere. */
function clientIdOf({ state, problems }: Loading, username: string, wanted: string): string {
  const known = [...state.applications.values(), ...state.servicePrincipals.values()];
  const named = known.filter(({ displayName, appId }) => displayName === wanted || appId === wanted);
  const clientIds = new Set(named.map(({ appId }) => appId));
  const [clientId = ''] = clientIds;
  if (clientIds.size !== 1)
    problems.push(
      `SMTP username '${username}' names application '${wanted}', of which there are ${clientIds.size}.`,
    );
  return clientId;
}
