import { reaches } from '../../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { Provisioning, State } from '../../state.ts';
import { demand } from '../demand.ts';
import { demandUnlocked } from '../locks.ts';
import { accepted } from '../longRunning/answers.ts';
import { startOperation } from '../longRunning/operation.ts';
import { demandProvisioned } from '../longRunning/provisioning.ts';
import { refusal } from '../refusal.ts';
import { communicationId } from './path.ts';

export function deleteCommunicationService(request: LocalRequest, azure: LocalAzure): LocalResponse {
  return remove(request, azure, {
    id: communicationId(request.params, 'communicationServices'),
    action: 'Microsoft.Communication/CommunicationServices/delete',
    from: azure.state.communicationServices,
  });
}

export function deleteEmailService(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const id = communicationId(request.params, 'emailServices');
  return remove(request, azure, {
    id,
    action: 'Microsoft.Communication/EmailServices/delete',
    from: azure.state.emailServices,
    refuse: () => demandNoDomains(azure.state, id),
  });
}

export function deleteDomain(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const id = `${communicationId(request.params, 'emailServices')}/domains/${request.params.name}`;
  return remove(request, azure, {
    id,
    action: 'Microsoft.Communication/EmailServices/Domains/delete',
    from: azure.state.emailDomains,
    refuse: () => demandUnlinked(azure.state, id),
  });
}

function remove(
  request: LocalRequest,
  azure: LocalAzure,
  what: {
    id: string;
    action: string;
    from: Map<string, { id: string; provisioning?: Provisioning }>;
    refuse?: () => void;
  },
): LocalResponse {
  const { id, action, from, refuse } = what;
  demand(azure, request, { action, scope: id });
  const resource = from.get(id.toLowerCase());
  if (resource === undefined) return { status: 204 };
  demandUnlocked(azure.state, 'delete', id);
  demandProvisioned(resource);
  refuse?.();
  resource.provisioning = 'Deleting';
  const operation = startOperation(azure, request, {
    resourceId: resource.id,
    finish: () => {
      from.delete(id.toLowerCase());
      dropBelow(azure.state, id);
    },
  });
  return accepted(azure, request, operation);
}

/** With a resource go its SMTP usernames and the roles that were assigned at it. */
function dropBelow(state: State, id: string): void {
  for (const [key, username] of state.smtpUsernames)
    if (reaches(id, username.id)) state.smtpUsernames.delete(key);
  for (const [key, assignment] of state.roleAssignments)
    if (reaches(id, assignment.scope)) state.roleAssignments.delete(key);
}

/** Resource Manager itself refuses this for resources that have a location of their own. */
function demandNoDomains(state: State, id: string): void {
  const nested = [...state.emailDomains.values()].filter((each) => reaches(id, each.id));
  if (nested.length > 0)
    throw refusal(
      409,
      'CannotDeleteResource',
      `Cannot delete resource while nested resources exist. Some existing nested resource IDs include: '${nested.map((each) => each.id).join(', ')}'. Please delete all nested resources before deleting this resource.`,
    );
}

function demandUnlinked(state: State, id: string): void {
  const linking = [...state.communicationServices.values()].find(({ linkedDomains }) =>
    linkedDomains.some((each) => each.toLowerCase() === id.toLowerCase()),
  );
  if (linking !== undefined)
    throw refusal(409, 'Conflict', `The domain '${id}' is linked to '${linking.id}'.`);
}
