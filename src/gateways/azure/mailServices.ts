import { CommunicationServiceManagementClient } from '@azure/arm-communication';
import type {
  CommunicationServiceResource,
  DomainResource,
  SmtpUsernameResource,
} from '@azure/arm-communication';
import type { TokenCredential } from '@azure/core-auth';
import type { MailDomain, MailService, SmtpUsername } from '../../domain/mailService.ts';
import { emailServiceOf, parseCommunicationServiceId, sameId } from '../../domain/resourceId.ts';
import type { MailServices } from '../ports.ts';
import { perSubscription } from './armPath.ts';
import { calling, deleting, listing, reading } from './calls.ts';
import type { ClientOptions } from './clientOptions.ts';
import { invalidRequest, present } from './errors.ts';
import { resourceName } from './resourceName.ts';

type Clients = (id: string) => CommunicationServiceManagementClient;

/** Azure Communication Services over @azure/arm-communication. */
export function azureMailServices(credential: TokenCredential, options: ClientOptions): MailServices {
  const client: Clients = perSubscription(
    (id) => new CommunicationServiceManagementClient(credential, id, options),
  );
  return {
    async service(id) {
      const { resourceGroup, name } = partsOf(id);
      const service = await reading(() => client(id).communicationServices.get(resourceGroup, name));
      return service && toService(service);
    },
    async domains(ids) {
      const perEmailService = Map.groupBy(ids, (id) => emailServiceOf(id).toLowerCase());
      const found = await Promise.all([...perEmailService.values()].map((group) => domainsOf(client, group)));
      return found.flat();
    },
    async usernames(serviceId) {
      const { resourceGroup, name } = partsOf(serviceId);
      const usernames = await listing(() => client(serviceId).smtpUsernames.list(resourceGroup, name));
      return usernames.map(toUsername);
    },
    async username({ serviceId, name }) {
      const service = partsOf(serviceId);
      const { smtpUsernames } = client(serviceId);
      const username = await reading(() =>
        smtpUsernames.get(service.resourceGroup, service.name, resourceName(name)),
      );
      return username && toUsername(username);
    },
    async putUsername({ serviceId, name }, { username, appId, tenantId }) {
      const service = partsOf(serviceId);
      const { smtpUsernames } = client(serviceId);
      const body = { username, entraApplicationId: appId, tenantId };
      return toUsername(
        await calling(() =>
          smtpUsernames.createOrUpdate(service.resourceGroup, service.name, resourceName(name), body),
        ),
      );
    },
    async deleteUsername({ serviceId, name }) {
      const service = partsOf(serviceId);
      const { smtpUsernames } = client(serviceId);
      await deleting(() => smtpUsernames.delete(service.resourceGroup, service.name, resourceName(name)));
    },
  };
}

/** Domains of one email service. One of them is read, several are listed: each linked domain would cost a call. */
async function domainsOf(client: Clients, ids: string[]): Promise<MailDomain[]> {
  const [first = ''] = ids;
  const { resourceGroup, emailService, name } = partsOfDomain(first);
  const { domains } = client(first);
  if (ids.length === 1) {
    const domain = await reading(() => domains.get(resourceGroup, emailService, name));
    return domain === undefined ? [] : [toDomain(domain)];
  }
  const all = await listing(() => domains.listByEmailServiceResource(resourceGroup, emailService));
  return all.map(toDomain).filter((domain) => ids.some((id) => sameId(id, domain.id)));
}

function partsOf(id: string) {
  const parts = parseCommunicationServiceId(id);
  if (parts === undefined)
    throw invalidRequest(`${JSON.stringify(id)} is not the id of a Communication Services resource.`);
  return { resourceGroup: resourceName(parts.resourceGroup), name: parts.name };
}

const emailDomain =
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Communication\/emailServices\/([^/]+)\/domains\/([^/]+)$/i;

function partsOfDomain(id: string) {
  const [, resourceGroup, emailService, name] = emailDomain.exec(id) ?? [];
  if (resourceGroup === undefined || emailService === undefined || name === undefined)
    throw invalidRequest(`${JSON.stringify(id)} is not the id of an email domain.`);
  return {
    resourceGroup: resourceName(resourceGroup),
    emailService: resourceName(emailService),
    name: resourceName(name),
  };
}

function toService({ id, name, linkedDomains }: CommunicationServiceResource): MailService {
  return { id: present(id, 'id'), name: present(name, 'name'), linkedDomains: linkedDomains ?? [] };
}

function toDomain({ id, fromSenderDomain, verificationStates }: DomainResource): MailDomain {
  return {
    id: present(id, 'id'),
    // The name will not do: that of a domain managed by Azure is always AzureManagedDomain.
    senderDomain: present(fromSenderDomain, 'properties.fromSenderDomain'),
    verified: verificationStates?.domain?.status === 'Verified',
  };
}

function toUsername({ id, name, username, entraApplicationId }: SmtpUsernameResource): SmtpUsername {
  return {
    id: present(id, 'id'),
    name: present(name, 'name'),
    username: present(username, 'properties.username'),
    appId: present(entraApplicationId, 'properties.entraApplicationId').toLowerCase(),
  };
}
