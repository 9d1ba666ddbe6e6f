import { evaluate } from '../../../src/domain/permissions/evaluate.ts';
import type { ActionKind } from '../../../src/domain/permissions/coverage.ts';
import type { Verdict } from '../../../src/domain/permissions/evaluate.ts';
import type { LocalAzure } from '../localAzure.ts';
import { conditionHolds } from './condition/holds.ts';
import type { ConditionAttributes } from './condition/holds.ts';
import { enforcedAssignments } from './enforced.ts';
import { principalAndGroups } from './groups.ts';

export type Asked = {
  /** The object id of a user or service principal. */
  principalId: string;
  action: string;
  /** `action`, of the control plane, unless said otherwise. */
  kind?: ActionKind;
  scope: string;
  /** What conditions may look at; without them every condition on attributes fails. */
  attributes?: ConditionAttributes;
};

/**
 * May this principal do this here, by the role assignments that Azure enforces now? Conditions are evaluated:
 * `conditional` is left only for what they do not let through, so only `allowed` is a yes.
 */
export function authorize(azure: LocalAzure, asked: Asked): Verdict {
  const assignments = enforcedAssignments(azure, asked.principalId);
  const { action, kind = 'action', scope, attributes = {} } = asked;
  const principalIds = [...principalAndGroups(azure.state, asked.principalId)];
  const { denyAssignments, managementGroups } = azure.state;
  const verdict = evaluate(
    { principalIds, action, kind, scope },
    { assignments, denyAssignments, managementGroups },
  );
  if (verdict.verdict !== 'conditional') return verdict;
  const holds = (condition: string) => conditionHolds(condition, action, attributes);
  const holding = verdict.because.filter(
    ({ conditions, unless = [] }) => conditions.every(holds) && !unless.some(holds),
  );
  return holding.length > 0 ? { verdict: 'allowed', because: holding } : verdict;
}
