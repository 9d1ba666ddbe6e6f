import { sameId } from '../resourceId.ts';
import { definitionScope } from '../roleChoice.ts';
import type { FixStep, Removal } from './fixSteps.ts';

/** What the operation of a fix does, in this order. */
export type FixPlan = {
  /** The scopes whose SMTP sender role has to be there, as it should be. */
  roleScopes: string[];
  /** To whom the SMTP sender role is to be assigned, at which mail service. */
  narrow: { serviceId: string; principalId: string }[];
  /** What goes, once all of that is in effect. */
  removals: Removal[];
};

/** The steps of a fix by what they do to access: first everything that gives, then everything that takes. */
export function planFix(steps: readonly FixStep[]): FixPlan {
  const plan: FixPlan = { roleScopes: [], narrow: [], removals: [] };
  const needRole = (scope: string) => {
    if (!plan.roleScopes.some((each) => sameId(each, scope))) plan.roleScopes.push(scope);
  };
  for (const step of steps) {
    switch (step.do) {
      case 'putRole':
        step.role.assignableScopes.forEach(needRole);
        break;
      case 'assignSenderRole':
        // It was there when it was looked for, and may have gone or drifted since.
        needRole(definitionScope(step.serviceId, 'resource'));
        plan.narrow.push({ serviceId: step.serviceId, principalId: step.principalId });
        break;
      case 'removeCondition':
      case 'deleteAssignment':
      case 'deleteUsername':
        plan.removals.push(step);
        break;
      case 'leaveGroup':
      case 'addSecret':
      case 'deleteSecret':
        throw new Error(`The step ${step.do} is for a person.`);
    }
  }
  return plan;
}

/** What the fix does, a sentence for each thing. */
export function describePlan({ roleScopes, narrow, removals }: FixPlan): string[] {
  return [
    ...roleScopes.map(
      (scope) => `The SMTP sender role at ${scope} is made, or written back, if it is not as it should be.`,
    ),
    ...narrow.map(
      ({ serviceId, principalId }) => `The SMTP sender role is assigned to ${principalId} at ${serviceId}.`,
    ),
    ...removals.map((removal) => `Then the ${describeRemoval(removal)}.`),
  ];
}

function describeRemoval({ do: what, id }: Removal): string {
  switch (what) {
    case 'removeCondition':
      return `condition of the role assignment ${id} is taken away`;
    case 'deleteAssignment':
      return `role assignment ${id} is deleted`;
    case 'deleteUsername':
      return `SMTP username ${id} is deleted`;
  }
}

/** What a removal takes, for the lists of an outcome. */
export function nameOfRemoval({ do: what, id }: Removal): string {
  switch (what) {
    case 'removeCondition':
      return `condition of role assignment ${id}`;
    case 'deleteAssignment':
      return `role assignment ${id}`;
    case 'deleteUsername':
      return `SMTP username ${id}`;
  }
}
