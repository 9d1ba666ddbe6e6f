import { reaches } from '../../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { EmailDomain, State } from '../../state.ts';
import { demand } from '../demand.ts';
import { page } from '../page.ts';
import { armPath } from '../paths.ts';
import { communicationId, findResource } from './path.ts';

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
  const parent = state.emailServices.get(domain.id.toLowerCase().split('/domains/')[0] ?? '');
  const { Domain, SPF, DKIM, DKIM2, DMARC } = domain.verification;
  return {
    id: domain.id,
    name: domain.name,
    type: 'microsoft.communication/emailservices/domains',
    location: 'global',
    tags: {},
    properties: {
      provisioningState: 'Succeeded',
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
      userEngagementTracking: 'Disabled',
    },
  };
}

export const domainRoutes: readonly Route[] = [
  {
    operation: 'Domains_Get',
    method: 'GET',
    path: armPath('{communication}/emailServices/{parent}/domains/{name}'),
    facts: ['emailDomain.get'],
    handle: get,
  },
  {
    operation: 'Domains_ListByEmailServiceResource',
    method: 'GET',
    path: armPath('{communication}/emailServices/{parent}/domains'),
    facts: ['emailDomain.get', 'arm.paging'],
    handle: list,
  },
];
