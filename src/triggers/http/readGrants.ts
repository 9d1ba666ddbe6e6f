import pMap from 'p-map';
import { isProblem, parseApplicationReference } from '../../domain/grantRequest.ts';
import { coverage } from '../../domain/permissions/coverage.ts';
import { neededActions } from '../../domain/senderRole.ts';
import { orphanReport } from '../../domain/grantReport.ts';
import type { GrantReport } from '../../domain/grantReport.ts';
import type { InspectedService } from '../../domain/inspectedService.ts';
import { assessReadiness } from '../../domain/readiness.ts';
import type { ResolvedApplication } from '../../domain/resolvedApplication.ts';
import { serviceIds } from '../allowedServices.ts';
import { door } from './door.ts';
import type { Door } from './door.ts';
import type { DoorParts } from '../doorParts.ts';
import { json } from './respond.ts';
import { Turned, valueOf } from '../turned.ts';

// Azure Resource Manager refills 25 reads a second for each principal; an inventory must leave some for the grants.
const concurrency = 8;

/** `GET /grants/{application}`: every check, for every mail service that the application has a login at. */
export function getGrant(parts: DoorParts): Door {
  return door(async ({ request }) => {
    const reference = parseApplicationReference(request.params.application ?? '');
    if (isProblem(reference)) throw new Turned([reference]);
    const resolved = valueOf(await parts.activities.resolveApplication({ reference }));
    const services = await inspectAll(parts);
    const own = services.filter(({ usernames }) =>
      usernames.some(({ appId }) => appId === resolved.application.appId),
    );
    // Without any login, the default service is the one that the reader wants to know about.
    const about = own.length === 0 ? services.slice(0, 1) : own;
    const grants = await Promise.all(about.map((inspected) => report(parts, resolved, inspected)));
    const { appId, displayName } = resolved.application;
    return json(200, { application: { appId, displayName, knownBy: resolved.knownBy }, grants });
  });
}

/** `GET /grants`: every login of the allowed mail services with its application, role and readiness. */
export function getGrants(parts: DoorParts): Door {
  return door(async () => {
    const services = await inspectAll(parts);
    const logins = services.flatMap((inspected) =>
      inspected.usernames.map((username) => ({ inspected, username })),
    );
    const grants = await pMap(
      logins,
      async ({ inspected, username }): Promise<GrantReport> => {
        const resolved = await parts.activities.resolveApplication({ reference: username.appId });
        return resolved.kind === 'refused'
          ? orphanReport(username, inspected.service.id, resolved.problem.message)
          : report(parts, valueOf(resolved), { ...inspected, usernames: [username] });
      },
      { concurrency },
    );
    return json(200, { grants });
  });
}

async function inspectAll({ config, activities }: DoorParts): Promise<InspectedService[]> {
  const answers = await Promise.all(
    serviceIds(config).map((serviceId) => activities.inspectMailService({ serviceId })),
  );
  return answers.map((answer) => valueOf(answer));
}

async function report(
  { config, activities, now }: DoorParts,
  resolved: ResolvedApplication,
  inspected: InspectedService,
): Promise<GrantReport> {
  const serviceId = inspected.service.id;
  const principalId = resolved.servicePrincipal.objectId;
  const { assignments, lastChange } = valueOf(await activities.readAccessOf({ serviceId, principalId }));
  const settled = lastChange === null || Date.parse(lastChange) + config.propagation.settle <= now();
  const { appId, displayName } = resolved.application;
  const username = inspected.usernames.find((each) => each.appId === appId)?.username;
  return {
    application: { appId, displayName },
    communicationService: serviceId,
    ...(username === undefined ? {} : { username }),
    roles: assignments
      .filter(({ role }) => neededActions.some((action) => coverage(role, action).kind === 'covered'))
      .map(({ id, role, scope }) => ({ roleName: role.name, scope, assignment: id })),
    readiness: assessReadiness({
      resolved,
      inspected,
      assignments,
      settled,
      now: new Date(now()).toISOString(),
    }),
  };
}
