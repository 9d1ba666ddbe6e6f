import { z } from 'zod';
import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { EmailService } from '../../state.ts';
import { bodyOf } from '../body.ts';
import { demand } from '../demand.ts';
import { demandUnlocked } from '../locks.ts';
import { demandProvisioned, provision } from '../longRunning/provisioning.ts';
import { demandScope } from '../scopes.ts';
import { demandDataLocation, demandName } from './dataLocations.ts';
import { communicationId, resourceGroupId } from './path.ts';
import { acceptedShape, trackedBy, trackedFields } from './tracked.ts';

const type = 'Microsoft.Communication/emailServices';
const schema = z.object({ ...trackedFields, properties: z.object({ dataLocation: z.string() }) });

export function putEmailService(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { state, clock } = azure;
  const id = communicationId(request.params, 'emailServices');
  const name = request.params.name ?? '';
  demand(azure, request, { action: 'Microsoft.Communication/EmailServices/write', scope: id });
  demandScope(state, resourceGroupId(request.params));
  demandName(name);
  const existing = state.emailServices.get(id.toLowerCase());
  const body = bodyOf(request, schema);
  const { properties } = body;
  const tracked = trackedBy(request, { state, now: clock.now() }, { body, type, existing });
  demandDataLocation(properties.dataLocation, existing);
  if (existing !== undefined) demandProvisioned(existing);
  demandUnlocked(state, 'write', id);
  const resource: EmailService = {
    ...tracked,
    id: existing?.id ?? id,
    name: existing?.name ?? name,
    dataLocation: existing?.dataLocation ?? properties.dataLocation,
  };
  const shown = acceptedShape(resource, { type, body, properties });
  return provision(azure, request, { into: state.emailServices, resource, body: shown });
}
