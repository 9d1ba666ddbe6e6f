import type { FixInput } from '../../domain/audit/fixOperation.ts';
import type { FixPlan } from '../../domain/audit/fixPlan.ts';
import { mailWouldStop } from '../../domain/audit/fixProblems.ts';
import type { Removal } from '../../domain/audit/fixSteps.ts';
import { mailGoesOnFrom } from '../../domain/audit/mailWithout.ts';
import { reaches } from '../../domain/permissions/scope.ts';
import { nameOf, sameId, scopeOfRoleAssignment } from '../../domain/resourceId.ts';
import { askAzure } from '../askAzure.ts';
import { Refusal } from '../refusal.ts';
import { now, sleepUntil } from '../step.ts';
import type { Step } from '../step.ts';
import type { FixRun } from './fixRun.ts';

type Planned = { plan: FixPlan; removals: readonly Removal[] };
type Deletion = Extract<Removal, { do: 'deleteAssignment' }>;

/**
 * Makes sure by a fresh look that mail goes on without the role assignments that are to go: at the mail services where
 * the fix gives the application the SMTP sender role, and at every other one that they reach and where it has an SMTP
 * username by now. Waits where only time is missing; throws Refusal where mail would stop.
 */
export function* checkMail(run: FixRun, input: FixInput, { plan, removals }: Planned): Step<void> {
  const deletions = removals.filter((each) => each.do === 'deleteAssignment');
  if (deletions.length === 0 || input.finding.principal?.kind === 'deleted') {
    run.mark('checkMail', 'skipped', 'nothing that is removed lets anybody send');
    return;
  }
  yield* run.during(
    'checkMail',
    function* () {
      for (;;) {
        const serviceIds = yield* servicesToKeep(run, input, { plan, deletions });
        const wakeAt = yield* goesOnFrom(run, input, { plan, deletions, serviceIds });
        if (wakeAt <= now(run.context)) return serviceIds;
        run.mark('checkMail', 'running', `waits until ${new Date(wakeAt).toISOString()}`);
        yield* sleepUntil(run.context, wakeAt);
        run.deadline = now(run.context) + input.settings.propagationTimeout;
      }
    },
    (serviceIds) =>
      serviceIds.length === 0
        ? 'no mail service is concerned'
        : `mail goes on from ${serviceIds.map(nameOf).join(', ')}`,
  );
}

/** The mail services that the application has to be able to send from afterwards. */
function* servicesToKeep(
  run: FixRun,
  { finding, settings }: FixInput,
  { plan, deletions }: { plan: FixPlan; deletions: readonly Deletion[] },
): Step<string[]> {
  const kept = plan.narrow.map(({ serviceId }) => serviceId);
  const { appId } = finding.principal ?? {};
  const reached = settings.services.filter((id) => deletions.some((deletion) => mayReach(deletion, id)));
  if (appId === undefined || reached.length === 0) return kept;
  const found = yield* askAzure(run, { ask: 'findGrants', input: { appId, serviceIds: reached } });
  const used = reached.filter((id) => found.usernames.some(({ serviceId }) => sameId(serviceId, id)));
  return [...kept, ...used.filter((id) => !kept.some((each) => sameId(each, id)))];
}

/** What is assigned above subscriptions may reach any mail service: who stands below whom is not looked at here. */
function mayReach({ id }: Deletion, serviceId: string): boolean {
  const scope = scopeOfRoleAssignment(id);
  return !/^\/subscriptions\//i.test(scope) || reaches(scope, serviceId);
}

/** From when on mail goes on from all of them, in milliseconds since the epoch. */
function* goesOnFrom(
  run: FixRun,
  { finding, settings }: FixInput,
  { plan, deletions, serviceIds }: { plan: FixPlan; deletions: readonly Deletion[]; serviceIds: string[] },
): Step<number> {
  const ids = deletions.map(({ id }) => id);
  const stops: string[] = [];
  const times = [now(run.context)];
  const { principalId = '' } = deletions[0] ?? {};
  for (const serviceId of serviceIds) {
    const access = yield* askAzure(run, { ask: 'readAccessOf', input: { serviceId, principalId } });
    const from = mailGoesOnFrom(
      { serviceId, principalId, assignments: access.assignments },
      {
        ids,
        mustSend: plan.narrow.some((each) => sameId(each.serviceId, serviceId)),
        now: now(run.context),
        takesEffectWithin: settings.propagationTimeout,
      },
    );
    if (from === 'never') stops.push(serviceId);
    else times.push(from);
  }
  if (stops.length > 0) throw new Refusal([mailWouldStop(finding.id, stops)]);
  return Math.max(...times);
}
