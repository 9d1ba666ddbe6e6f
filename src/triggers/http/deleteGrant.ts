import type { HttpHandler } from '@azure/functions';
import type { Answer } from '../../domain/answer.ts';
import { parseApplicationReference, isProblem } from '../../domain/grantRequest.ts';
import { operationId } from '../../domain/naming.ts';
import type { RevokeInput } from '../../domain/operation.ts';
import { isGuid } from '../../domain/resolvedApplication.ts';
import type { ResolvedApplication } from '../../domain/resolvedApplication.ts';
import { operationSettings, startOrJoin } from '../operations.ts';
import { accepted } from './accepted.ts';
import { serviceIds } from '../allowedServices.ts';
import { door } from './door.ts';
import { refuseWhile } from '../refuseWhile.ts';
import type { DoorParts } from '../doorParts.ts';
import { Turned, valueOf } from '../turned.ts';

/** `DELETE /grants/{application}`: starts the revocation of all that the application holds at the mail services. */
export function deleteGrant({ config, activities }: DoorParts): HttpHandler {
  return door(async ({ request, context, requester }) => {
    const reference = parseApplicationReference(request.params.application ?? '');
    if (isProblem(reference)) throw new Turned([reference]);
    const services = serviceIds(config);
    const who = identify(reference, await activities.resolveApplication({ reference }));
    for (const serviceId of services) await refuseWhile(context, operationId('grant', who.appId, serviceId));
    const found = valueOf(await activities.findGrants({ ...who, serviceIds: services }));
    if (found.usernames.length === 0 && found.ours.length === 0) {
      throw new Turned([
        {
          code: 'grant-not-found',
          field: 'application',
          message: `The application '${reference}' has no grant at the mail services that Mailgrant looks after.`,
          fix: 'Look at GET /api/grants for what there is.',
        },
      ]);
    }
    const id = operationId('revoke', who.appId, services[0]);
    const input: RevokeInput = {
      ...who,
      serviceIds: services,
      requester,
      settings: operationSettings(config),
      grace: 0,
    };
    const start = await startOrJoin(context, { name: 'revokeSmtp', id, input });
    return accepted(request, id, start === 'joined');
  });
}

type Who = Pick<RevokeInput, 'appId' | 'displayName' | 'principalId'>;

/** A deleted application can be revoked too: by its client id, which its SMTP username still carries. */
function identify(reference: string, resolved: Answer<ResolvedApplication>): Who {
  if (resolved.kind === 'refused' && resolved.problem.code === 'application-not-found' && isGuid(reference)) {
    return { appId: reference.toLowerCase(), displayName: reference };
  }
  const { application, servicePrincipal } = valueOf(resolved);
  return {
    appId: application.appId,
    displayName: application.displayName,
    principalId: servicePrincipal.objectId,
  };
}
