import { z } from 'zod';
import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { CommunicationService, State } from '../../state.ts';
import { bodyOf } from '../body.ts';
import { demand } from '../demand.ts';
import { demandUnlocked } from '../locks.ts';
import { demandProvisioned, provision } from '../longRunning/provisioning.ts';
import { refusal } from '../refusal.ts';
import { demandScope } from '../scopes.ts';
import { refuseUnkept } from '../unkept.ts';
import { demandDataLocation, demandName } from './dataLocations.ts';
import { demandLinkable } from './linkedDomains.ts';
import { communicationId, resourceGroupId } from './path.ts';
import { acceptedShape, trackedBy, trackedFields } from './tracked.ts';

const type = 'Microsoft.Communication/communicationServices';
const schema = z.object({
  ...trackedFields,
  properties: z.looseObject({
    dataLocation: z.string(),
    linkedDomains: z.array(z.string()).optional(),
    disableLocalAuth: z.boolean().optional(),
  }),
});

export function putCommunicationService(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { state, clock } = azure;
  const id = communicationId(request.params, 'communicationServices');
  const name = request.params.name ?? '';
  demand(azure, request, { action: 'Microsoft.Communication/CommunicationServices/write', scope: id });
  demandScope(state, resourceGroupId(request.params));
  demandName(name);
  const existing = state.communicationServices.get(id.toLowerCase());
  const body = bodyOf(request, schema);
  const { properties } = body;
  refuseUnkept(properties, { notificationHubId: null, publicNetworkAccess: 'Enabled' });
  const tracked = trackedBy(request, { state, now: clock.now() }, { body, type, existing });
  demandDataLocation(properties.dataLocation, existing);
  if (existing === undefined) demandFreeName(state, name);
  else demandProvisioned(existing);
  const resource: CommunicationService = {
    ...tracked,
    id: existing?.id ?? id,
    name: existing?.name ?? name,
    dataLocation: existing?.dataLocation ?? properties.dataLocation,
    linkedDomains: [],
    disableLocalAuth: properties.disableLocalAuth ?? false,
  };
  resource.linkedDomains = (properties.linkedDomains ?? []).map((each) =>
    demandLinkable(state, resource, each),
  );
  demandUnlocked(state, 'write', id);
  const shown = acceptedShape(resource, { type, body, properties: written(properties) });
  return provision(azure, request, { into: state.communicationServices, resource, body: shown });
}

/** What was sent of what can be: clients send back also what only the service writes. */
function written({ dataLocation, linkedDomains, disableLocalAuth }: z.output<typeof schema>['properties']) {
  return {
    dataLocation,
    ...(linkedDomains === undefined ? {} : { linkedDomains }),
    ...(disableLocalAuth === undefined ? {} : { disableLocalAuth }),
  };
}

/** The name is the first part of a host name, so it is taken for all of Azure. */
export function isTaken(state: State, name: string): boolean {
  return [...state.communicationServices.values()].some(
    (each) => each.name.toLowerCase() === name.toLowerCase(),
  );
}

function demandFreeName(state: State, name: string): void {
  if (isTaken(state, name))
    throw refusal(409, 'NameReservationTaken', `The name '${name}' is already in use.`);
}
