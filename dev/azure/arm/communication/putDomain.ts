import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { EmailDomain, VerificationStatus } from '../../state.ts';
import { bodyOf } from '../body.ts';
import { demand } from '../demand.ts';
import { demandUnlocked } from '../locks.ts';
import { demandProvisioned, provision } from '../longRunning/provisioning.ts';
import { notImplemented, refusal } from '../refusal.ts';
import { communicationId, findParent } from './path.ts';
import { acceptedShape, trackedBy, trackedFields } from './tracked.ts';

const type = 'Microsoft.Communication/emailServices/domains';
const schema = z.object({
  ...trackedFields,
  properties: z.object({
    domainManagement: z.enum(['AzureManaged', 'CustomerManaged', 'CustomerManagedInExchangeOnline']),
    userEngagementTracking: z.enum(['Disabled', 'Enabled']).optional(),
  }),
});

export function putDomain(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { state, clock } = azure;
  const parentId = communicationId(request.params, 'emailServices');
  const name = request.params.name ?? '';
  const id = `${parentId}/domains/${name}`;
  demand(azure, request, { action: 'Microsoft.Communication/EmailServices/Domains/write', scope: id });
  demandProvisioned(findParent(state.emailServices, parentId, 'emailServices/domains'));
  const existing = state.emailDomains.get(id.toLowerCase());
  const body = bodyOf(request, schema);
  const { domainManagement, userEngagementTracking } = body.properties;
  const tracked = trackedBy(request, { state, now: clock.now() }, { body, type, existing });
  demandNameFor(domainManagement, name);
  if (existing !== undefined) {
    demandProvisioned(existing);
    if (existing.domainManagement !== domainManagement)
      throw refusal(400, 'BadRequest', 'The management of a domain cannot change.');
  }
  demandUnlocked(state, 'write', id);
  const resource: EmailDomain = {
    ...tracked,
    id: existing?.id ?? id,
    name: existing?.name ?? name,
    domainManagement,
    // Azure names its own domains after a GUID.
    fromSenderDomain:
      existing?.fromSenderDomain ??
      (domainManagement === 'AzureManaged' ? `${randomUUID()}.azurecomm.net` : name),
    verification: existing?.verification ?? every('NotStarted'),
    ...(userEngagementTracking === undefined ? {} : { userEngagementTracking }),
  };
  return provision(azure, request, {
    into: state.emailDomains,
    resource,
    body: acceptedShape(resource, { type, body, properties: body.properties }),
    finish: () => {
      // The domain is Azure's own: there is nothing for its user to prove.
      if (domainManagement === 'AzureManaged') resource.verification = every('Verified');
    },
  });
}

function demandNameFor(management: EmailDomain['domainManagement'], name: string): void {
  if (management === 'CustomerManagedInExchangeOnline') throw notImplemented('domains of Exchange Online');
  const azures = name.toLowerCase() === 'azuremanageddomain';
  if (management === 'AzureManaged' && !azures)
    throw refusal(400, 'BadRequest', "A domain that Azure manages is named 'AzureManagedDomain'.");
  if (
    management === 'CustomerManaged' &&
    (azures || !/^(?=.{1,253}$)([a-z0-9-]{1,63}\.)+[a-z]{2,}$/i.test(name))
  )
    throw refusal(400, 'BadRequest', `The domain name '${name}' is not valid.`);
}

function every(status: VerificationStatus): EmailDomain['verification'] {
  return { Domain: status, SPF: status, DKIM: status, DKIM2: status, DMARC: status };
}
