import { stateOf } from './check.ts';
import type { DoctorCheck, DoctorState } from './check.ts';
import type { DoctorFacts } from './facts.ts';
import { judgePermissions } from './judgePermissions.ts';
import { judgeApplications, judgeGroups, judgeKeyVault, judgeTopic } from './judgeReach.ts';
import { judgeRoleLimits } from './judgeRoleLimits.ts';
import { judgeClock, judgeIdentity, judgeSettings } from './judgeSelf.ts';
import { judgeDomains, judgeSenderRoles } from './judgeServices.ts';

/** What the doctor has to say. */
export type DoctorReport = { state: DoctorState; checks: DoctorCheck[] };

/** Judges whether an installation can do its job, by what was seen. */
export function examine(facts: DoctorFacts): DoctorReport {
  const checks = [
    judgeIdentity(facts),
    judgeClock(facts),
    ...judgePermissions(facts),
    ...judgeRoleLimits(facts),
    ...judgeSenderRoles(facts),
    ...judgeDomains(facts),
    judgeApplications(facts),
    judgeGroups(facts),
    judgeTopic(facts),
    ...judgeKeyVault(facts),
    ...judgeSettings(facts),
  ];
  return { state: stateOf(checks), checks };
}
