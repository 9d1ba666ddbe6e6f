import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import type { Config } from '../../config.ts';
import { Turned } from '../turned.ts';

/** What a signed-in caller may be allowed to do: the app roles of the app registration that stands before the API. */
export type AppRole = 'Mailgrant.Reader' | 'Mailgrant.Operator' | 'Mailgrant.Approver';

/** Who calls. `principalId` is the object id of who has signed in. */
export type Caller = { who: string; principalId?: string };

/** Lets a caller in and says who it is; turns everyone else away. */
export type Admission = (request: HttpRequest) => Caller;

/** Who may call what needs `role`. Whoever may act or decide may also read: they have to see what about. */
export function admission(auth: Config['auth'], role: AppRole): Admission {
  // The Functions host has checked the key before any code of ours runs; a key names nobody.
  if (auth === 'keys') return () => ({ who: 'holder of a function key' });
  return (request) => {
    const principal = readPrincipal(request.headers.get('x-ms-client-principal'));
    if (principal === undefined) throw new Turned([notSignedIn]);
    const { roles, ...caller } = principal;
    if (role === 'Mailgrant.Reader' ? roles.length === 0 : !roles.includes(role))
      throw new Turned([roleMissing(caller, role)]);
    return caller;
  };
}

const appRoles: readonly AppRole[] = ['Mailgrant.Reader', 'Mailgrant.Operator', 'Mailgrant.Approver'];

const principalSchema = z.object({
  // No other identity provider gives app roles of this tenant.
  auth_typ: z.literal('aad'),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
  name_typ: z.string().nullish(),
  role_typ: z.string().nullish(),
});

/**
 * Reads what App Service authentication ("Easy Auth") says of who has signed in; undefined for anything else. App
 * Service drops this header from what comes in from outside, so it is worth as much as the setting that it is on.
 */
export function readPrincipal(header: string | null): (Caller & { roles: AppRole[] }) | undefined {
  const { data } = principalSchema.safeParse(decode(header ?? ''));
  if (data === undefined) return undefined;
  const valuesOf = (...types: (string | null | undefined)[]) =>
    types.flatMap((type) => data.claims.flatMap(({ typ, val }) => (typ === type ? [val] : [])));
  const held = valuesOf('roles', `${microsoft}/role`, data.role_typ);
  const [principalId, ...others] = new Set(
    valuesOf('oid', objectIdentifier).map((id) => id.trim().toLowerCase()),
  );
  // A sign-in that says twice who it is, and not the same, says nothing.
  const isOne = principalId !== undefined && principalId !== '' && others.length === 0;
  const [name] = valuesOf('preferred_username', `${soap}/upn`, data.name_typ, `${soap}/name`, 'name');
  const [client] = valuesOf('appid', 'azp');
  return {
    who: plain(name) ?? plain(client && `application ${client}`) ?? 'somebody signed in',
    ...(isOne ? { principalId } : {}),
    roles: appRoles.filter((role) => held.includes(role)),
  };
}

const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const microsoft = 'http://schemas.microsoft.com/ws/2008/06/identity/claims';
const objectIdentifier = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const longestName = 256;

/** A name on one line, as it may stand in Azure and in a log; undefined if nothing is left of it. */
function plain(name: string | undefined): string | undefined {
  const text = name
    ?.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, longestName)
    .toWellFormed();
  return text === '' ? undefined : text;
}

/** The JSON in a base64 text; undefined if it is none. */
function decode(text: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

const notSignedIn = {
  code: 'not-signed-in' as const,
  message: 'The call comes without a sign-in with Microsoft Entra that App Service vouches for.',
  fix: 'Send a token for this API: az account get-access-token --resource <application id URI of the API>.',
};

function roleMissing({ who }: Caller, role: AppRole) {
  return {
    code: 'app-role-missing' as const,
    message: `'${who}' does not have the app role ${role}, which this call needs.`,
    fix: `Have ${role} assigned (portal: Enterprise applications > the API > Users and groups), then get a new token.`,
  };
}
