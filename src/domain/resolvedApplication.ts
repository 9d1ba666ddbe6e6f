import type { Application, ServicePrincipal } from './application.ts';

/** Which of an application's four names a reference turned out to be. */
export type KnownBy = 'appId' | 'application object id' | 'service principal object id' | 'display name';

/** An application and what it is in this tenant. */
export type ResolvedApplication = {
  application: Application;
  servicePrincipal: ServicePrincipal;
  knownBy: KnownBy;
};

export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
