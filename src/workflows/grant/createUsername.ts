import type { GrantDecision, Inspection } from '../../domain/grantDecision.ts';
import { askAll } from '../askAzure.ts';
import type { QuestionOf } from '../askAzure.ts';
import type { Step } from '../step.ts';
import { watchPropagation } from '../watchPropagation.ts';
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
