import type { InspectedRole } from '../../domain/inspectedRole.ts';
import type { Inspection } from '../../domain/grantDecision.ts';
import type { GrantInput } from '../../domain/operation.ts';
import { assessReadiness } from '../../domain/readiness.ts';
import type { Readiness } from '../../domain/readiness.ts';
import { now, sleepUntil } from '../step.ts';
import type { Step } from '../step.ts';
import type { GrantedAssignment } from './assignRole.ts';
import type { GrantedUsername } from './createUsername.ts';
import type { GrantRun } from './grantRun.ts';

type Known = {
  inspection: Inspection;
  role: InspectedRole;
  assignment: GrantedAssignment;
  username: GrantedUsername;
};

/** Lets the settle time pass after the last change, then judges by everything that was seen. */
export function* confirmReady(run: GrantRun, { settings }: GrantInput, known: Known): Step<Readiness> {
  return yield* run.during(
    'confirmReady',
    function* () {
      const { role, assignment, username } = known;
      const hasChanged = username.isNew || assignment.isNew || role.state !== 'same';
      // An adopted assignment may be seconds old: another run, or somebody by hand, has just made it.
      const changed = hasChanged ? now(run.context) : Date.parse(assignment.createdOn);
      yield* sleepUntil(run.context, changed + settings.settle);
      return judge(known, run.context.df.currentUtcDateTime.toISOString());
    },
    ({ level }) => level,
  );
}

function judge({ inspection, role, assignment, username }: Known, at: string): Readiness {
  const { resolved, inspected } = inspection;
  const own = { id: '', name: username.name, username: username.username, appId: resolved.application.appId };
  return assessReadiness({
    resolved,
    inspected: { ...inspected, usernames: [own] },
    assignments: [
      { ...assignment, role: { id: role.name, name: role.roleName, permissions: role.permissions } },
    ],
    now: at,
    settled: true,
  });
}
