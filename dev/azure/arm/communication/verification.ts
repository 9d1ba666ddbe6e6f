import { z } from 'zod';
import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { VerificationStatus } from '../../state.ts';
import { bodyOf } from '../body.ts';
import { demand } from '../demand.ts';
import { demandUnlocked } from '../locks.ts';
import { accepted } from '../longRunning/answers.ts';
import { startOperation } from '../longRunning/operation.ts';
import { demandProvisioned } from '../longRunning/provisioning.ts';
import { armPath } from '../paths.ts';
import { refusal } from '../refusal.ts';
import { communicationId, findResource } from './path.ts';

const schema = z.object({ verificationType: z.enum(['Domain', 'SPF', 'DKIM', 'DKIM2', 'DMARC']) });

/**
 * Azure then looks for the records in the DNS. Here there is none, so the verification stays in progress for
 * good: only an estate file can have verified domains of customers.
 */
const initiate = (request: LocalRequest, azure: LocalAzure) =>
  change(request, azure, {
    action: 'InitiateVerification',
    from: ['NotStarted', 'VerificationFailed'],
    during: 'VerificationRequested',
    after: 'VerificationInProgress',
  });

const cancel = (request: LocalRequest, azure: LocalAzure) =>
  change(request, azure, {
    action: 'CancelVerification',
    from: ['VerificationRequested', 'VerificationInProgress'],
    during: 'CancellationRequested',
    after: 'NotStarted',
  });

function change(
  request: LocalRequest,
  azure: LocalAzure,
  to: { action: string; from: VerificationStatus[]; during: VerificationStatus; after: VerificationStatus },
): LocalResponse {
  const { state } = azure;
  const id = `${communicationId(request.params, 'emailServices')}/domains/${request.params.name}`;
  const action = `Microsoft.Communication/EmailServices/Domains/${to.action}/action`;
  demand(azure, request, { action, scope: id });
  const domain = findResource(state.emailDomains, id);
  const { verificationType } = bodyOf(request, schema);
  demandProvisioned(domain);
  const { verification, domainManagement } = domain;
  const early = verificationType !== 'Domain' && verification.Domain !== 'Verified';
  if (domainManagement === 'AzureManaged' || early || !to.from.includes(verification[verificationType]))
    throw refusal(
      400,
      'BadRequest',
      `The verification of ${verificationType} is '${verification[verificationType]}', and cannot be changed so.`,
    );
  demandUnlocked(state, 'write', id);
  verification[verificationType] = to.during;
  const finish = () => {
    if (verification[verificationType] === to.during) verification[verificationType] = to.after;
  };
  return accepted(azure, request, startOperation(azure, request, { resourceId: domain.id, finish }));
}

const domain = '{communication}/emailServices/{parent}/domains/{name}';

export const verificationRoutes: readonly Route[] = [
  {
    operation: 'Domains_InitiateVerification',
    method: 'POST',
    path: armPath(`${domain}/initiateVerification`),
    facts: ['emailDomain.verification', 'operation.accepted.202', 'operation.notReady.409'],
    handle: initiate,
  },
  {
    operation: 'Domains_CancelVerification',
    method: 'POST',
    path: armPath(`${domain}/cancelVerification`),
    facts: ['emailDomain.verification.cancel', 'operation.accepted.202', 'operation.notReady.409'],
    handle: cancel,
  },
];
