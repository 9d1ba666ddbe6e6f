import type { InspectedRole } from '../../domain/inspectedRole.ts';
import type { Inspection } from '../../domain/grantDecision.ts';
import { handoverCard } from '../../domain/handoverCard.ts';
import type { GrantInput, GrantOutcome } from '../../domain/operation.ts';
import type { Readiness } from '../../domain/readiness.ts';
import type { Approval } from '../../domain/requester.ts';
import { publish } from '../publish.ts';
import type { Step } from '../step.ts';
import type { GrantedAssignment } from './assignRole.ts';
import type { GrantedUsername } from './createUsername.ts';
import type { GrantRun } from './grantRun.ts';

type Known = {
  inspection: Inspection;
  role: InspectedRole;
  assignment: GrantedAssignment;
  username: GrantedUsername;
  readiness: Readiness;
  approval?: Approval;
};

/** Tells the world, and gives what the application's owner needs. */
export function* handOver(
  run: GrantRun,
  { request, settings }: GrantInput,
  known: Known,
): Step<GrantOutcome> {
  const { inspection, role, assignment, username, readiness, approval } = known;
  const { appId, displayName } = inspection.resolved.application;
  run.log.info('Granted.', {
    operation: run.id,
    appId,
    readiness: readiness.level,
    reasons: readiness.reasons,
  });
  if (readiness.level === 'not') {
    run.mark('publish', 'skipped', 'it is not ready, so nothing is announced');
  } else {
    const data = { appId, communicationService: request.serviceId, readiness: readiness.level };
    yield* publish(run, settings, { type: 'Mailgrant.Grant.Ready', subject: `/applications/${appId}`, data });
  }
  return {
    outcome: 'granted',
    application: { appId, displayName },
    serviceId: request.serviceId,
    username: username.username,
    roleAssignment: { id: assignment.id, scope: assignment.scope, roleName: role.roleName },
    created: run.undos.map(({ what }) => what),
    readiness,
    card: handoverCard(inspection.resolved, inspection.inspected, {
      username: username.username,
      smtp: settings.smtp,
    }),
    ...(approval === undefined ? {} : { approval }),
  };
}
