import { deterministicGuid } from './deterministicGuid.ts';

/** The most that Azure takes as the name of an SMTP username resource, and what it may hold. */
export const smtpUsernameName = { pattern: /^[A-Za-z0-9-]+$/, longest: 253 } as const;

const longestSlug = 40;

/** Letters, digits and single dashes of a text, in lower case: display names are written by strangers. */
export function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'app' : plain;
}

/**
 * The login that Mailgrant makes up: readable, and different for every application and mail service, because the
 * login is all that the one global SMTP host gets to know the sender by.
 */
export function generatedUsername(
  application: { displayName: string; appId: string },
  serviceId: string,
): string {
  return `${slug(application.displayName)}-${generatedEnding(application.appId, serviceId)}`;
}

/** What such a login ends in, before its domain if it has one: the same whatever the application is called. */
export function generatedEnding(appId: string, serviceId: string): string {
  return shortHash(appId, serviceId);
}

/**
 * The name of the SMTP username resource for a login of an application. It differs from every login, since Azure
 * refuses a resource whose name equals its username, and holds no `@`, `.` or `_`, which Azure refuses too. Two
 * applications never share a name: writing it for the second would quietly take the login from the first.
 */
export function smtpUsernameNameFor(username: string, appId: string): string {
  return `${slug(username)}-${shortHash(username, appId)}-smtp`;
}

/** The Key Vault secret that holds an application's client secret: where Mailgrant looks for it. */
export function smtpSecretName(appId: string): string {
  return `smtp-${appId.toLowerCase()}`;
}

/** The name of a role assignment: the same principal, role and scope always have the same one. */
export function roleAssignmentName(scope: string, principalId: string, roleDefinition: string): string {
  return deterministicGuid(scope, principalId, roleDefinition);
}

/** The id of the operation that grants or revokes: one at a time for an application and a mail service. */
export function operationId(kind: 'grant' | 'revoke', appId: string, serviceId: string): string {
  return `${kind}-${deterministicGuid(appId, serviceId)}`;
}

/** The id of the operation that fixes a finding: one at a time for a cause, whichever audit names it. */
export function fixOperationId(findingId: string): string {
  return `fix-${findingId.slice(findingId.indexOf('-') + 1).toLowerCase()}`;
}

function shortHash(...parts: [string, ...string[]]): string {
  return deterministicGuid(...parts).slice(0, 8);
}
