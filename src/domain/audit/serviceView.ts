import type { InspectedService } from '../inspectedService.ts';
import type { SmtpUsername } from '../mailService.ts';
import type { DenyAssignment } from '../permissions/evaluate.ts';
import { reaches } from '../permissions/scope.ts';
import { groupBy } from './groupBy.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** A mail service, with what bears on it. */
export type ServiceView = {
  id: string;
  inspected: InspectedService;
  /** By appId in lower case. */
  usernames: Map<string, SmtpUsername[]>;
  denyAssignments: DenyAssignment[];
};

export function serviceView(inspected: InspectedService, snapshot: AuditSnapshot): ServiceView {
  const { id } = inspected.service;
  return {
    id,
    inspected,
    usernames: groupBy(inspected.usernames, ({ appId }) => appId.toLowerCase()),
    denyAssignments: snapshot.denyAssignments.filter(({ scope }) =>
      reaches(scope, id, snapshot.managementGroups),
    ),
  };
}
