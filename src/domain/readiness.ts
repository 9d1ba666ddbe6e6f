import type { InspectedService } from './inspectedService.ts';
import { evaluate } from './permissions/evaluate.ts';
import type { Assignment } from './permissions/evaluate.ts';
import type { ResolvedApplication } from './resolvedApplication.ts';
import { neededActions } from './senderRole.ts';
import { usernameDomainProblem } from './username.ts';

export type CheckName =
  | 'service-principal'
  | 'domain'
  | 'role'
  | 'smtp-username'
  | 'username-domain'
  | 'client-secret'
  | 'smtp-sign-in';

/** One thing that has to be so before mail goes through, and whether it is. */
export type Check = { check: CheckName; verdict: 'pass' | 'fail' | 'unknown'; why: string; fix?: string };

/**
 * `proven`: a real SMTP AUTH succeeded. `expected`: every check passes and the settle time is over.
 * `not`: a check does not pass, or it is too early to say. Never claims more than was seen.
 */
export type Readiness = { level: 'proven' | 'expected' | 'not'; checks: Check[]; reasons: string[] };

/** Everything that readiness is judged by. */
export type ReadinessFacts = ResolvedFacts & {
  /** The time, ISO 8601. */
  now: string;
  /** The settle time after the last change is over. */
  settled: boolean;
  /** What a real sign-in at the SMTP endpoint showed; absent if none was made. */
  signIn?: 'accepted' | 'refused';
};
type ResolvedFacts = {
  resolved: ResolvedApplication;
  inspected: InspectedService;
  /** The role assignments of the service principal, at and above the mail service. */
  assignments: Assignment[];
};

/**
 * Judges whether the application can send. The portal shows "Ready to use" by the same conditions, computed in the
 * portal: Azure Resource Manager has no such property (Azure Communication Services documentation).
 */
export function assessReadiness(facts: ReadinessFacts): Readiness {
  const checks = [
    checkServicePrincipal(facts),
    checkDomain(facts),
    checkRole(facts),
    ...checkUsername(facts),
    checkClientSecret(facts),
    ...checkSignIn(facts),
  ];
  // A sign-in that succeeded outweighs whatever the checks make of it.
  if (facts.signIn === 'accepted') return { level: 'proven', checks, reasons: [] };
  const reasons = checks.filter(({ verdict }) => verdict !== 'pass').map(({ why }) => why);
  if (!facts.settled)
    reasons.push('The last change is too recent: Azure may not have put it into effect yet.');
  return { level: reasons.length === 0 ? 'expected' : 'not', checks, reasons };
}

function checkServicePrincipal({ resolved: { application, servicePrincipal } }: ReadinessFacts): Check {
  return servicePrincipal.enabled
    ? { check: 'service-principal', verdict: 'pass', why: `'${application.displayName}' may sign in.` }
    : {
        check: 'service-principal',
        verdict: 'fail',
        why: `Sign-in of '${application.displayName}' is disabled.`,
        fix: 'Enable the service principal (portal: Enterprise applications > Properties).',
      };
}

function checkDomain({ inspected: { service, domains } }: ReadinessFacts): Check {
  const verified = domains.filter((domain) => domain.verified).map((domain) => domain.senderDomain);
  return verified.length > 0
    ? { check: 'domain', verdict: 'pass', why: `'${service.name}' sends from ${verified.join(', ')}.` }
    : {
        check: 'domain',
        verdict: 'fail',
        why: `'${service.name}' has no linked domain that is verified.`,
        fix: 'Link a verified domain of an Email Communication Service.',
      };
}

function checkRole({ resolved, inspected, assignments }: ReadinessFacts): Check {
  const principalIds = [resolved.servicePrincipal.objectId];
  const scope = inspected.service.id;
  const verdicts = neededActions.map((action) => ({
    action,
    ...evaluate({ principalIds, action, scope }, { assignments }),
  }));
  const missing = verdicts.filter(({ verdict }) => verdict !== 'allowed' && verdict !== 'conditional');
  if (missing.length > 0) {
    return {
      check: 'role',
      verdict: 'fail',
      why: `The service principal may not ${missing.map(({ action }) => action).join(', ')}.`,
      fix: 'Ask Mailgrant for a grant: it assigns the SMTP sender role.',
    };
  }
  if (verdicts.some(({ verdict }) => verdict === 'conditional')) {
    return {
      check: 'role',
      verdict: 'unknown',
      why: 'The role assignment has a condition, and only Azure can tell whether it holds.',
    };
  }
  const [first] = verdicts;
  const reason = first?.verdict === 'allowed' ? first.because[0] : undefined;
  return {
    check: 'role',
    verdict: 'pass',
    why: `The role '${reason?.role}' is assigned at ${reason?.scope}.`,
  };
}

function checkUsername({ resolved, inspected }: ReadinessFacts): Check[] {
  const appId = resolved.application.appId.toLowerCase();
  const own = inspected.usernames.find((username) => username.appId.toLowerCase() === appId);
  if (own === undefined) {
    return [
      {
        check: 'smtp-username',
        verdict: 'fail',
        why: `The application has no SMTP username at '${inspected.service.name}'.`,
        fix: 'Ask Mailgrant for a grant: it creates one.',
      },
    ];
  }
  const problem = usernameDomainProblem(own.username, inspected.domains);
  return [
    { check: 'smtp-username', verdict: 'pass', why: `The application signs in as '${own.username}'.` },
    problem === undefined
      ? { check: 'username-domain', verdict: 'pass', why: 'The username fits the linked domains.' }
      : { check: 'username-domain', verdict: 'fail', why: problem.message, fix: problem.fix },
  ];
}

function checkClientSecret({ resolved: { application }, now }: ReadinessFacts): Check {
  const ends = application.secrets.map((secret) => secret.endDateTime).sort();
  const last = ends.at(-1);
  if (last !== undefined && Date.parse(last) > Date.parse(now)) {
    return { check: 'client-secret', verdict: 'pass', why: `A client secret is valid until ${last}.` };
  }
  return {
    check: 'client-secret',
    verdict: 'fail',
    why:
      last === undefined
        ? 'The application has no client secret, and the SMTP password is one.'
        : `The last client secret expired at ${last}, and the SMTP password is one.`,
    fix: `Create one: az ad app credential reset --append --id ${application.appId}`,
  };
}

function checkSignIn({ signIn }: ReadinessFacts): Check[] {
  if (signIn === undefined) return [];
  if (signIn === 'accepted')
    return [{ check: 'smtp-sign-in', verdict: 'pass', why: 'The SMTP endpoint accepted a real sign-in.' }];
  return [
    {
      check: 'smtp-sign-in',
      verdict: 'fail',
      why: 'The SMTP endpoint refused the sign-in with the secret from the vault until the time was up.',
      fix: 'Check that the secret in the vault is the value (not the id) of a client secret of this application.',
    },
  ];
}
