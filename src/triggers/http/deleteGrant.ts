import type { InvocationContext } from '@azure/functions';
import type { Answer } from '../../domain/answer.ts';
import { parseApplicationReference, isProblem } from '../../domain/grantRequest.ts';
import { operationId } from '../../domain/naming.ts';
import type { Decision, RevokeInput } from '../../domain/operation.ts';
import { isInGrace, isUnderWay } from '../../domain/operationView.ts';
import type { Problem } from '../../domain/problems.ts';
import type { Requester } from '../../domain/requester.ts';
import { isGuid } from '../../domain/resolvedApplication.ts';
import type { ResolvedApplication } from '../../domain/resolvedApplication.ts';
import type { Now } from '../../domain/revocation.ts';
import { ownTags } from '../../domain/tags.ts';
import { findOperation, operationSettings, raiseEvent, startOrJoin } from '../operations.ts';
import { lookUntil, revocationId } from '../revocations.ts';
import { accepted } from './accepted.ts';
import { serviceIds } from '../allowedServices.ts';
import { door } from './door.ts';
import type { Door } from './door.ts';
import { underWay } from '../underWay.ts';
import type { DoorParts } from '../doorParts.ts';
import { Turned, valueOf } from '../turned.ts';

/**
 * `DELETE /grants/{application}`: starts the revocation of all that the application holds at the mail services. One
 * that waits in its grace goes ahead at once, and a grant that waits for approval is withdrawn.
 */
export function deleteGrant({ config, activities }: DoorParts): Door {
  return door(async ({ request, context, requester }) => {
    const reference = parseApplicationReference(request.params.application ?? '');
    if (isProblem(reference)) throw new Turned([reference]);
    const services = serviceIds(config);
    const who = identify(reference, await activities.resolveApplication({ reference }), config.tag);
    const grants = services.map((serviceId) => operationId('grant', who.appId, serviceId));
    const withdrawn = await withdrawGrants(context, grants, requester);
    const id = revocationId(who.appId, services);
    const waiting = await findOperation(context, id);
    if (waiting !== undefined && isInGrace(waiting)) {
      const data: Now = { requester, serviceIds: services, ...(who.tags && { tags: who.tags }) };
      await raiseEvent(context, id, { name: 'now', data });
      return accepted(request, id, true);
    }
    const { tags: _tags, ...whose } = who;
    const found = valueOf(await activities.findGrants({ ...whose, serviceIds: services }));
    if (found.usernames.length === 0 && found.ours.length === 0) {
      // What was withdrawn had granted nothing yet: its end is all there is to see.
      if (withdrawn !== undefined) return accepted(request, withdrawn, true);
      throw new Turned([grantNotFound(reference)]);
    }
    const input: RevokeInput = {
      ...who,
      serviceIds: services,
      requester,
      settings: operationSettings(config),
      grace: 0,
    };
    // One that was asked for by untagging leaves what others asked for.
    const fits = (running: unknown) => (running as RevokeInput | undefined)?.requester.door === 'http';
    const start = await startOrJoin(context, { name: 'revokeSmtp', id, input, fits });
    if (start === 'refused') throw new Turned([underWay(id)]);
    return accepted(request, id, start === 'joined');
  });
}

/**
 * Withdraws the grants that wait for approval, and gives the id of one. Turns the visitor away while another one
 * runs: its end would come after the revocation.
 */
async function withdrawGrants(
  context: InvocationContext,
  grants: readonly string[],
  requester: Requester,
): Promise<string | undefined> {
  const waiting: string[] = [];
  for (const id of grants) {
    const grant = await findOperation(context, id);
    if (grant?.state === 'awaitingApproval') waiting.push(id);
    else if (grant !== undefined && isUnderWay(grant)) throw new Turned([underWay(id)]);
  }
  for (const id of waiting) {
    const reason = `Withdrawn by a revocation (${requester.why}).`;
    const data: Decision = { approve: false, by: 'withdrawn', reason };
    await raiseEvent(context, id, { name: 'decision', data });
    const grant = await lookUntil(context, id, (operation) => !isUnderWay(operation));
    // It may have been approved just before.
    if (grant !== undefined && isUnderWay(grant)) throw new Turned([underWay(id)]);
  }
  return waiting[0];
}

function grantNotFound(reference: string): Problem {
  return {
    code: 'grant-not-found',
    field: 'application',
    message: `The application '${reference}' has no grant at the mail services that Mailgrant looks after.`,
    fix: 'Look at GET /api/grants for what there is.',
  };
}

type Who = Pick<RevokeInput, 'appId' | 'displayName' | 'principalId' | 'tags'>;

/** A deleted application can be revoked too: by its client id, which its SMTP username still carries. */
function identify(reference: string, resolved: Answer<ResolvedApplication>, tag: string): Who {
  if (resolved.kind === 'refused' && resolved.problem.code === 'application-not-found' && isGuid(reference)) {
    return { appId: reference.toLowerCase(), displayName: reference };
  }
  const { application, servicePrincipal } = valueOf(resolved);
  const tags = ownTags(application.tags, tag);
  return {
    ...(tags.length === 0 ? {} : { tags }),
    appId: application.appId,
    displayName: application.displayName,
    principalId: servicePrincipal.objectId,
  };
}
