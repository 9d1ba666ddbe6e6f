import type { InspectedRole } from '../../domain/inspectedRole.ts';
import type { Inspection } from '../../domain/grantDecision.ts';
import type { GrantInput } from '../../domain/operation.ts';
import { assessReadiness } from '../../domain/readiness.ts';
import type { Readiness } from '../../domain/readiness.ts';
import type { Problem } from '../../domain/problems.ts';
import { askAzure } from '../askAzure.ts';
import { lastLookTimeout } from '../policies.ts';
import { reasonOf } from '../refusal.ts';
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

type Login = Pick<GrantedUsername, 'name' | 'username'>;

/**
 * Signs in as the application would, where there is a secret to do it with. Else lets the settle time pass after the
 * last change. Then judges by everything that was seen.
 */
export function* confirmReady(run: GrantRun, { settings }: GrantInput, known: Known): Step<Readiness> {
  return yield* run.during(
    'confirmReady',
    function* () {
      // An adopted assignment may be seconds old: another run, or somebody by hand, has just made it.
      // By Azure's clock, which may be ahead of ours: nothing was made later than now.
      const adopted = Math.min(Date.parse(known.assignment.createdOn), now(run.context));
      const changed = run.changedAt ?? adopted;
      const signIn = settings.prove ? yield* signInUntilAccepted(run, known) : undefined;
      if (signIn === undefined) yield* sleepUntil(run.context, changed + settings.settle);
      const login = signIn === 'accepted' ? known.username : yield* readAgain(run, known);
      const at = run.context.df.currentUtcDateTime.toISOString();
      return judge({ ...known, login }, { at, ...(signIn && { signIn }) });
    },
    ({ level }) => level,
  );
}

/**
 * Tries until the endpoint accepts, since it says the same to what is wrong and to what is not in effect yet.
 * Undefined if there is no secret to try, or no way to try it.
 */
function* signInUntilAccepted(run: GrantRun, known: Known): Step<'accepted' | 'refused' | undefined> {
  const { appId } = known.inspection.resolved.application;
  const { username } = known.username;
  let refused = false;
  try {
    const { proof } = yield* askAzure(run, {
      ask: 'proveSmtp',
      input: { appId, username },
      notYet({ proof }) {
        refused = proof === 'refused';
        return refused ? refusedSignIn(username) : undefined;
      },
    });
    return proof === 'accepted' ? proof : undefined;
  } catch (error) {
    // Be it a refusal or a crash, the grant stands without its proof: only what it says of its readiness changes.
    run.log.warn('The grant could not be proven.', { operation: run.id, reason: reasonOf(error) });
    return refused ? 'refused' : undefined;
  }
}

/** The login may have been taken away meanwhile, so it is looked at once more before anything is claimed of it. */
function* readAgain(run: GrantRun, { inspection, username }: Known): Step<Login | null> {
  run.deadline = Math.max(run.deadline, now(run.context) + lastLookTimeout);
  const input = { serviceId: inspection.inspected.service.id, name: username.name };
  return yield* askAzure(run, { ask: 'findSmtpUsername', input });
}

function refusedSignIn(username: string): Problem {
  return {
    code: 'username-refused',
    message: `The SMTP endpoint refuses the sign-in of '${username}' with the secret from the vault.`,
    fix: 'Check that the secret in the vault is the value of a client secret of this application.',
  };
}

function judge(
  { inspection, role, assignment, login }: Known & { login: Login | null },
  { at, ...seen }: { at: string; signIn?: 'accepted' | 'refused' },
): Readiness {
  const { resolved, inspected } = inspection;
  const { appId } = resolved.application;
  const own = login === null ? [] : [{ id: '', name: login.name, username: login.username, appId }];
  return assessReadiness({
    resolved,
    inspected: { ...inspected, usernames: own },
    assignments: [
      { ...assignment, role: { id: role.name, name: role.roleName, permissions: role.permissions } },
    ],
    now: at,
    settled: true,
    ...seen,
  });
}
