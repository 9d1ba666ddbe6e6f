import type { GrantDecision, Inspection } from '../../domain/grantDecision.ts';
import type { Problem } from '../../domain/problems.ts';
import { askAll } from '../askAzure.ts';
import type { QuestionOf } from '../askAzure.ts';
import { sightingsInARow } from '../policies.ts';
import type { Step } from '../step.ts';
import type { GrantedAssignment } from './assignRole.ts';
import type { GrantRun } from './grantRun.ts';

/** The login of a grant; `isNew` if this run made it. */
export type GrantedUsername = { name: string; username: string; isNew: boolean };

type Known = { inspection: Inspection; decision: GrantDecision; assignment: GrantedAssignment };

/** Creates the login and watches the role assignment spread, side by side: neither needs the other to begin. */
export function* createUsernameWhileRolePropagates(run: GrantRun, known: Known): Step<GrantedUsername> {
  const { name, username, kind } = known.decision.username;
  const created = kind === 'create' ? createUsername(known) : undefined;
  const seen = known.assignment.isNew ? watchPropagation(known.assignment.id) : undefined;
  if (created === undefined) run.mark('createSmtpUsername', 'skipped', `'${username}' is there`);
  if (seen === undefined) run.mark('waitForPropagation', 'skipped', 'the role was assigned before');
  yield* run.during(
    [
      ...(created ? (['createSmtpUsername'] as const) : []),
      ...(seen ? (['waitForPropagation'] as const) : []),
    ],
    () => askAll(run, { created, seen }),
  );
  return { name, username, isNew: kind === 'create' };
}

function createUsername({ inspection, decision }: Known): QuestionOf<'putSmtpUsername'> {
  const { application, servicePrincipal } = inspection.resolved;
  const { name, username } = decision.username;
  const serviceId = inspection.inspected.service.id;
  const { tenantId } = servicePrincipal;
  return {
    ask: 'putSmtpUsername',
    input: { serviceId, name, username, appId: application.appId, tenantId },
    changes: true,
    undo: {
      what: `SMTP username '${username}'`,
      call: { ask: 'deleteSmtpUsername', input: { serviceId, name } },
    },
  };
}

/** No call tells when Azure enforces a role; that several reads in a row show it is the most that can be seen. */
function watchPropagation(assignmentId: string): QuestionOf<'checkPropagation'> {
  let inARow = 0;
  return {
    ask: 'checkPropagation',
    input: { assignmentId },
    notYet({ seen }): Problem | undefined {
      inARow = seen ? inARow + 1 : 0;
      if (inARow >= sightingsInARow) return undefined;
      return {
        code: 'assignment-not-seen',
        message: `Azure took the role assignment ${assignmentId}, but reads do not show it yet.`,
        fix: 'Ask again later; raise MAILGRANT_PROPAGATION_TIMEOUT if this happens often.',
      };
    },
  };
}
