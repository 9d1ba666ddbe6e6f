import { decideGrant } from '../../domain/grantDecision.ts';
import type { GrantDecision, Inspection } from '../../domain/grantDecision.ts';
import type { InspectedRole } from '../../domain/inspectedRole.ts';
import type { GrantInput } from '../../domain/operation.ts';
import { decidePolicy, policyProblem } from '../../domain/policy.ts';
import type { PolicyDecision } from '../../domain/policy.ts';
import { Refusal } from '../refusal.ts';
import type { Step } from '../step.ts';
import type { GrantRun } from './grantRun.ts';

/** What a grant will be, by what was found. `role` is there if the door has read it just now. */
export type Judged = { inspection: Inspection; decision: GrantDecision; role?: InspectedRole };

/** Judges the request, then asks the policy whether it may go ahead. */
// eslint-disable-next-line require-yield -- the steps of the runbook are all called alike
export function* decide(
  run: GrantRun,
  input: GrantInput,
  inspection: Inspection,
): Step<Judged & { policy: PolicyDecision }> {
  run.mark('decidePolicy', 'running');
  try {
    const judged = judge(input, inspection);
    run.mark('decidePolicy', 'done', judged.policy.reasons.join(' '));
    return { ...judged, ...(input.inspection && { role: input.inspection.role }) };
  } catch (error) {
    run.mark('decidePolicy', 'failed');
    throw error;
  }
}

/** What the grant will be and what the policy says of it. Throws Refusal if something stands in its way. */
export function judge(
  { request, requester, settings }: GrantInput,
  inspection: Inspection,
): Judged & { policy: PolicyDecision } {
  const decision = decideGrant(request, inspection, settings.usernameFormat);
  if (Array.isArray(decision)) throw new Refusal(decision);
  const { approval, services } = settings;
  const policy = decidePolicy({ request, requester, settings: { mode: approval.mode, services } });
  const problem = policyProblem(policy);
  if (problem !== undefined) throw new Refusal([problem]);
  return { inspection, decision, policy };
}
