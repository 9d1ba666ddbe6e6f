import { z } from 'zod';
import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { CommunicationService, SmtpUsername, State } from '../../state.ts';
import { bodyOf } from '../body.ts';
import { demandUnlocked } from '../locks.ts';
import { demandProvisioned } from '../longRunning/provisioning.ts';
import { refusal } from '../refusal.ts';
import { author } from './identity.ts';
import { linkedDomains } from './linkedDomains.ts';
import { communicationId, findParent } from './path.ts';
import { writtenSmtpUsernameShape } from './smtpUsernameShape.ts';

const schema = z.object({
  properties: z.object({
    username: z.string().min(1),
    entraApplicationId: z.string().min(1),
    tenantId: z.string().min(1),
  }),
});

/** Neither the application nor its role is looked at: any application id will do. */
export function putSmtpUsername(request: LocalRequest, { state, clock }: LocalAzure): LocalResponse {
  const name = request.params.name ?? '';
  const parent = communicationId(request.params, 'communicationServices');
  const service = findParent(state.communicationServices, parent, 'communicationServices/smtpUsernames');
  const id = `${parent}/smtpUsernames/${name}`;
  if (!/^[a-zA-Z0-9-]{1,253}$/.test(name))
    throw refusal(400, 'BadRequest', `The SMTP username resource name '${name}' is not valid.`);
  demandProvisioned(service);
  const { properties } = bodyOf(request, schema);
  demandUsable(state, service, { name, username: properties.username });
  demandFree(state, id, properties.username);
  demandUnlocked(state, 'write', id);
  const resource: SmtpUsername = {
    ...properties,
    id,
    name,
    communicationServiceId: parent,
    createdAt: clock.now(),
  };
  state.smtpUsernames.set(id.toLowerCase(), resource);
  // 200 also for a new one: the specification says 201, recorded traffic does not.
  return { status: 200, body: writtenSmtpUsernameShape(resource, author(state, request)) };
}

function demandUsable(
  state: State,
  service: CommunicationService,
  { name, username }: { name: string; username: string },
): void {
  if (username.toLowerCase() === name.toLowerCase())
    throw refusal(400, 'BadRequest', `The username must differ from the resource name '${name}'.`);
  const at = username.lastIndexOf('@');
  if (at === -1) return;
  const domain = username.slice(at + 1).toLowerCase();
  const linked = linkedDomains(state, service).map((each) => each.fromSenderDomain.toLowerCase());
  if (!linked.includes(domain))
    throw refusal(
      400,
      'BadRequest',
      `The domain '${domain}' of the username is not linked to the communication service '${service.name}'.`,
    );
}

/** A username alone signs in at one host for all of Azure. */
function demandFree(state: State, id: string, username: string): void {
  for (const other of state.smtpUsernames.values())
    if (
      other.id.toLowerCase() !== id.toLowerCase() &&
      other.username.toLowerCase() === username.toLowerCase()
    )
      throw refusal(409, 'Conflict', `The username '${username}' is already in use.`);
}
