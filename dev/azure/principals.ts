import type { PrincipalType, State } from './state.ts';
import type { Caller } from './tokens.ts';

export type Principal = { objectId: string; type: PrincipalType; name: string; appId?: string };

/**
 * Finds a user, group or service principal by display name, user principal name, client id or object id:
 * people and estate files name them so. A sentence if there is none, or more than one.
 */
export function findPrincipal(state: State, name: string): Principal | string {
  const wanted = name.toLowerCase();
  const is = (...values: string[]) => values.some((value) => value.toLowerCase() === wanted);
  const found: Principal[] = [
    ...[...state.users.values()]
      .filter((user) => is(user.displayName, user.userPrincipalName, user.objectId))
      .map((user) => ({ objectId: user.objectId, type: 'User' as const, name: user.displayName })),
    ...[...state.groups.values()]
      .filter((group) => is(group.displayName, group.objectId))
      .map((group) => ({ objectId: group.objectId, type: 'Group' as const, name: group.displayName })),
    ...[...state.servicePrincipals.values()]
      .filter((one) => is(one.displayName, one.appId, one.objectId))
      .map((one) => ({
        objectId: one.objectId,
        type: 'ServicePrincipal' as const,
        name: one.displayName,
        appId: one.appId,
      })),
  ];
  const [first, second] = found;
  if (first === undefined) return `There is no user, group or service principal '${name}'.`;
  if (second !== undefined) return `There is more than one principal '${name}'; give an object id.`;
  return first;
}

/** What a token of this principal says. A sentence if nobody of that name can hold a token. */
export function callerFor(state: State, asked: { name: string; audience: string }): Caller | string {
  const principal = findPrincipal(state, asked.name);
  if (typeof principal === 'string') return principal;
  if (principal.type === 'Group') return `'${asked.name}' is a group, and groups do not sign in.`;
  return {
    objectId: principal.objectId,
    tenantId: state.tenantId,
    // A scope names its audience with '/.default' at the end; the token carries only the audience.
    audience: asked.audience.replace(/\/\.default$/, '').replace(/\/$/, ''),
    name: principal.name,
    ...(principal.appId === undefined ? {} : { appId: principal.appId }),
  };
}
