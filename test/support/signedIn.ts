import type { AppRole } from '../../src/triggers/http/caller.ts';

const claims = 'http://schemas.microsoft.com';

/** Settings of an app that stands behind App Service authentication. */
export const behindEntra = { MAILGRANT_AUTH: 'entra', WEBSITE_AUTH_ENABLED: 'True' };

/** The header that App Service authentication sends along for somebody who has signed in. */
export function signedIn(name: string, ...roles: AppRole[]): Record<string, string> {
  return principalHeader({
    auth_typ: 'aad',
    name_typ: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
    role_typ: `${claims}/ws/2008/06/identity/claims/role`,
    claims: [
      { typ: `${claims}/identity/claims/objectidentifier`, val: objectIdOf(name) },
      { typ: 'name', val: name },
      { typ: 'preferred_username', val: `${name}@contoso.example` },
      ...roles.map((val) => ({ typ: 'roles', val })),
    ],
  });
}

/** A person's object id: made of the name, so that the same person has the same one. */
export function objectIdOf(name: string): string {
  return `00000000-0000-4000-8000-${Buffer.from(name).toString('hex').padStart(12, '0').slice(0, 12)}`;
}

/** The header with anything in it. */
export function principalHeader(principal: unknown): Record<string, string> {
  return { 'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64') };
}
