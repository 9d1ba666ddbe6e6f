import type { ServiceView } from './serviceView.ts';
import type { AuditedApplication, AuditSnapshot } from './snapshot.ts';

/** An application that has an SMTP username. */
export type ApplicationView = {
  /** In lower case. */
  appId: string;
  displayName: string;
  servicePrincipal?: { id: string; enabled: boolean };
  /** Absent for applications of other tenants, managed identities, and deleted ones. */
  application?: AuditedApplication;
  /** The mail services where it has a username. */
  services: ServiceView[];
};

/** The applications with a username, by appId in lower case. */
export function applicationsWithUsername(
  services: ServiceView[],
  { principals, applications }: AuditSnapshot,
): Map<string, ApplicationView> {
  const byAppId = new Map<string, { id: string; enabled: boolean; displayName: string }>();
  for (const [id, principal] of Object.entries(principals))
    if (principal.kind === 'servicePrincipal')
      byAppId.set(principal.appId.toLowerCase(), { id, ...principal });
  const views = new Map<string, ApplicationView>();
  for (const service of services)
    for (const appId of service.usernames.keys()) {
      const known = views.get(appId);
      if (known !== undefined) {
        known.services.push(service);
        continue;
      }
      const servicePrincipal = byAppId.get(appId);
      const application = applications[appId];
      views.set(appId, {
        appId,
        displayName: application?.displayName ?? servicePrincipal?.displayName ?? appId,
        services: [service],
        ...(servicePrincipal === undefined
          ? {}
          : { servicePrincipal: { id: servicePrincipal.id, enabled: servicePrincipal.enabled } }),
        ...(application === undefined ? {} : { application }),
      });
    }
  return views;
}
