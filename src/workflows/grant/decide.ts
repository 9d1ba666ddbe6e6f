import { decideGrant } from '../../domain/grantDecision.ts';
import type { GrantDecision, Inspection } from '../../domain/grantDecision.ts';
import type { GrantInput } from '../../domain/operation.ts';
import { decidePolicy } from '../../domain/policy.ts';
import { Refusal } from '../refusal.ts';
import type { Step } from '../step.ts';
import type { GrantRun } from './grantRun.ts';

/** Judges the request, then asks the policy whether it may go ahead. */
// eslint-disable-next-line require-yield -- the steps of the runbook are all called alike
export function* decide(run: GrantRun, input: GrantInput, inspection: Inspection): Step<GrantDecision> {
  const { request, requester, settings } = input;
  run.mark('decidePolicy', 'running');
  const decision = decideGrant(request, inspection, settings.usernameFormat);
  if (Array.isArray(decision)) {
    run.mark('decidePolicy', 'failed');
    throw new Refusal(decision);
  }
  run.mark('decidePolicy', 'skipped', decidePolicy(request, requester).because);
  run.mark('awaitApproval', 'skipped');
  return decision;
}
