import { z } from 'zod';
import type { LocalRequest, LocalResponse, Route } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { bodyOf } from '../body.ts';
import { demand } from '../demand.ts';
import { armPath } from '../paths.ts';
import { notImplemented } from '../refusal.ts';
import { demandScope } from '../scopes.ts';
import { isTaken } from './putCommunicationService.ts';

const schema = z.object({ name: z.string(), type: z.string() });

function checkNameAvailability(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const scope = `/subscriptions/${request.params.subscription}`;
  demand(azure, request, { action: 'Microsoft.Communication/CheckNameAvailability/action', scope });
  demandScope(azure.state, scope);
  const { name, type } = bodyOf(request, schema);
  if (type.toLowerCase() !== 'microsoft.communication/communicationservices')
    throw notImplemented(`the names of '${type}'`);
  if (!/^[-\w]{1,63}$/.test(name)) return unavailable('Invalid', `The name '${name}' is not valid.`);
  if (isTaken(azure.state, name))
    return unavailable('AlreadyExists', `The name '${name}' is already in use.`);
  return { status: 200, body: { nameAvailable: true } };
}

function unavailable(reason: string, message: string): LocalResponse {
  return { status: 200, body: { nameAvailable: false, reason, message } };
}

export const nameAvailabilityRoutes: readonly Route[] = [
  {
    operation: 'CommunicationServices_CheckNameAvailability',
    method: 'POST',
    path: armPath('{subscription}/providers/Microsoft\\.Communication/checkNameAvailability'),
    facts: ['communicationService.nameAvailability'],
    handle: checkNameAvailability,
  },
];
