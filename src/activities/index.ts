import type { Json } from '../domain/json.ts';
import type { Gateways } from '../gateways/ports.ts';
import { accessActivities } from './access.ts';
import { auditAccessActivities } from './auditAccess.ts';
import { auditDirectoryActivities } from './auditDirectory.ts';
import { directoryActivities } from './directory.ts';
import { eventActivities } from './events.ts';
import { grantActivities } from './grants.ts';
import { mailServiceActivities } from './mailServices.ts';
import { proofActivities } from './proof.ts';
import { roleAssignmentActivities } from './roleAssignments.ts';
import { roleActivities } from './roles.ts';
import { watchingActivities } from './watching.ts';

/** Every activity under the name that it is registered and called by. All of them can run twice without harm. */
export function createActivities(gateways: Gateways) {
  const { directory, mailServices, authorization, events } = gateways;
  return {
    ...directoryActivities(directory),
    ...mailServiceActivities(mailServices),
    ...roleActivities(authorization),
    ...roleAssignmentActivities(authorization),
    ...accessActivities(authorization),
    ...auditAccessActivities(authorization),
    ...auditDirectoryActivities(directory),
    ...grantActivities(gateways),
    ...proofActivities(gateways),
    ...watchingActivities(gateways),
    ...eventActivities(events),
  } satisfies Record<string, (input: never) => Promise<Json>>;
}

export type Activities = ReturnType<typeof createActivities>;
