import type { GrantRequest } from './grantRequest.ts';
import type { Problem } from './problems.ts';
import type { Requester } from './requester.ts';
import { parseCommunicationServiceId, sameId } from './resourceId.ts';

/** Whether a grant may go ahead at once, waits for a decision, or can't be had. Each reason is a sentence. */
export type PolicyDecision = { kind: 'allow' | 'approval' | 'refuse'; reasons: string[] };

export type PolicyQuestion = {
  request: GrantRequest;
  requester: Pick<Requester, 'door'>;
  settings: {
    mode: 'custom' | 'always' | 'never';
    /** The ARM ids of the mail services that may be granted for, the default first. */
    services: readonly [string, ...string[]];
  };
};

/**
 * Decides on a request that has no other problem. Anyone who may register an application writes its tags, so what
 * comes by an event gets the bare tag's grant and nothing more by itself. Who comes over HTTP has a key or has
 * signed in: the login and the mail service are theirs to choose, broader rights are not.
 */
export function decidePolicy({ request, requester, settings }: PolicyQuestion): PolicyDecision {
  const broad = broaderRights(request);
  const beyond = requester.door === 'event' ? [...chosen(request, settings.services), ...broad] : broad;
  switch (settings.mode) {
    case 'always':
      return {
        kind: 'approval',
        reasons: [everyGrant(request), ...chosen(request, settings.services), ...broad],
      };
    case 'custom':
      return beyond.length === 0 ? allowed(request) : { kind: 'approval', reasons: beyond };
    case 'never':
      // Nothing waits, so nobody looks: a key or a sign-in answers for what it asks, a tag answers for nothing.
      if (requester.door === 'http' || beyond.length === 0) return allowed(request);
      return { kind: 'refuse', reasons: beyond };
  }
}

/** What is to be said to a request that the policy refuses; undefined if it does not. */
export function policyProblem({ kind, reasons }: PolicyDecision): Problem | undefined {
  if (kind !== 'refuse') return undefined;
  return {
    code: 'policy-refused',
    message: `${reasons.join(' ')} A tag alone can't have that, and MAILGRANT_APPROVAL is never: nobody is asked.`,
    fix: 'Use the bare tag, ask for it over HTTP, or have MAILGRANT_APPROVAL set to custom.',
  };
}

function allowed(request: GrantRequest): PolicyDecision {
  return { kind: 'allow', reasons: [`The grant ${subject(request)} needs no approval.`] };
}

function everyGrant(request: GrantRequest): string {
  return `MAILGRANT_APPROVAL is always: the grant ${subject(request)} waits as every grant does.`;
}

function subject({ application, serviceId }: GrantRequest): string {
  return `for the application '${application}' at the mail service '${nameOf(serviceId)}'`;
}

/** What was chosen instead of left to Mailgrant. */
function chosen({ username, serviceId }: GrantRequest, services: PolicyQuestion['settings']['services']) {
  return [
    ...(username === undefined
      ? []
      : [`The username '${username}' is asked for, which the application would send as.`]),
    ...(sameId(serviceId, services[0])
      ? []
      : [`The mail service '${nameOf(serviceId)}' is asked for, which is not the default one.`]),
  ];
}

function broaderRights({ role, scope }: GrantRequest): string[] {
  return [
    ...(role.kind === 'owner'
      ? ["The role 'owner' is asked for, which also reads and regenerates the account keys."]
      : []),
    ...(role.kind === 'clone'
      ? [`A clone of the role '${role.of}' is asked for, which can do more than send mail.`]
      : []),
    ...(scope === 'resource'
      ? []
      : [`The scope '${scope}' is asked for, which is wider than the mail service.`]),
  ];
}

function nameOf(serviceId: string): string {
  return parseCommunicationServiceId(serviceId)?.name ?? serviceId;
}
