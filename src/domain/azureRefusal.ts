import type { Answer } from './answer.ts';
import type { AzureError } from './azureError.ts';
import type { Problem, ProblemCode } from './problems.ts';

type Rule = { kind: 'refused' | 'later'; code: ProblemCode; fix: string };

/** By Azure's own error codes. `later` is worth trying again: the cause passes by itself. */
const rules: Record<string, Rule> = {
  PrincipalNotFound: {
    kind: 'later',
    code: 'principal-not-found',
    fix: 'Wait a few minutes: a new service principal takes time to replicate. If it stays so, check that it exists.',
  },
  RoleDefinitionDoesNotExist: {
    kind: 'later',
    code: 'role-not-replicated',
    fix: 'Wait a few minutes: a new role takes time to replicate. If it stays so, check that it exists.',
  },
  AuthorizationFailed: notAuthorized(),
  LinkedAuthorizationFailed: notAuthorized(),
  Authorization_RequestDenied: {
    kind: 'refused',
    code: 'not-authorized',
    fix: "Grant Mailgrant's identity the Microsoft Graph application permission Application.Read.All.",
  },
  ScopeLocked: {
    kind: 'refused',
    code: 'scope-locked',
    fix: 'Remove the resource lock that Azure names, or ask for another mail service.',
  },
  RoleAssignmentLimitExceeded: limit(
    'Remove role assignments that are no longer needed: 4,000 fit in a subscription.',
  ),
  RoleDefinitionLimitExceeded: limit('Delete custom roles that are no longer used: 5,000 fit in a tenant.'),
  RoleDefinitionWithSameNameExists: {
    kind: 'refused',
    code: 'role-name-taken',
    fix: 'Rename or delete the other role of that name: names are unique in the tenant, also where you cannot see.',
  },
  RoleDefinitionHasAssignments: {
    kind: 'refused',
    code: 'role-in-use',
    fix: 'Remove the role assignments that use the role first.',
  },
  RoleAssignmentExists: {
    kind: 'refused',
    code: 'assignment-exists',
    fix: 'Use the role assignment that is there, or remove it.',
  },
  RoleAssignmentUpdateNotPermitted: {
    kind: 'refused',
    code: 'assignment-name-taken',
    fix: 'Remove the role assignment of that name: it belongs to another principal or role.',
  },
};
const byCode = new Map(Object.entries(rules));

/**
 * Turns what Azure answered into what to do about it. `doing` completes the sentence "Azure refused to …".
 * The wording of Azure's errors and which of them pass by themselves: Azure RBAC troubleshooting documentation.
 */
export function explainRefusal(error: AzureError, doing: string): Exclude<Answer<never>, { kind: 'done' }> {
  const rule = byCode.get(error.code) ?? byStatus(error.status);
  const problem: Problem = {
    code: rule.code,
    message: `Azure ${error.status === 0 ? 'did not answer when asked' : 'refused'} to ${doing}: ${error.code}: ${error.message}`,
    fix: rule.fix,
  };
  if (rule.kind === 'refused') return { kind: 'refused', problem };
  return {
    kind: 'later',
    problem,
    mayHaveHappened: error.status === 0 || error.status >= 500 || error.status === 408,
    ...(error.retryAfter === undefined ? {} : { afterSeconds: error.retryAfter }),
  };
}

function byStatus(status: number): Rule {
  if (status === 429) {
    return {
      kind: 'later',
      code: 'azure-throttled',
      fix: 'Wait: Azure limits how many requests it takes per minute.',
    };
  }
  // 501 is no passing trouble: the service has no such thing.
  if (status === 0 || status === 408 || (status >= 500 && status !== 501)) {
    return {
      kind: 'later',
      code: 'azure-unavailable',
      fix: 'Try again later, and look at the Azure status page.',
    };
  }
  if (status === 401 || status === 403) return notAuthorized();
  if (status === 409) {
    return {
      kind: 'refused',
      code: 'azure-conflict',
      fix: 'Look at what Azure names: something else has the name, or is changing the same thing.',
    };
  }
  return { kind: 'refused', code: 'azure-refused', fix: 'Mend what Azure names, then ask again.' };
}

function notAuthorized(): Rule {
  return {
    kind: 'refused',
    code: 'not-authorized',
    fix: "Give Mailgrant's identity the action that Azure names at the scope it names, or ask for what it may give (README, “What it may do”).",
  };
}

function limit(fix: string): Rule {
  return { kind: 'refused', code: 'limit-reached', fix };
}
