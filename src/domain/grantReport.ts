import type { SmtpUsername } from './mailService.ts';
import type { Readiness } from './readiness.ts';

/** What one application holds at one mail service, and whether mail goes through. */
export type GrantReport = {
  application: { appId: string; displayName?: string };
  communicationService: string;
  username?: string;
  /** The roles that let it send, with where they are assigned. */
  roles: { roleName: string; scope: string; assignment: string }[];
  readiness: Readiness;
};

/** The report on a login whose application can't be found any more. */
export function orphanReport(username: SmtpUsername, serviceId: string, why: string): GrantReport {
  return {
    application: { appId: username.appId },
    communicationService: serviceId,
    username: username.username,
    roles: [],
    readiness: { level: 'not', checks: [], reasons: [why] },
  };
}
