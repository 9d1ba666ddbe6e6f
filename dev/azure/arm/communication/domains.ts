import { v5 as uuidFromName } from 'uuid';
import { reaches } from '../../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { EmailDomain, State } from '../../state.ts';
import { demand } from '../demand.ts';
import { page } from '../page.ts';
import { armPath } from '../paths.ts';
import { deleteDomain } from './deleteResource.ts';
import { communicationId, findResource } from './path.ts';
import { putDomain } from './putDomain.ts';
import { systemData } from './tracked.ts';

const read = 'Microsoft.Communication/EmailServices/Domains/read';

function get(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const parent = communicationId(request.params, 'emailServices');
  const id = `${parent}/domains/${request.params.name}`;
  demand(azure, request, { action: read, scope: id });
  return { status: 200, body: shape(azure.state, findResource(azure.state.emailDomains, id)) };
}

function list(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const parent = communicationId(request.params, 'emailServices');
  demand(azure, request, { action: read, scope: parent });
  findResource(azure.state.emailServices, parent);
  const found = [...azure.state.emailDomains.values()].filter(({ id }) => reaches(parent, id));
  return page(
    request,
    found.map((each) => shape(azure.state, each)),
  );
}

function shape(state: State, domain: EmailDomain) {
  const { id, name, location = 'global', tags = {}, provisioning, domainManagement } = domain;
  const provisioningState = provisioning ?? 'Succeeded';
  return {
    id,
    name,
    type: 'microsoft.communication/emailservices/domains',
    location,
    tags,
    ...systemData(domain),
    properties:
      provisioning === 'Creating'
        ? { provisioningState, domainManagement }
        : { provisioningState, ...knownProperties(state, domain) },
  };
}

/** What the service has found out about a domain once it is there. */
function knownProperties(state: State, domain: EmailDomain) {
  const parent = state.emailServices.get(domain.id.toLowerCase().split('/domains/')[0] ?? '');
  const { Domain, SPF, DKIM, DKIM2, DMARC } = domain.verification;
  return {
    dataLocation: parent?.dataLocation,
    fromSenderDomain: domain.fromSenderDomain,
    mailFromSenderDomain: domain.fromSenderDomain,
    domainManagement: domain.domainManagement,
    verificationStates: {
      Domain: { status: Domain },
      SPF: { status: SPF },
      DKIM: { status: DKIM },
      DKIM2: { status: DKIM2 },
      DMARC: { status: DMARC },
    },
    ...(domain.domainManagement === 'CustomerManaged'
      ? { verificationRecords: verificationRecords(domain) }
      : {}),
    userEngagementTracking: domain.userEngagementTracking ?? 'Disabled',
  };
}

/** What the owner of the domain is to put into the DNS. */
function verificationRecords({ id, name }: EmailDomain) {
  const proof = uuidFromName(id.toLowerCase(), uuidFromName.URL);
  const text = (value: string) => ({ type: 'TXT', name, value, ttl: 3600 });
  const selector = (number: number) => {
    const host = `selector${number}-azurecomm-prod-net._domainkey`;
    return { type: 'CNAME', name: host, value: `${host}.azurecomm.net`, ttl: 3600 };
  };
  return {
    Domain: text(`ms-domain-verification=${proof}`),
    SPF: text('v=spf1 include:spf.protection.outlook.com -all'),
    DKIM: selector(1),
    DKIM2: selector(2),
  };
}

const one = armPath('{communication}/emailServices/{parent}/domains/{name}');

export const domainRoutes: readonly Route[] = [
  {
    operation: 'Domains_Get',
    method: 'GET',
    path: one,
    facts: ['emailDomain.get', 'emailDomain.records', 'operation.provisioningState'],
    handle: get,
  },
  {
    operation: 'Domains_CreateOrUpdate',
    method: 'PUT',
    path: one,
    facts: [
      'operation.created.201',
      'operation.notReady.409',
      'communication.location.400',
      'emailDomain.name.400',
      'emailDomain.managed',
      'emailDomain.parent.404',
      'arm.locks.409',
    ],
    handle: putDomain,
  },
  {
    operation: 'Domains_Delete',
    method: 'DELETE',
    path: one,
    facts: ['operation.accepted.202', 'operation.notReady.409', 'emailDomain.linked.409', 'arm.locks.409'],
    handle: deleteDomain,
  },
  {
    operation: 'Domains_ListByEmailServiceResource',
    method: 'GET',
    path: armPath('{communication}/emailServices/{parent}/domains'),
    facts: ['emailDomain.get', 'arm.paging'],
    handle: list,
  },
];
