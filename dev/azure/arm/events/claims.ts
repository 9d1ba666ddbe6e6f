import type { LocalRequest } from '../../http.ts';
import type { State } from '../../state.ts';
import { readClaims } from '../../tokens.ts';
import { callerOf } from '../demand.ts';

/** Resource Manager calls some claims by the names that they had before there were JSON Web Tokens. */
const longNames: Record<string, string> = {
  oid: 'http://schemas.microsoft.com/identity/claims/objectidentifier',
  tid: 'http://schemas.microsoft.com/identity/claims/tenantid',
  sub: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier',
};

/** What the caller's token says, as an event tells it: every value is a string. */
export function claimsOf(state: State, request: LocalRequest): Record<string, string> {
  const [, token = ''] = (request.headers.get('authorization') ?? '').split(' ');
  const { name, ...claims } = readClaims(token);
  return {
    ...Object.fromEntries(
      Object.entries(claims).map(([claim, value]) => [longNames[claim] ?? claim, String(value)]),
    ),
    ...namesOf(state, request, String(name)),
  };
}

/** Only people have names: the token of an application, in Entra, does not say what it is called. */
function namesOf(state: State, request: LocalRequest, name: string): Record<string, string> {
  const user = state.users.get(callerOf(request).objectId.toLowerCase());
  if (user === undefined) return {};
  return {
    name,
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name': user.userPrincipalName,
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': user.userPrincipalName,
  };
}
